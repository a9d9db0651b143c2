"""Quiet groups that nothing came for lately, each as some eighty bytes, not a thousand. Sample lines are not kept.

A group that is used again is made anew from its bytes; what it measured is all there.
"""

from __future__ import annotations

import marshal
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from sealog_exporters.alerting.group import Group, Key

    Name: TypeAlias = "str | Key"

_TIME_BYTES = 8


class Cold:
    """Group key to bytes, in the order in which the groups came.

    Args:
        make: makes the empty group of a key.
    """

    __slots__ = ("_columns", "_make", "_packed", "size")

    def __init__(self, make: Callable[[Key], Group]) -> None:
        self._make = make
        self._columns = tuple(make(()).meter.dump())
        self._packed: dict[Name, bytes] = {}
        self.size = 0
        """Bytes of all groups together, without their keys."""

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Group]:
        """Go through the groups, each made for the occasion: a change to one is lost."""
        return (self._unpacked(_key(name), packed) for name, packed in self._packed.items())

    def put(self, group: Group) -> None:
        """Take a quiet group in, as the newest."""
        packed = _pack(group)
        self._packed[_name(group.key)] = packed
        self.size += len(packed)

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

    def oldest(self, number: int) -> list[Key]:
        """List the keys of the groups that came first.

        Asked for in blocks: a dict passes all the places of what was removed at its front to find its first item.
        """
        return [_key(name) for name in islice(self._packed, number)]

    def unseen_since(self, time_ns: int) -> Iterator[Group]:
        """Go through the groups at the front that were last seen before `time_ns`; remove none meanwhile."""
        for name, packed in self._packed.items():
            if int.from_bytes(packed[:_TIME_BYTES], "little") > time_ns:
                return
            yield self._unpacked(_key(name), packed)

    def _unpacked(self, key: Key, packed: bytes) -> Group:
        group = self._make(key)
        group.seen_ns = int.from_bytes(packed[:_TIME_BYTES], "little")
        group.told_at_ns, group.told_count, *values = marshal.loads(packed[_TIME_BYTES:])  # noqa: S302 - our own bytes, never stored or sent
        group.meter.load(dict(zip(self._columns, values, strict=True)))
        return group


def _pack(group: Group) -> bytes:
    """Spell what outlives a quiet time: a meter's dump has the same names in the same order each time."""
    state = (group.told_at_ns, group.told_count, *group.meter.dump().values())
    return group.seen_ns.to_bytes(_TIME_BYTES, "little") + marshal.dumps(state)


def _name(key: Key) -> Name:
    """Give the key as the table has it: one text needs no tuple around it."""
    return key[0] if len(key) == 1 else key


def _key(name: Name) -> Key:
    return (name,) if isinstance(name, str) else name
