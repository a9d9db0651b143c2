"""Per-process delivery: the spool folder, its spools and the sender; recreated after a fork.

Records go to disk, or to memory while the disk can't be written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sealog.delivery.sending.queue_age import QueueAge
from sealog.delivery.sending.sender import Sender
from sealog.delivery.spooled.disk_sync import SYNC_EVERY, sync
from sealog.delivery.spooled.spool_adoption import SpoolAdopter
from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.spool.folders import ProcessFolder, bytes_below, make_folder
from sealog.spool.set_aside import DamagedBytes, RefusedRecords
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles
from sealog.spool.storage.memory import MemoryFiles
from sealog.spool.writer import ForkedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.delivery.transports.interface import Transport
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import Context

_LOOK_EVERY = 5.0
_LOOKS_A_LIMIT = 16
_MEMORY_LIMIT = 16 << 20
_MEMORY_SEGMENT = 1 << 20
_OWN, _MEMORY = 1_000_000, 1_000_001  # adopted spools come before, in the order they were found


@dataclass(frozen=True)
class DeliveryConfig:
    """The configuration of a process's delivery. `limit` in bytes; `clock` in monotonic seconds.

    `keys` gives the keys that the spool is encrypted under; it is called again while a folder waits for its key.
    """

    root: Path
    limit: int
    durable: bool
    process: int
    transport: Transport
    clock: Callable[[], float]
    chance: Callable[[], float]
    random: Callable[[int], bytes]
    keys: Callable[[], SpoolKeys | None] = lambda: None


class SpoolDelivery:
    """One process's delivery. `keep` is safe from any thread; `flush` and `close` are for one at a time."""

    def __init__(self, config: DeliveryConfig) -> None:
        self._config = config
        self._told = False
        self._ages = QueueAge()
        self._oldest = 0.0
        self._keys, usable = _keys(config)
        self._folder = _folder(config) if usable else None
        self._files = DiskFiles(self._folder.path) if self._folder else None
        self._disk = self._open_disk(self._files) if self._files else None
        name = self._folder.path.name if self._folder else f"process-{config.process}"
        self._damaged = DamagedBytes(config.root, name)
        self._memory = Spool(
            MemoryFiles(2 * _MEMORY_LIMIT), damaged=self._damage, limit=_MEMORY_LIMIT, segment_bytes=_MEMORY_SEGMENT
        )
        self._adopter = SpoolAdopter(config.root, self._keys, config.keys, damaged=self._damage, failed=self._tell)
        self._next_sync = self._next_look = 0.0
        self._stored_next = 0
        self._refused = RefusedRecords(config.root, name, self._keys)
        self.sender = Sender(
            config.transport,
            self._refused.keep,
            clock=config.clock,
            chance=config.chance,
            chores=self._chores,
            failed=self._tell,
        )
        if self._disk is not None:
            self.sender.add(self._disk, _OWN)
        self.sender.add(self._memory, _MEMORY)
        self.sender.start()

    @property
    def dropped(self) -> int:
        """Records for which neither disk nor memory had room."""
        return sum(spool.writer.dropped for spool in (self._disk, self._memory) if spool and spool.writer)

    def keep(self, context: Context, record: bytes, severity: int) -> None:
        """Keep one encoded record: in the kernel's cache, or in memory while the disk can't be written.

        Raises:
            ForkedError: this is a fork of the process that made it.
        """
        writer = self._disk.writer if self._disk is not None else None
        if writer is not None:
            try:
                kept = writer.append(context, record, severity)
            except ForkedError:
                raise
            except OSError as error:
                say_once(
                    "spool-write",
                    f"the spool takes no records now ({error.strerror}); they stay in memory until it does",
                )
            else:
                if kept != "kept":
                    self._tell_drops()
                self.sender.notice()
                return
        self._keep_in_memory(context, record, severity)

    def figures(self) -> dict[str, Any]:
        """Give the figures of waiting and delivered records and of the endpoint; docs/self-metrics.md lists them."""
        own = [spool for spool in (self._disk, self._memory) if spool is not None]
        writers = [spool.writer for spool in own if spool.writer is not None]
        drops: Counter[tuple[str, str]] = Counter()
        for writer in writers:
            drops.update(writer.drops.copy())
        on_disk = None if self._disk is None else self._disk.writer
        return {
            "kind": "no spool" if self._disk is None else "encrypted spool" if self._keys else "spool",
            "folder": str(self._config.root),
            "waiting": max(0, sum(writer.kept for writer in writers) - sum(spool.answered for spool in own)),
            "waiting_bytes": sum(spool.unanswered() for spool in own),
            "in_memory_bytes": self._memory.unanswered(),
            "oldest_s": round(self._oldest, 1),
            "used_bytes": 0 if on_disk is None else on_disk.stored + on_disk.others,
            "limit_bytes": self._config.limit,
            "damaged_bytes": self._damaged.bytes,
            "drops": [{"reason": why, "severity": of, "count": count} for (why, of), count in sorted(drops.items())],
            **self._adopter.figures(),
            **asdict(self.sender.figures),
        }

    def flush(self, seconds: float) -> bool:
        """Send what there is; tell whether all of it was answered for within `seconds`."""
        return self.sender.drain(seconds, lambda: False)

    def close(self, seconds: float) -> None:
        """Send what can be sent within `seconds`, then leave the rest on disk for the next process."""
        self._next_look = 0.0  # what ended children left
        began = self._config.clock()
        done = self.sender.drain(seconds, self._rest_is_on_disk)
        left = seconds - (self._config.clock() - began)
        ended = self.sender.stop(max(0.2, left))
        if self._memory.has_more() or (not done and not self._rest_is_on_disk()):
            say_once("memory-left", "records that only memory held were not taken before the process ended")
        if self.dropped:
            say_once("dropped", f"{self.dropped} records found no room and were dropped")
        if not ended or self._disk is None or self._folder is None:
            return  # the system lets go of the lock when the process ends
        sync(self._disk)
        empty = not self._disk.has_more() and not self._disk.unsettled
        self._disk.close()
        if empty:
            self._folder.remove()
        else:
            self._folder.release()

    def abandon(self) -> None:
        """Close what a fork inherited, without changing the parent's files."""
        if self._folder is not None:
            self._folder.abandon()
        if self._files is not None:
            self._files.abandon()
        self._adopter.abandon()
        self._refused.abandon()

    def _open_disk(self, files: DiskFiles) -> Spool:
        given = self._config
        return Spool(files, damaged=self._damage, limit=given.limit, durable=given.durable, keys=self._keys)

    def _keep_in_memory(self, context: Context, record: bytes, severity: int) -> None:
        if self._memory.writer is None or self._memory.writer.append(context, record, severity) != "kept":
            self._tell_drops()
        self.sender.notice()

    def _rest_is_on_disk(self) -> bool:
        return self._disk is not None and not self._memory.has_more() and not self._memory.unsettled

    def _chores(self) -> float:
        now = self._config.clock()
        if now >= self._next_sync:
            self._next_sync = now + SYNC_EVERY
            if self._disk is not None:
                sync(self._disk)
            self._grow_old(now)
        if now >= self._next_look:
            self._next_look = now + _LOOK_EVERY
            self._adopter.look(self.sender.add)
            self._look_around()
        elif self._disk is not None and self._disk.writer is not None and self._disk.writer.stored > self._stored_next:
            self._look_around()  # what fills up here may fill up in other processes too
        return min(self._next_sync, self._next_look) - now

    def _look_around(self) -> None:
        if self._disk is not None and self._disk.writer is not None and self._folder is not None:
            self._disk.writer.others = bytes_below(self._config.root, self._folder.path)
            self._stored_next = self._disk.writer.stored + self._config.limit // _LOOKS_A_LIMIT

    def _grow_old(self, now: float) -> None:
        if self._disk is not None and self._disk.writer is not None:
            self._ages.mark(self._disk.writer.kept, now)
            self._oldest = self._ages.oldest(self._disk.answered, now)

    def _damage(self, segment: int, offset: int, data: bytes) -> None:
        say_once("spool-damage", "damaged bytes in a spool were set aside in its folder `damaged`")
        try:
            self._damaged.keep(segment, offset, data)
        except OSError as error:
            self._tell(error)

    def _tell_drops(self) -> None:
        if not self._told:
            self._told = True
            say_once("spool-full", "the spool is nearly full: records are dropped, the least severe first, and counted")

    def _tell(self, error: Exception) -> None:
        say_once("sender", f"delivery met {type(error).__name__}; it goes on")


def _keys(given: DeliveryConfig) -> tuple[SpoolKeys | None, bool]:
    """Give the keys, and whether the disk may be used."""
    try:
        return given.keys(), True
    except SettingError as error:
        say_once("spool-key", f"{error}; records stay in memory until they are sent")
        return None, False


def _folder(given: DeliveryConfig) -> ProcessFolder | None:
    try:
        return make_folder(given.root, given.process, given.random)
    except OSError as error:
        say_once(
            "spool-folder",
            f"SEALOG_SPOOL_DIR can't be used ({error.strerror}); records stay in memory until they are sent",
        )
        return None
