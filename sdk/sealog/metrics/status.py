"""The status file of a process: one JSON object that its owner alone can read, replaced whole. It holds no user's data.

It lies in `SEALOG_STATUS_DIR`, else in `$XDG_RUNTIME_DIR/sealog`, else in `sealog-<uid>` among the temporary files.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

OFF = "off"
_MAX_BYTES = 1 << 20


def status_dir(environ: Mapping[str, str]) -> Path | None:
    """Give the folder of the status files, or None where `SEALOG_STATUS_DIR=off`."""
    asked = environ.get("SEALOG_STATUS_DIR", "")
    if asked == OFF:
        return None
    if asked:
        return Path(asked)
    runtime = environ.get("XDG_RUNTIME_DIR")
    return Path(runtime) / "sealog" if runtime else Path(tempfile.gettempdir()) / f"sealog-{os.geteuid()}"


def write_status(folder: Path, pid: int, status: Mapping[str, Any]) -> None:
    """Replace a process's status file.

    Raises:
        OSError: the folder is not ours alone, or can't be written.
    """
    _make_own(folder)
    temporary = folder / f".{pid}.new"
    with suppress(FileNotFoundError):
        temporary.unlink()
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(status, file)
    temporary.replace(folder / f"{pid}.json")


def read_status(folder: Path, pid: int) -> dict[str, Any]:
    """Read a process's status file.

    Raises:
        SettingError: there is none, or it is not one.
    """
    path = folder / f"{pid}.json"
    try:
        with path.open("rb") as file:
            status = json.loads(file.read(_MAX_BYTES))
    except FileNotFoundError:
        raise SettingError(
            f"{path} does not exist: process {pid} has ended, does not run sealog, or has another SEALOG_STATUS_DIR"
        ) from None
    except (OSError, ValueError, RecursionError) as error:
        raise SettingError(f"{path} can't be read ({type(error).__name__})") from None
    if not isinstance(status, dict) or status.get("sealog_status") != 1:
        raise SettingError(f"{path} is not a status file of this version of sealog")
    return status


def remove_status(folder: Path, pid: int) -> None:
    """Remove a process's status file, if it is there."""
    with suppress(OSError):
        (folder / f"{pid}.json").unlink()


def remove_ended(folder: Path) -> None:
    """Remove the files of processes that ended without doing it: killed, or left by `os._exit`."""
    with suppress(OSError):
        for path in folder.glob("*.json"):
            if path.stem.isdecimal() and not is_alive(int(path.stem)):
                remove_status(folder, int(path.stem))


def is_alive(pid: int) -> bool:
    """Tell whether a process runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _make_own(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    # In a shared folder another user may have taken this name first.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} belongs to others or can be read by them")
