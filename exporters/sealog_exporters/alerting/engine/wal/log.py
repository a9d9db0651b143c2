"""The write-ahead log of counted records: one page for each batch. Touches no file and no clock.

Storing a series whole takes longer than counting a hundred records in it. So a batch stores one page with the records
of each series. Now and then the series that were stored longest ago are stored whole, and the pages before them are
deleted.
"""

from __future__ import annotations

import json
from collections import OrderedDict, deque
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    Entry: TypeAlias = Sequence[Any]
    """(group key,) where a series was dropped, or (group key, item, moved, trigger, sample) of a counted record."""

    SeriesId: TypeAlias = tuple[str, tuple[str, ...]]
    """Rule identity and group key."""

MAX_BYTES: Final = 32 << 20
"""Pages together. From half of it on series are stored, so that the pages before can go."""

_AT_ONCE: Final = 64  # series that a batch stores beside its page: some 3 ms


class Page(NamedTuple):
    """A batch as it was counted, at `at_ns`: entries by rule identity, as JSON. Numbers grow from page to page."""

    number: int
    at_ns: int
    body: str

    def entries(self) -> dict[str, list[Entry]]:
        """Read the body."""
        found: dict[str, list[Entry]] = json.loads(self.body)
        return found


class WalRecord(NamedTuple):
    """An entry with the number and the time of its page."""

    number: int
    at_ns: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class WalChange:
    """The changes of a transaction to the log: it stores states as of page `upto`, and deletes pages before `oldest`.

    The newest page stays, so that no number is used twice.
    """

    page: Page | None
    upto: int
    oldest: int


NOTHING: Final = WalChange(None, 0, 0)


class WriteAheadLog:
    """Tracks since which page each series is not stored, and so which pages are needed. Not safe between threads.

    Args:
        pages: those that are there already, in order.
        max_bytes: most bytes of pages; one batch may go beyond it before series are stored for it.
    """

    def __init__(self, pages: Iterable[Page] = (), max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._unstored: OrderedDict[SeriesId, int] = OrderedDict()
        self._sizes: deque[tuple[int, int]] = deque()
        self._size = 0
        self._number = 0
        for page in pages:
            self._add(page, page.entries())

    def due(self) -> list[SeriesId]:
        """List series to store with the next batch: none, some, or as many as keep the pages within bounds."""
        if self._size <= self._max_bytes // 2:
            return []
        excess, last = self._size - self._max_bytes, 0
        for number, size in self._sizes:
            if excess <= 0:
                break
            excess, last = excess - size, number
        needed = list(takewhile(lambda place: self._unstored[place] <= last, self._unstored))
        return needed if len(needed) > _AT_ONCE else list(islice(self._unstored, _AT_ONCE))

    def enter(self, counted: Mapping[str, Sequence[Entry]], stored: Iterable[SeriesId], at_ns: int) -> WalChange:
        """Return what to write for a batch that stores the series `stored`; call `entered` once it is written."""
        page = None
        if counted:
            page = Page(self._number + 1, at_ns, json.dumps(counted, separators=(",", ":")))
        upto = oldest = page.number if page else self._number
        leaving = set(stored)
        for place, number in self._unstored.items():
            if place not in leaving:
                oldest = number
                break
        return WalChange(page, upto, oldest if self._sizes and self._sizes[0][0] < oldest else 0)

    def entered(self, entered: WalChange, counted: Mapping[str, Sequence[Entry]], stored: Iterable[SeriesId]) -> None:
        """Note that it was written."""
        if entered.page is not None:
            self._add(entered.page, counted)
        for place in stored:
            self._unstored.pop(place, None)
        while self._sizes and self._sizes[0][0] < entered.oldest:
            self._size -= self._sizes.popleft()[1]

    def _add(self, page: Page, counted: Mapping[str, Sequence[Entry]]) -> None:
        """Note a page and the series in it."""
        self._number = page.number
        self._sizes.append((page.number, len(page.body)))
        self._size += len(page.body)
        unstored = self._unstored
        for rule, entries in counted.items():
            for entry in entries:
                place = (rule, tuple(entry[0]))
                if len(entry) == 1:
                    unstored.pop(place, None)
                else:
                    unstored.setdefault(place, page.number)


def latest(pages: Iterable[Page], only: Collection[str] | None = None) -> dict[SeriesId, list[WalRecord]]:
    """Arrange the records of pages by series, those used last at the end, without what came before a drop.

    `only` names the rules (by identity) that are looked at; by default all are.
    """
    found: dict[SeriesId, list[WalRecord]] = {}
    for page in pages:
        for rule, entries in page.entries().items():
            if only is not None and rule not in only:
                continue
            for entry in entries:
                place = (rule, tuple(entry[0]))
                if len(entry) == 1:
                    found.pop(place, None)
                else:
                    found[place] = [*found.pop(place, ()), WalRecord(page.number, page.at_ns, entry)]
    return found
