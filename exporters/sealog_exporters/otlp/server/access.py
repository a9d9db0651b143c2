"""Authenticates senders by bearer tokens, from a file that is read again when it changes."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.otlp.changes import stamp_of
from sealog_exporters.otlp.errors import Unauthenticated

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Access", "access_of"]

_SCHEME = "bearer "
_SHORTEST = 16
_WORDS = 2


class Access:
    """The tokens of a file: on each line a sender's name and its token, separated by a space; `#` begins a comment.

    Raises:
        SettingError: the file can't be read or is misspelled; names the setting, the file and the line, never a token.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = stamp_of(path)
        self._names = _read(path)

    def sender(self, authorization: str) -> str:
        """Give the name of the sender with this Authorization header.

        Raises:
            Unauthenticated: it holds no token of the file.
        """
        if authorization[: len(_SCHEME)].lower() == _SCHEME:
            digest = _digest(authorization[len(_SCHEME) :].strip())
            for known, name in self._names.items():
                if hmac.compare_digest(known, digest):
                    return name
        raise Unauthenticated("a bearer token of this receiver is expected")

    def look(self) -> None:
        """Read the file again if it changed.

        Raises:
            SettingError: as the constructor; the tokens from before stay.
        """
        found = stamp_of(self._path)
        if found != self._seen:
            self._seen = found
            self._names = _read(self._path)


def access_of(path: Path | None) -> Access | None:
    """Give the access by the tokens of this file, None where there is no file: anybody may send.

    Raises:
        SettingError: as `Access`.
    """
    return None if path is None else Access(path)


def _read(path: Path) -> dict[bytes, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SettingError(f"--tokens {path}: can't be read ({error.strerror or type(error).__name__})") from None
    except UnicodeDecodeError:
        raise SettingError(f"--tokens {path}: is no text in UTF-8") from None
    names: dict[bytes, str] = {}
    for number, line in enumerate(lines, 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if len(words) != _WORDS or len(words[1]) < _SHORTEST:
            raise SettingError(
                f"--tokens {path}, line {number}: a name and a token of at least {_SHORTEST} characters are expected"
            )
        names[_digest(words[1])] = words[0]
    if not names:
        raise SettingError(f"--tokens {path}: holds no token, so nobody could send")
    return names


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
