"""Keeps inactive series without recent records as some hundred bytes each, without their sample lines.

A series that is used again is rebuilt from its bytes with everything it counted. A series that may fire without a new
record is scheduled for that moment and rebuilt then. The trace id of its newest record is kept for the alert's link.
"""

from __future__ import annotations

import marshal
from itertools import islice
from struct import Struct
from typing import TYPE_CHECKING, Final, cast

from sealog_exporters.alerting.engine.series.timer_wheel import NO_SLOT, TimerWheel
from sealog_exporters.alerting.model.aggregation import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeAlias

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series
    from sealog_exporters.alerting.model.aggregation import TimeDriven

    Name: TypeAlias = "str | GroupKey"

_HEAD: Final = Struct("<qqq")
"""When it was last seen, when time alone may fire it, and its slot in the timer wheel."""


class CompactSeriesStore:
    """Group key to bytes, in the order in which the series came.

    Args:
        make: makes the empty series of a key.
        step_ns: how often time alone may fire a series; 0 if it never does, and the window states are not `TimeDriven`.
    """

    __slots__ = ("_looked_ns", "_make", "_packed", "_shape", "_step_ns", "_timed", "_wheel", "size")

    def __init__(self, make: Callable[[GroupKey], Series], step_ns: int) -> None:
        self._make = make
        self._shape = make(()).window.dump()
        self._timed = step_ns > 0
        self._packed: dict[Name, bytes] = {}
        self._step_ns = max(step_ns, 1)
        self._wheel: TimerWheel[Name] = TimerWheel(self._step_ns)
        self._looked_ns = 0
        self.size = 0
        """Bytes of all series together, without their keys."""

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: GroupKey) -> bool:
        return _name(key) in self._packed

    def __iter__(self) -> Iterator[Series]:
        """Yield copies of the series: a change to one is lost."""
        return (self._unpacked(_key(name), packed) for name, packed in self._packed.items())

    def put(self, series: Series) -> None:
        """Store an inactive series as the newest; one that is here already keeps its place."""
        name, window = _name(series.key), series.window
        wakes_ns = cast("TimeDriven", window).next_wake_ns() if self._timed else NEVER
        series.slot = self._wheel.schedule(name, wakes_ns, series.slot)
        trace_id = _bytes_of(series.trigger[0]) if self._timed else None
        facts = (series.told_at_ns, series.told_count, trace_id, _bare(window.dump()))
        state = marshal.dumps((*facts, series.withheld) if series.withheld else facts)
        packed = _HEAD.pack(series.seen_ns, wakes_ns, series.slot) + state
        self.size += len(packed) - len(self._packed.get(name, b""))
        self._packed[name] = packed

    def take(self, key: GroupKey) -> Series | None:
        """Return a series and remove it."""
        packed = self._packed.pop(_name(key), None)
        if packed is None:
            return None
        self.size -= len(packed)
        return self._unpacked(key, packed)

    def peek(self, key: GroupKey) -> Series | None:
        """Return a copy of a series: a change to it is lost."""
        packed = self._packed.get(_name(key))
        return None if packed is None else self._unpacked(key, packed)

    def drop(self, keys: Iterable[GroupKey]) -> None:
        """Remove series."""
        for key in keys:
            self.size -= len(self._packed.pop(_name(key), b""))

    def due(self, now_ns: int) -> Iterator[Series]:
        """Yield copies of the series that time alone may have fired by now.

        Call `take` for one that fires and `put` for the others before the next; otherwise it is not scheduled again.
        """
        if now_ns // self._step_ns < self._wheel.current_step - 1:
            self._turn_back(now_ns)
        for slot, names in self._wheel.pop_due(now_ns):
            for name in names:
                packed = self._packed.get(name)
                _, wakes_ns, filed = _HEAD.unpack_from(packed) if packed else (0, 0, NO_SLOT)
                if packed is None or filed != slot:  # gone, or filed elsewhere meanwhile
                    continue
                if wakes_ns <= now_ns:
                    yield self._unpacked(_key(name), packed)
                else:
                    self._schedule(name, packed, wakes_ns)

    def looked(self, now_ns: int) -> None:
        """Note that everything that was due at this moment was evaluated."""
        self._looked_ns = max(now_ns, self._looked_ns)

    def oldest(self, number: int) -> list[GroupKey]:
        """List the keys of the series that came first.

        Call it for many at once: to find its first item, a dict passes the places of all that were removed before.
        """
        return [_key(name) for name in islice(self._packed, number)]

    def unseen_since(self, time_ns: int) -> Iterator[Series]:
        """Yield the series at the front that were last seen before `time_ns`; remove none meanwhile."""
        for name, packed in self._packed.items():
            if _HEAD.unpack_from(packed)[0] > time_ns:
                return
            yield self._unpacked(_key(name), packed)

    def _schedule(self, name: Name, packed: bytes, wakes_ns: int, slot: int = NO_SLOT) -> None:
        """Schedule a series that stays as it is."""
        slot = self._wheel.schedule(name, wakes_ns, slot)
        self._packed[name] = _HEAD.pack(_HEAD.unpack_from(packed)[0], wakes_ns, slot) + packed[_HEAD.size :]

    def turn_back(self, now_ns: int) -> list[GroupKey]:
        """Move the series that were seen ahead of `now_ns` back to it, after the clock was set back."""
        ahead = [name for name, packed in self._packed.items() if _HEAD.unpack_from(packed)[0] > now_ns]
        self._looked_ns = min(self._looked_ns, now_ns)
        for name in ahead:
            series = self._unpacked(_key(name), self._packed[name])
            series.turn_back(now_ns)
            self.put(series)
        return [_key(name) for name in ahead]

    def _turn_back(self, now_ns: int) -> None:
        """Schedule all series again: after the clock was set back, slots that had been reached are in the future."""
        self._wheel = TimerWheel(self._step_ns)
        for _ in self._wheel.pop_due(now_ns):
            pass
        for name, packed in self._packed.items():
            self._schedule(name, packed, _HEAD.unpack_from(packed)[1])

    def _unpacked(self, key: GroupKey, packed: bytes) -> Series:
        series = self._make(key)
        series.seen_ns, _, series.slot = _HEAD.unpack_from(packed)
        series.told_at_ns, series.told_count, trace_id, state, *withheld = marshal.loads(packed[_HEAD.size :])  # noqa: S302 - our own bytes, never stored or sent
        series.withheld = withheld[0] if withheld else 0
        if trace_id:
            series.trigger = (trace_id.hex(), "", 0)
        window = series.window
        window.load(_dressed(state, self._shape))
        if self._timed and self._looked_ns:
            cast("TimeDriven", window).note_evaluation(self._looked_ns)  # as it was looked at with those that are ready
        return series


def _name(key: GroupKey) -> Name:
    """Return the key as the table has it: one text without a tuple around it."""
    return key[0] if len(key) == 1 else key


def _key(name: Name) -> GroupKey:
    """Return the key of a name."""
    return (name,) if isinstance(name, str) else name


def _bytes_of(trace_id: str) -> bytes | None:
    """Return a trace id as bytes, or `None` if it is not hexadecimal."""
    try:
        return bytes.fromhex(trace_id)
    except ValueError:
        return None


def _bare(state: Any) -> Any:
    """Leave the names out: a window state's dump has the same ones in the same order each time."""
    if isinstance(state, dict):
        return [_bare(part) for part in state.values()]
    return [_bare(part) for part in state] if _has_maps(state) else state


def _dressed(state: Any, shape: Any) -> Any:
    """Put the names of an empty window state's dump back."""
    if isinstance(shape, dict):
        return {name: _dressed(part, shape[name]) for name, part in zip(shape, state, strict=True)}
    return [_dressed(*pair) for pair in zip(state, shape, strict=True)] if _has_maps(shape) else state


def _has_maps(state: Any) -> bool:
    """Return whether it is a list of maps, one for each part of a combination."""
    return isinstance(state, list) and bool(state) and isinstance(state[0], dict)
