"""Files whose first line is a secret: a passphrase, a PIN or a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 4096


def first_line(file: Path, setting: str) -> str:
    """Read a file's first line, without its line end; spaces are part of it.

    `setting` is the option or variable that names the file; errors begin with it.

    Raises:
        SettingError: the file can't be read as UTF-8, or its first line is empty or has more than 4,096 characters.
    """
    try:
        with file.open(encoding="utf-8") as opened:
            line = opened.readline(_LONGEST + 1).removesuffix("\n")
    except (OSError, ValueError) as error:
        raise SettingError(f"{setting}: {file} can't be read ({type(error).__name__})") from None
    if not line:
        raise SettingError(f"{setting}: the first line of {file} is empty")
    if len(line) > _LONGEST:
        raise SettingError(f"{setting}: the first line of {file} has more than {_LONGEST} characters")
    return line
