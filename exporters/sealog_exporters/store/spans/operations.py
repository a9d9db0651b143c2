"""How long operations take, from the spans of a time. Percentiles are exact, by nearest rank."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import TypeAlias

    Key: TypeAlias = tuple[str, int, str, str]  # service, kind, name and version

__all__ = ["Operation", "Timing", "operations"]

LOOKED_AT: Final = 50_000
"""Spans of one time that are looked at, the newest."""

_ROWS = """
SELECT service, kind, operation, version, failed, duration, id FROM spans INDEXED BY spans_by_time
WHERE time >= ? AND time < ? ORDER BY time DESC LIMIT ?"""


@dataclass(frozen=True)
class Timing:
    """Spans of one operation: how many, how many failed, and how long they took, in ns."""

    spans: int
    errors: int
    p50_ns: int
    p95_ns: int
    total_ns: int


@dataclass(frozen=True)
class Operation:
    """An operation of a service in a time.

    `kind` is OTLP's number. `baseline` is what `now` is compared with, None where the service has nothing to compare
    with. `since` is the version that `now` is of where it is compared with other versions, empty where it is compared
    with the time before. `slowest` is the number of the span of `now` that took longest.
    """

    service: str
    kind: int
    name: str
    now: Timing
    baseline: Timing | None
    since: str
    slowest: int


@dataclass(slots=True)
class _Spans:
    durations: list[int] = field(default_factory=list)
    errors: int = 0
    slowest: int = 0
    longest: int = -1

    def add(self, other: _Spans) -> None:
        self.durations += other.durations
        self.errors += other.errors
        if other.longest > self.longest:
            self.longest, self.slowest = other.longest, other.slowest

    def timing(self) -> Timing:
        ordered = sorted(self.durations)
        return Timing(len(ordered), self.errors, _rank(ordered, 50), _rank(ordered, 95), sum(ordered))


def operations(connection: sqlite3.Connection, start_ns: int, end_ns: int) -> tuple[list[Operation], bool]:
    """Give the operations of a time, in no order, compared with the time of the same length before.

    Where a service has several versions in both times, `now` has the newest only, by when each first had a span, and
    the others are what it is compared with. Also tells whether these are all spans: of either time only the newest
    `LOOKED_AT` are looked at.
    """
    before = _spans(connection, 2 * start_ns - end_ns, start_ns)
    now = _spans(connection, start_ns, end_ns)
    versions: defaultdict[str, list[str]] = defaultdict(list)  # of each service, in the order of their first spans
    for service, _, _, version in (*before.found, *now.found):
        if version and version not in versions[service]:
            versions[service].append(version)
    here = {(service, version) for service, _, _, version in now.found}
    newest = {
        service: next((version for version in reversed(begun) if (service, version) in here), "")
        for service, begun in versions.items()
        if len(begun) > 1
    }
    return list(_compared(before.found, now.found, newest)), before.is_whole and now.is_whole


@dataclass(frozen=True)
class _Found:
    found: dict[Key, _Spans]
    is_whole: bool


def _spans(connection: sqlite3.Connection, from_ns: int, to_ns: int) -> _Found:
    found: defaultdict[Key, _Spans] = defaultdict(_Spans)
    rows = connection.execute(_ROWS, (from_ns, to_ns, LOOKED_AT + 1)).fetchall()
    is_whole = len(rows) <= LOOKED_AT
    for service, kind, operation, version, failed, duration, number in reversed(rows[:LOOKED_AT]):
        spans = found[service, kind, operation, version]
        spans.durations.append(duration)
        spans.errors += failed
        if duration > spans.longest:
            spans.longest, spans.slowest = duration, number
    return _Found(found, is_whole)


def _compared(earlier: dict[Key, _Spans], later: dict[Key, _Spans], newest: dict[str, str]) -> Iterator[Operation]:
    now: defaultdict[tuple[str, int, str], _Spans] = defaultdict(_Spans)
    before: defaultdict[tuple[str, int, str], _Spans] = defaultdict(_Spans)
    for found, is_later in ((earlier, False), (later, True)):
        for (service, kind, operation, version), spans in found.items():
            since = newest.get(service, "")
            if is_later and since in {"", version}:
                now[service, kind, operation].add(spans)
            elif not since or version != since:
                before[service, kind, operation].add(spans)
    comparable = {service for service, _, _ in before}
    for (service, kind, operation), spans in now.items():
        was = before.get((service, kind, operation), _Spans()).timing() if service in comparable else None
        yield Operation(service, kind, operation, spans.timing(), was, newest.get(service, ""), spans.slowest)


def _rank(ordered: list[int], percent: int) -> int:
    """Give a percentile of sorted numbers by nearest rank; 0 of none."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0
