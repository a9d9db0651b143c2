"""How long operations take, from the spans of a time. Percentiles are exact, by nearest rank."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sealog.gc_pause import uncollected

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import TypeAlias

    Key: TypeAlias = tuple[str, int, str, str]  # service, kind, name and version

__all__ = ["Operation", "Timing", "operations"]

# The index has all that is asked for, so that no document is read. The duration of a span that failed is negative.
_ROWS = """
SELECT operation_key, CASE failed WHEN 0 THEN duration ELSE -1 - duration END, id FROM spans INDEXED BY spans_by_time
WHERE time >= ? AND time < ? ORDER BY time"""
_FIRST = "SELECT time FROM spans WHERE time >= ? AND time < ? ORDER BY time DESC LIMIT 1 OFFSET ?"
_KEYS = "SELECT id, service, kind, operation, version FROM spans WHERE id IN (SELECT value FROM json_each(?))"


class Timing(NamedTuple):
    """Spans of one operation: how many, how many failed, and how long they took, in ns."""

    spans: int
    errors: int
    p50_ns: int
    p95_ns: int
    total_ns: int


class Operation(NamedTuple):
    """An operation of a service in a time.

    `kind` is OTLP's number. `baseline` is what `now` is compared with, None where the service has nothing to compare
    with. `since` is the version that `now` is of where it is compared with other versions, empty where it is compared
    with the time before.
    """

    service: str
    kind: int
    name: str
    now: Timing
    baseline: Timing | None
    since: str
    spans: _Spans

    @property
    def slowest(self) -> int:
        """The number of the span of `now` that took longest."""
        durations = self.spans.durations
        return self.spans.numbers[durations.index(max(max(durations), min(durations), key=_true))]


@dataclass(slots=True)
class _Spans:
    """Spans of one operation, with their numbers in the store; the duration of one that failed is -1 - itself."""

    durations: list[int] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @classmethod
    def joined(cls, several: list[_Spans]) -> _Spans:
        if len(several) == 1:
            return several[0]  # nothing is copied: most operations are of one version
        return cls(
            [one for spans in several for one in spans.durations], [one for spans in several for one in spans.numbers]
        )

    def timing(self) -> Timing:
        ordered = sorted(self.durations)
        errors = bisect_left(ordered, 0)
        if errors:
            ordered = sorted(map(_true, ordered))
        return Timing(len(ordered), errors, _rank(ordered, 50), _rank(ordered, 95), sum(ordered))


def operations(connection: sqlite3.Connection, start_ns: int, end_ns: int, most: int) -> tuple[list[Operation], bool]:
    """Give the operations of a time, in no order, compared with the time of the same length before.

    Where a service has several versions in both times, `now` has the newest only, by when each first had a span, and
    the others are what it is compared with. Also tells whether these are all spans: of either time only the newest
    `most` are looked at.
    """
    connection.execute("BEGIN")  # one state of the store for all queries: `sealog up` may drop spans meanwhile
    try:
        with uncollected():
            return _operations(connection, start_ns, end_ns, most)
    finally:
        connection.rollback()


def _operations(connection: sqlite3.Connection, start_ns: int, end_ns: int, most: int) -> tuple[list[Operation], bool]:
    before, had_all = _spans(connection, 2 * start_ns - end_ns, start_ns, most)
    now, has_all = _spans(connection, start_ns, end_ns, most)
    versions: defaultdict[str, list[str]] = defaultdict(list)  # of each service, in the order of their first spans
    for service, _, _, version in (*before, *now):
        if version and version not in versions[service]:
            versions[service].append(version)
    here = {(service, version) for service, _, _, version in now}
    newest = {
        service: next((version for version in reversed(begun) if (service, version) in here), "")
        for service, begun in versions.items()
        if len(begun) > 1
    }
    return list(_compared(before, now, newest)), had_all and has_all


def _spans(connection: sqlite3.Connection, from_ns: int, to_ns: int, most: int) -> tuple[dict[Key, _Spans], bool]:
    """Group the spans of a time, by the beginning of each one's first; tell whether these are all."""
    further = connection.execute(_FIRST, (from_ns, to_ns, most)).fetchone()
    grouped: dict[int, _Spans] = {}
    for key, duration, number in connection.execute(_ROWS, (further[0] + 1 if further else from_ns, to_ns)):
        spans = grouped.get(key)
        if spans is None:
            spans = grouped[key] = _Spans()
        spans.durations.append(duration)
        spans.numbers.append(number)
    by_number = {spans.numbers[0]: spans for spans in grouped.values()}
    keys = {number: key for number, *key in connection.execute(_KEYS, (json.dumps([*by_number]),))}
    return {tuple(keys[number]): spans for number, spans in by_number.items()}, further is None


def _compared(earlier: dict[Key, _Spans], later: dict[Key, _Spans], newest: dict[str, str]) -> Iterator[Operation]:
    now: defaultdict[tuple[str, int, str], list[_Spans]] = defaultdict(list)
    before: defaultdict[tuple[str, int, str], list[_Spans]] = defaultdict(list)
    for found, is_later in ((earlier, False), (later, True)):
        for (service, kind, operation, version), spans in found.items():
            since = newest.get(service, "")
            if is_later and since in {"", version}:
                now[service, kind, operation].append(spans)
            elif not since or version != since:
                before[service, kind, operation].append(spans)
    comparable = {service for service, _, _ in before}
    for key, several in now.items():
        service, kind, operation = key
        spans = _Spans.joined(several)
        was = _Spans.joined(before.get(key, [])).timing() if service in comparable else None
        yield Operation(service, kind, operation, spans.timing(), was, newest.get(service, ""), spans)


def _true(duration: int) -> int:
    """Give how long a span took, whether it failed or not: see `_ROWS`."""
    return duration if duration >= 0 else -1 - duration


def _rank(ordered: list[int], percent: int) -> int:
    """Give a percentile of sorted numbers by nearest rank; 0 of none."""
    return ordered[-(-len(ordered) * percent // 100) - 1] if ordered else 0
