"""The doctor's checks of the spool: its directory, its free room and its key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.cli.doctor.checks import Check
from sealog.errors import KeyFileError, SettingError
from sealog.spool.room import SCARCE

if TYPE_CHECKING:
    from sealog.delivery.settings import DeliverySettings
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.survey import Survey

_MIB = 1 << 20


def spool_checks(settings: DeliverySettings | SettingError, now: float) -> list[Check]:
    """Check where this environment's records wait. `now` is in seconds since the Unix epoch."""
    from sealog.spool.survey import survey

    if isinstance(settings, SettingError):
        return [
            Check("spool", False, str(settings), "mend or unset that variable: records wait in memory until then", 1)
        ]
    if settings.durability == "memory":
        text = "records wait in memory, where a killed process loses them; SEALOG_SPOOL_DIR keeps them on disk"
        return [Check("spool", True, text)]
    key, keys = _key(settings)
    try:
        seen = survey(settings.folder, keys)
    except OSError as error:
        return [
            Check("spool", False, f"{settings.folder} can't be read ({error.strerror})", _own(settings.folder), 2),
        ]
    return [*_writable(settings), *_room(settings, seen), key, *_orphans(seen, now), *_set_aside(settings, seen)]


def _writable(settings: DeliverySettings) -> list[Check]:
    folder = settings.folder
    place = next((path for path in (folder, *folder.parents) if path.exists()), folder)
    if not place.is_dir():
        return [Check("spool", False, f"{place} is no folder", "set SEALOG_SPOOL_DIR to a folder of this user's", 3)]
    if not os.access(place, os.W_OK | os.X_OK):
        return [Check("spool", False, f"{place} can't be written to: records wait in memory", _own(folder), 4)]
    return []


def _room(settings: DeliverySettings, seen: Survey) -> list[Check]:
    used, limit = seen.used, settings.limit
    alive = sum(folder.alive for folder in seen.folders)
    text = f"{settings.folder} ({settings.durability}): {_mib(used)} of {_mib(limit)} MiB, {alive} running process(es)"
    if used >= SCARCE * limit:
        return [
            Check(
                "spool",
                False,
                f"{text}: the least severe records are dropped",
                "see to the endpoint, so that they are sent, or raise SEALOG_SPOOL_LIMIT_MIB",
                5,
            )
        ]
    return [Check("spool", True, text)]


def _key(settings: DeliverySettings) -> tuple[Check, SpoolKeys | None]:
    from sealog.delivery.spooled.spool_key import no_own_key
    from sealog.spool.key_file import read

    path = settings.key_file
    if path is None:
        return Check("spool key", True, "SEALOG_SPOOL_KEY_FILE=off: values are sealed, the rest is not encrypted"), None
    why = None if settings.key_named else no_own_key(settings)
    if why is not None:
        mend = "mount a file that outlives the spool and name it in SEALOG_SPOOL_KEY_FILE, or set that to `off`"
        return Check("spool key", False, f"none, so the spool is not encrypted: {why}", mend, 1), None
    if not os.path.lexists(path) and path.parent.parent.is_dir():
        return Check("spool key", True, f"{path} will be made by the first process that needs it"), None
    try:
        keys = read(path, os.urandom)
    except KeyFileError as error:
        became = "records wait in memory" if settings.key_named else "the spool is not encrypted"
        return Check(
            "spool key", False, f"{error}; {became}", "set SEALOG_SPOOL_KEY_FILE to a key, or to `off`", 2
        ), None
    return Check("spool key", True, str(path)), keys


def _orphans(seen: Survey, now: float) -> list[Check]:
    checks = []
    away = [folder for folder in seen.orphans if folder.key_away]
    waiting = [folder for folder in seen.orphans if not folder.key_away]
    if away:
        checks.append(
            Check(
                "spool key",
                False,
                f"{len(away)} spool(s) with {_mib(sum(folder.bytes for folder in away))} MiB wait for a key that is"
                f" not here, such as {away[0].path}",
                "put the lost key's line into the key file, or, if it is gone for good, delete the folder(s)",
                3,
            )
        )
    stranded = [folder for folder in seen.folders if folder.alive and folder.key_away]
    if stranded:
        checks.append(
            Check(
                "spool key",
                False,
                f"{len(stranded)} running process(es) write under a key that is not in the key file, such as"
                f" {stranded[0].path.name}: what they would leave, nobody could read",
                "put that key's line back into the key file, or restart them",
                4,
            )
        )
    if waiting:
        oldest = max(0.0, now - min(folder.since for folder in waiting)) / 3600
        checks.append(
            Check(
                "orphans",
                False,
                f"{len(waiting)} ended process(es) left {_mib(sum(folder.bytes for folder in waiting))} MiB unsent,"
                f" the oldest began {oldest:.1f} h ago",
                "start a process with this environment; `opentelemetry-instrument sealog doctor` does too",
                1,
            )
        )
    return checks


def _set_aside(settings: DeliverySettings, seen: Survey) -> list[Check]:
    from sealog.spool.folders import DAMAGED, REFUSED

    checks = []
    if seen.refused:
        where = settings.folder / REFUSED
        mend = f"when the endpoint takes them, `mv {where}/* {settings.folder}/`: the next process sends them"
        text = f"{_mib(seen.refused)} MiB of records were refused for good, in {where}"
        checks.append(Check("refused", False, text, mend, 1))
    if seen.damaged:
        where = settings.folder / DAMAGED
        text = f"{_mib(seen.damaged)} MiB could not be read and lie in {where}"
        checks.append(Check("damaged", False, text, f"is the disk sound? then `rm -r {where}`", 1))
    return checks


def _own(folder: Path) -> str:
    return f"`mkdir -p {folder} && chown $(id -u) {folder} && chmod 700 {folder}` on a disk that takes writes"


def _mib(size: int) -> str:
    return f"{size / _MIB:.1f}" if size >= _MIB / 10 or not size else f"{size / _MIB:.3f}"
