"""How long operations take, from the spans of a time. Percentiles are exact, by nearest rank."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

__all__ = ["Operation", "Timing", "operations"]

_ROWS = """
SELECT service, kind, operation, version, time >= ?, failed, duration, id FROM spans INDEXED BY spans_by_time
WHERE time >= ? AND time < ? ORDER BY time"""


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


def operations(connection: sqlite3.Connection, start_ns: int, end_ns: int) -> list[Operation]:
    """Give the operations of a time, in no order, compared with the time of the same length before.

    Where a service has several versions in both times, `now` has the newest only, by when each first had a span, and
    the others are what it is compared with.
    """
    found: defaultdict[tuple[str, int, str, str, int], _Spans] = defaultdict(_Spans)
    versions: defaultdict[str, dict[str, int]] = defaultdict(dict)  # with whether the time itself has spans of it
    rows = connection.execute(_ROWS, (start_ns, 2 * start_ns - end_ns, end_ns))
    for service, kind, operation, version, is_now, failed, duration, number in rows:
        spans = found[service, kind, operation, version, is_now]
        spans.durations.append(duration)
        spans.errors += failed
        if duration > spans.longest:
            spans.longest, spans.slowest = duration, number
            # The first span of each comes here, in the order of time.
            versions[service][version] = versions[service].get(version, 0) or is_now
    newest = {service: last for service, begun in versions.items() if (last := _newest(begun))}
    return list(_compared(found, newest))


def _compared(found: dict[tuple[str, int, str, str, int], _Spans], newest: dict[str, str]) -> Iterable[Operation]:
    now: defaultdict[tuple[str, int, str], _Spans] = defaultdict(_Spans)
    before: defaultdict[tuple[str, int, str], _Spans] = defaultdict(_Spans)
    for (service, kind, operation, version, is_now), spans in found.items():
        since = newest.get(service)
        if since is None:
            (now if is_now else before)[service, kind, operation].add(spans)
        elif version != since:
            before[service, kind, operation].add(spans)
        elif is_now:
            now[service, kind, operation].add(spans)
    comparable = {service for service, _, _ in before}
    for (service, kind, operation), spans in now.items():
        earlier = before.get((service, kind, operation), _Spans()).timing() if service in comparable else None
        yield Operation(service, kind, operation, spans.timing(), earlier, newest.get(service, ""), spans.slowest)


def _newest(begun: dict[str, int]) -> str:
    """Give the version that began last of those with spans now; empty where there is none to compare it with."""
    named = [version for version in begun if version]
    return next((version for version in reversed(named) if begun[version]), "") if len(named) > 1 else ""


def _rank(ordered: list[int], percent: int) -> int:
    """Give a percentile of sorted numbers by nearest rank; 0 of none."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0
