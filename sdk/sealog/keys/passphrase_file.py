"""The passphrase file: its first line is the keyring's passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path


def read_passphrase(file: Path) -> str:
    """Read the passphrase that SEALOG_PASSPHRASE_FILE names.

    Raises:
        SettingError: the file can't be read or its first line is empty.
    """
    try:
        passphrase = file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, ValueError) as error:
        raise SettingError(f"SEALOG_PASSPHRASE_FILE: {file} can't be read ({type(error).__name__})") from None
    if not passphrase:
        raise SettingError(f"SEALOG_PASSPHRASE_FILE: the first line of {file} is empty")
    return passphrase
