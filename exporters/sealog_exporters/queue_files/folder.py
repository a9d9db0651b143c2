"""A folder of the collector's queue files: which of them are damaged, and moving those out of the collector's way."""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.queue_files.bolt import read_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["QueueFile", "check_folder", "room_for", "set_aside", "signal_of"]

_ASIDE = ".damaged-"
_KINDS = ("receiver_", "processor_", "exporter_", "connector_", "extension_")
"""How file_storage begins a file's name: by the kind of the component that it is of."""


@dataclass(frozen=True)
class QueueFile:
    """A queue file: how many requests wait in it, and what is wrong with it."""

    path: Path
    requests: int
    damage: list[str]


def check_folder(folder: Path) -> list[QueueFile]:
    """Check every queue file of a folder that no running collector has open. Files of other names are none.

    Raises:
        SettingError: the folder or a file can't be read, or a collector runs on it.
    """
    try:
        paths = sorted(path for path in folder.iterdir() if _is_queue(path))
        return [_check(path) for path in paths if path.stat().st_size]
    except OSError as error:
        raise SettingError(f"{folder}: can't be read ({error.strerror})") from error


def room_for(folder: Path) -> int:
    """Give how many bytes the queues of a folder may take: what they have, and what is free on their disk.

    Raises:
        SettingError: the folder can't be read.
    """
    try:
        disk = os.statvfs(folder)
        have = sum(path.stat().st_blocks * 512 for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise SettingError(f"{folder}: can't be read ({error.strerror})") from error
    return disk.f_bavail * disk.f_frsize + have


def set_aside(damaged: QueueFile, clock: Callable[[], float] = time.time) -> Path:
    """Rename a damaged file, so that the collector makes a new one; give its new name.

    Raises:
        SettingError: it can't be renamed.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(clock()))
    aside = damaged.path.with_name(f"{damaged.path.name}{_ASIDE}{moment}")
    try:
        damaged.path.rename(aside)
    except OSError as error:
        raise SettingError(f"{damaged.path}: can't be renamed ({error.strerror})") from error
    return aside


def signal_of(path: Path) -> str:
    """Tell a queue's signal from its file's name, `exporter_NAME_SIGNAL`: `logs`, `traces`, `metrics`, or nothing."""
    name = path.name.partition(_ASIDE)[0]
    return next((signal for signal in ("logs", "traces", "metrics") if name.endswith(f"_{signal}")), "")


def _is_queue(path: Path) -> bool:
    return path.name.startswith(_KINDS) and _ASIDE not in path.name and path.is_file()


def _check(path: Path) -> QueueFile:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)  # bbolt holds an exclusive one while it runs
        except BlockingIOError:
            raise SettingError(f"{path}: a collector has it open; stop it first") from None
        contents = read_file(path)
    return QueueFile(path, sum(item.key.isdigit() for item in contents.items), contents.damage)
