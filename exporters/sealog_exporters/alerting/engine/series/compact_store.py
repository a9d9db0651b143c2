"""Quiet groups that nothing came for lately, each as some hundred bytes, not a thousand. Sample lines are not kept.

A group that is used again is made anew from its bytes; what it measured is all there. What time alone may fire lies
here too, filed by the moment at which that may be: until then nobody looks at it, and then it is made for a look. Of
its newest record, the trace id is kept, so that the alert has its link.
"""

from __future__ import annotations

import marshal
from itertools import islice
from struct import Struct
from typing import TYPE_CHECKING, Final, cast

from sealog_exporters.alerting.engine.series.timer_wheel import NOWHERE, Wheel
from sealog_exporters.alerting.model.aggregation import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TypeAlias

    from sealog_exporters.alerting.engine.series.series import Group, Key
    from sealog_exporters.alerting.model.aggregation import Timed

    Name: TypeAlias = "str | Key"

_HEAD: Final = Struct("<qqq")
"""When it was last seen, when time alone may fire it, and the wheel's mark."""


class Cold:
    """Group key to bytes, in the order in which the groups came.

    Args:
        make: makes the empty group of a key.
        step_ns: how often time alone may fire a group; 0 where it never does, so that the meters are not `Timed`.
    """

    __slots__ = ("_looked_ns", "_make", "_packed", "_shape", "_step_ns", "_timed", "_wheel", "size")

    def __init__(self, make: Callable[[Key], Group], step_ns: int) -> None:
        self._make = make
        self._shape = make(()).meter.dump()
        self._timed = step_ns > 0
        self._packed: dict[Name, bytes] = {}
        self._step_ns = max(step_ns, 1)
        self._wheel: Wheel[Name] = Wheel(self._step_ns)
        self._looked_ns = 0
        self.size = 0
        """Bytes of all groups together, without their keys."""

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, key: Key) -> bool:
        return _name(key) in self._packed

    def __iter__(self) -> Iterator[Group]:
        """Go through the groups, each made for the occasion: a change to one is lost."""
        return (self._unpacked(_key(name), packed) for name, packed in self._packed.items())

    def put(self, group: Group) -> None:
        """Take a quiet group in, as the newest; one that lies here keeps its place, and is as it is given."""
        name, meter = _name(group.key), group.meter
        wakes_ns = cast("Timed", meter).wakes_ns() if self._timed else NEVER
        group.mark = self._wheel.file(name, wakes_ns, group.mark)
        trace_id = _bytes_of(group.trigger[0]) if self._timed else None
        facts = (group.told_at_ns, group.told_count, trace_id, _bare(meter.dump()))
        state = marshal.dumps((*facts, group.withheld) if group.withheld else facts)
        packed = _HEAD.pack(group.seen_ns, wakes_ns, group.mark) + state
        self.size += len(packed) - len(self._packed.get(name, b""))
        self._packed[name] = packed

    def take(self, key: Key) -> Group | None:
        """Give a group back, and keep it no more."""
        packed = self._packed.pop(_name(key), None)
        if packed is None:
            return None
        self.size -= len(packed)
        return self._unpacked(key, packed)

    def peek(self, key: Key) -> Group | None:
        """Give a group as it is, made for the occasion: a change to it is lost."""
        packed = self._packed.get(_name(key))
        return None if packed is None else self._unpacked(key, packed)

    def drop(self, keys: Iterable[Key]) -> None:
        """Forget groups."""
        for key in keys:
            self.size -= len(self._packed.pop(_name(key), b""))

    def due(self, now_ns: int) -> Iterator[Group]:
        """Go through the groups that time alone may have fired by now, each made for the occasion.

        `take` one that fires and `put` the others before the next: what is neither is not looked at again.
        """
        if now_ns // self._step_ns < self._wheel.reached - 1:
            self._turn_back(now_ns)
        for mark, names in self._wheel.reach(now_ns):
            for name in names:
                packed = self._packed.get(name)
                _, wakes_ns, filed = _HEAD.unpack_from(packed) if packed else (0, 0, NOWHERE)
                if packed is None or filed != mark:  # gone, or filed elsewhere meanwhile
                    continue
                if wakes_ns <= now_ns:
                    yield self._unpacked(_key(name), packed)
                else:
                    self._file(name, packed, wakes_ns)

    def looked(self, now_ns: int) -> None:
        """Note that at this moment whatever time may have fired was looked at."""
        self._looked_ns = max(now_ns, self._looked_ns)

    def oldest(self, number: int) -> list[Key]:
        """List the keys of the groups that came first.

        Asked for in blocks: a dict passes all the places of what was removed at its front to find its first item.
        """
        return [_key(name) for name in islice(self._packed, number)]

    def unseen_since(self, time_ns: int) -> Iterator[Group]:
        """Go through the groups at the front that were last seen before `time_ns`; remove none meanwhile."""
        for name, packed in self._packed.items():
            if _HEAD.unpack_from(packed)[0] > time_ns:
                return
            yield self._unpacked(_key(name), packed)

    def _file(self, name: Name, packed: bytes, wakes_ns: int, mark: int = NOWHERE) -> None:
        """File a group that stays as it is."""
        mark = self._wheel.file(name, wakes_ns, mark)
        self._packed[name] = _HEAD.pack(_HEAD.unpack_from(packed)[0], wakes_ns, mark) + packed[_HEAD.size :]

    def turn_back(self, now_ns: int) -> list[Key]:
        """Let the groups that were seen ahead of `now_ns`, to which the clock was set back, be as of then."""
        ahead = [name for name, packed in self._packed.items() if _HEAD.unpack_from(packed)[0] > now_ns]
        self._looked_ns = min(self._looked_ns, now_ns)
        for name in ahead:
            group = self._unpacked(_key(name), self._packed[name])
            group.turn_back(now_ns)
            self.put(group)
        return [_key(name) for name in ahead]

    def _turn_back(self, now_ns: int) -> None:
        """File all anew: the clock was set back, and marks that had been reached lie ahead."""
        self._wheel = Wheel(self._step_ns)
        for _ in self._wheel.reach(now_ns):
            pass
        for name, packed in self._packed.items():
            self._file(name, packed, _HEAD.unpack_from(packed)[1])

    def _unpacked(self, key: Key, packed: bytes) -> Group:
        group = self._make(key)
        group.seen_ns, _, group.mark = _HEAD.unpack_from(packed)
        group.told_at_ns, group.told_count, trace_id, state, *withheld = marshal.loads(packed[_HEAD.size :])  # noqa: S302 - our own bytes, never stored or sent
        group.withheld = withheld[0] if withheld else 0
        if trace_id:
            group.trigger = (trace_id.hex(), "", 0)
        meter = group.meter
        meter.load(_dressed(state, self._shape))
        if self._timed and self._looked_ns:
            cast("Timed", meter).look(self._looked_ns)  # as it was looked at with those that are ready
        return group


def _name(key: Key) -> Name:
    """Give the key as the table has it: one text needs no tuple around it."""
    return key[0] if len(key) == 1 else key


def _key(name: Name) -> Key:
    """Give the key of a name."""
    return (name,) if isinstance(name, str) else name


def _bytes_of(trace_id: str) -> bytes | None:
    """Give a trace id as bytes, `None` for what is none."""
    try:
        return bytes.fromhex(trace_id)
    except ValueError:
        return None


def _bare(state: Any) -> Any:
    """Leave the names out: a meter's dump has the same ones in the same order each time."""
    if isinstance(state, dict):
        return [_bare(part) for part in state.values()]
    return [_bare(part) for part in state] if _has_maps(state) else state


def _dressed(state: Any, shape: Any) -> Any:
    """Put the names of an empty meter's dump back."""
    if isinstance(shape, dict):
        return {name: _dressed(part, shape[name]) for name, part in zip(shape, state, strict=True)}
    return [_dressed(*pair) for pair in zip(state, shape, strict=True)] if _has_maps(shape) else state


def _has_maps(state: Any) -> bool:
    """Tell whether it is a list of maps, one for each part of a combination."""
    return isinstance(state, list) and bool(state) and isinstance(state[0], dict)
