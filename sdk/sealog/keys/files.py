"""Key files on disk: JSON that is written whole or not at all, readable by its owner only."""

from __future__ import annotations

import base64
import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from sealog.errors import KeyFileError
from sealog.ownership import writable_by_others

_MOST_BYTES = 1 << 20


class Fields:
    """A JSON object from a key file, read field by field; every complaint names the file and the field."""

    def __init__(self, path: Path, value: Any, where: str = "") -> None:
        if not isinstance(value, dict):
            raise KeyFileError(f"{path}: {where or 'the file'} must be a JSON object")
        self._path, self._value, self._where = path, value, where

    def text(self, name: str) -> str:
        """Give a non-empty string."""
        value = self._value.get(name)
        if not isinstance(value, str) or not value:
            raise self._error(name, "a non-empty string")
        return value

    def has(self, name: str) -> bool:
        """Tell whether there is such a field."""
        return name in self._value

    def is_empty_list(self, name: str) -> bool:
        """Tell whether a field is an empty list."""
        return self._value.get(name) == []

    def integer(self, name: str) -> int:
        """Give a positive integer."""
        value = self._value.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self._error(name, "a positive integer")
        return value

    def raw(self, name: str, size: int | None = None) -> bytes:
        """Give the bytes of a base64 string, of exactly `size` bytes if given."""
        try:
            value = base64.b64decode(self.text(name), validate=True)
        except ValueError:
            raise self._error(name, "base64") from None
        if size is not None and len(value) != size:
            raise self._error(name, f"base64 of {size} bytes")
        return value

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """Give a list of 1 to `most` non-empty strings, each once."""
        value = self._value.get(name)
        if not isinstance(value, list) or not 0 < len(value) <= most or not all(isinstance(one, str) for one in value):
            raise self._error(name, f"a list of 1 to {most} strings")
        if not all(value) or len(set(value)) < len(value):
            raise self._error(name, "a list of non-empty strings, each once")
        return tuple(value)

    def object(self, name: str) -> Fields:
        """Give a nested object."""
        return Fields(self._path, self._value.get(name), self._name(name))

    def objects(self, name: str) -> list[Fields]:
        """Give a non-empty list of objects."""
        value = self._value.get(name)
        if not isinstance(value, list) or not value:
            raise self._error(name, "a non-empty list")
        return [Fields(self._path, item, f"{self._name(name)}[{i}]") for i, item in enumerate(value)]

    def error(self, name: str, wanted: str) -> KeyFileError:
        """Make the error for a field that is not what is wanted."""
        return self._error(name, wanted)

    def _name(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _error(self, name: str, wanted: str) -> KeyFileError:
        return KeyFileError(f"{self._path}: {self._name(name)} must be {wanted}")


def read_json(path: Path, kind: str, make: str) -> Fields:
    """Read a key file and check that it is one: `{"<kind>": 1, …}`.

    `make` tells how such a file is made.

    Raises:
        KeyFileError: missing, unreadable, writable by others, no JSON, another kind, or a later version.
    """
    try:
        raw = _read(path)
    except FileNotFoundError:
        raise KeyFileError(f"{path} does not exist; {make}") from None
    except OSError as error:
        raise KeyFileError(f"{path} can't be read: {error.strerror}") from error
    except ValueError:
        raise KeyFileError("the path of a file must not hold a null character") from None
    try:
        value = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise KeyFileError(f"{path} is not JSON") from None
    if not isinstance(value, dict):
        raise KeyFileError(f"{path} must be a JSON object")
    fields = Fields(path, value)
    if kind not in value:
        raise KeyFileError(f"{path} is not a {kind.removeprefix('sealog_')}: the field {kind} is missing")
    if value[kind] != 1:
        raise KeyFileError(f"{path}: {kind} must be 1; a later version of sealog may have written it")
    return fields


def _read(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe of that name must not hold us up
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise KeyFileError(f"{path} is not a regular file")
        if (who := writable_by_others(path, found)) is not None:
            raise KeyFileError(f"{path} is not used: {who}")
        return file.read(_MOST_BYTES)


def write_json(path: Path, value: dict[str, Any], mode: int = 0o600, *, replace: bool = True) -> None:
    """Write a key file under a temporary name, sync it, and rename it; a missing folder is made, for its owner only.

    The new file gets the owner, group and mode of the one that it replaces, so the same users can read it. Without
    `replace` an existing file stays, even one that another process writes at the same time.

    Raises:
        KeyFileError: the folder or file can't be written, or is there already.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(value, file, indent=1)
            file.write("\n")
            file.flush()
            _take_over(path if replace else None, file.fileno(), mode)
            os.fsync(file.fileno())
        if replace:
            temporary.replace(path)
        else:
            os.link(temporary, path)
        _sync(path.parent)
    except FileExistsError:
        raise KeyFileError(f"{path} exists already; it was not changed") from None
    except OSError as error:
        raise KeyFileError(f"{path} can't be written: {error.strerror}") from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _take_over(old: Path | None, handle: int, mode: int) -> None:
    """Give a new file the owner, group and mode of the one it replaces, or `mode` where there is none."""
    try:
        found = None if old is None else old.stat()
    except FileNotFoundError:
        found = None
    if found is not None:
        mine = os.fstat(handle)
        if (found.st_uid, found.st_gid) != (mine.st_uid, mine.st_gid):
            os.fchown(handle, found.st_uid, found.st_gid)
        mode = stat.S_IMODE(found.st_mode)
    os.fchmod(handle, mode)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def b64(raw: bytes) -> str:
    """Spell bytes for a key file (RFC 4648 section 4)."""
    return base64.b64encode(raw).decode("ascii")
