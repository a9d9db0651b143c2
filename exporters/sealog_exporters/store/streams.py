"""Computes from a store's record ids the first, last, missing and doubled ones of each stream.

An id is `<stream>-<seq>`, with seq counted from 1 in each process (`sealog.correlate.uid`): a gap is a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Count", "Stream", "count"]

_UID = re.compile(r"([a-z2-7]{13})-([1-9][0-9]{0,18})", re.ASCII)
_BLOCK = 4096  # ids of one bitmap: a scattered stream costs 512 bytes a block, never its whole range


@dataclass(frozen=True)
class Stream:
    """What a store holds of one process's records.

    `missing` are ranges of sequence numbers, both ends included, ascending; what comes after `last` can't be known.
    `doubled` are (sequence number, how often it is there), ascending.
    """

    id: str
    first: int
    last: int
    count: int
    missing: tuple[tuple[int, int], ...] = ()
    doubled: tuple[tuple[int, int], ...] = ()

    @property
    def lost(self) -> int:
        """How many records are missing."""
        return sum(end - start + 1 for start, end in self.missing)


@dataclass(frozen=True)
class Count:
    """The streams of a store, by id. `foreign` counts ids of another spelling: no stream of ours has them."""

    streams: tuple[Stream, ...]
    foreign: int


def count(uids: Iterable[str], *, from_first: bool = False) -> Count:
    """Count the record ids of a store, in any order.

    A stream begins with 1. With `from_first` its first stored record is its beginning: records that retention has
    deleted are not lost. It takes one bit a record.
    """
    seen: dict[str, _Seen] = {}
    foreign = 0
    for uid in uids:
        match = _UID.fullmatch(uid)
        if match is None:
            foreign += 1
            continue
        stream = seen.get(match[1])
        if stream is None:
            stream = seen[match[1]] = _Seen()
        stream.add(int(match[2]))
    return Count(tuple(seen[name].summary(name, from_first=from_first) for name in sorted(seen)), foreign)


class _Seen:
    """Sequence numbers as a sparse bitmap."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytearray] = {}
        self._again: dict[int, int] = {}

    def add(self, number: int) -> None:
        block, place = divmod(number, _BLOCK)
        bits = self._blocks.get(block)
        if bits is None:
            bits = self._blocks[block] = bytearray(_BLOCK // 8)
        byte, bit = place >> 3, 1 << (place & 7)
        if bits[byte] & bit:
            self._again[number] = self._again.get(number, 1) + 1
        bits[byte] |= bit

    def summary(self, name: str, *, from_first: bool) -> Stream:
        runs = list(self._runs())
        first, last = runs[0][0], runs[-1][1]
        expected = first if from_first else 1
        missing: list[tuple[int, int]] = []
        for start, end in runs:
            if start > expected:
                missing.append((expected, start - 1))
            expected = end + 1
        return Stream(
            id=name,
            first=first,
            last=last,
            count=sum(end - start + 1 for start, end in runs),
            missing=tuple(missing),
            doubled=tuple(sorted(self._again.items())),
        )

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Give the runs of numbers that are there, ascending."""
        start = end = -1
        for number in self._numbers():
            if number == end + 1 and start >= 0:
                end = number
                continue
            if start >= 0:
                yield start, end
            start = end = number
        yield start, end

    def _numbers(self) -> Iterator[int]:
        for block in sorted(self._blocks):
            bits = self._blocks[block]
            for place in range(_BLOCK):
                if bits[place >> 3] & (1 << (place & 7)):
                    yield block * _BLOCK + place
