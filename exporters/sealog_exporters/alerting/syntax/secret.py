"""A secret of a rule file: given there, in an environment variable, or in a file. It is never shown."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Secret:
    """Where a secret is. `text` is the secret itself, the variable's name, or the file's path, as `kind` says."""

    kind: Literal["text", "env", "file"]
    text: str = field(repr=False)

    def read(self, environ: Mapping[str, str] = os.environ) -> str:
        """Read it, for each use: a rotated one is used at once.

        Raises:
            SettingError: it can't be read or is empty; the message names the variable or the error's type.
        """
        if self.kind == "text":
            return self.text
        if self.kind == "env":
            found = environ.get(self.text, "")
            if not found:
                raise SettingError(f"the environment variable {self.text} is not set")
            return found
        try:
            found = Path(self.text).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingError(f"a secret's file can't be read ({type(error).__name__})") from None
        if not found:
            raise SettingError("a secret's file is empty")
        return found
