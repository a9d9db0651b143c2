"""Reads metrics of a time, compared with the time before. Each reading looks at so many minutes of series at most."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.store.metrics.increase import LEVELS, summed
from sealog_exporters.store.metrics.spelling import read_buckets

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from sealog_exporters.event.metric import Kind

    Row: TypeAlias = tuple[int, int, float | None, int, str, float | None, str, str]

__all__ = ["LOOKED_AT", "Figure", "Found", "Metric", "Name", "Series", "found_metrics", "found_series", "measured_in"]

LOOKED_AT: Final = 20_000
"""Minutes of series that one reading looks at, at most."""

_MINUTE_NS: Final = 60 * 10**9
_OURS: Final = "sealog."  # metrics of ours: behind those of the application
_MAX_MINUTE: Final = (2**63 - 1) // _MINUTE_NS

_ROWS = """
SELECT series, minute, value, count, buckets, exemplar, exemplar_trace, exemplar_span
FROM metric_points WHERE minute >= :first AND minute < :end {} ORDER BY minute DESC LIMIT :most"""
_OF_SERVICE = "AND series IN (SELECT id FROM metric_series WHERE service = :service)"
_OF_METRIC = """AND series IN (
    SELECT id FROM metric_series WHERE service = :service AND name = :name AND unit = :unit AND kind = :kind)"""
_NAMES = """
SELECT id, service, name, unit, kind, description, attributes, origin FROM metric_series
WHERE id IN (SELECT value FROM json_each(?))"""
_LEFT_OUT = "SELECT service, name, points FROM metrics_left_out WHERE time >= ? AND time < ?"
_MEASURED_IN = """
SELECT DISTINCT service, name FROM metric_points JOIN metric_series ON id = series
WHERE exemplar_trace <> '' AND exemplar_trace = ? ORDER BY service, name LIMIT ?"""


class Name(NamedTuple):
    """What tells a metric apart."""

    service: str
    name: str
    unit: str
    kind: Kind


@dataclass(frozen=True)
class Figure:
    """What some series were in a time, together.

    `value` is what a counter counted, the sum of a histogram's measurements (None where not known) or the mean of the
    last values of levels; `lowest` and `highest` are of these last values. `number` is that of measurements.
    """

    value: float | None
    number: int = 0
    buckets: Mapping[float, int] = field(default_factory=dict)
    lowest: float = 0.0
    highest: float = 0.0

    @property
    def mean(self) -> float | None:
        """The mean of a histogram's measurements; None where it is not known."""
        return None if self.value is None or not self.number else self.value / self.number

    def at_most(self, percent: int) -> float | None:
        """Give the upper bound of the bucket with a percentile, by nearest rank; None where that is not known.

        It is infinite where the percentile is above the greatest finite bound.
        """
        total = sum(self.buckets.values())
        if not total or total != self.number:
            return None
        rank, seen = -(-total * percent // 100), 0
        for bound in sorted(self.buckets):
            seen += self.buckets[bound]
            if seen >= rank:
                return bound
        return math.inf


class Series(NamedTuple):
    """Series in a time: `attributes`, and of its resource `origin`, as JSON where it is one, else empty.

    `before` is None where the time before has no point. `plot` has the steps of the time, the oldest first: what was
    counted, a histogram's mean (its count where no sum is known), or the mean of levels; None where nothing was.
    `exemplar` is the greatest: value, trace and span.
    """

    series: int
    attributes: str
    origin: str
    now: Figure
    before: Figure | None
    plot: Sequence[float | None]
    exemplar: tuple[float, str, str] | None


class Metric(NamedTuple):
    """A metric of a service. `left_out` counts the points of series that were too many, all that were ever sent."""

    name: Name
    description: str
    found: Series
    left_out: int


class Found(NamedTuple):
    """Metrics by service and name; `hidden` is how many are not among them.

    `is_whole` tells whether all minutes were looked at, else only the newest. `left_out` counts points that no metric
    here has.
    """

    metrics: Sequence[Metric]
    hidden: int
    is_whole: bool
    left_out: int


def found_metrics(
    connection: sqlite3.Connection, start_ns: int, end_ns: int, steps: int, service: str, most: int
) -> Found:
    """Give `most` metrics of whole minutes (ns since the epoch), of one service or of all, and the time before them."""
    times = _Times(start_ns, end_ns, steps)
    only = _OF_SERVICE if service else ""
    rows = times.rows(connection, only, {"service": service})
    grouped: defaultdict[Name, list[Row]] = defaultdict(list)
    about = _names(connection, rows)
    descriptions: dict[Name, str] = {}
    for row in rows:
        name, description, _, _ = about[row[0]]
        grouped[name].append(row)
        descriptions.setdefault(name, description)
    shown = {name: of for name, of in grouped.items() if any(row[1] >= times.start for row in of)}
    left_out = {(one, name): points for one, name, points in connection.execute(_LEFT_OUT, (start_ns, end_ns))}
    chosen = sorted(shown, key=lambda name: (name.service, name.name.startswith(_OURS), name))[:most]
    metrics = [
        Metric(
            name, descriptions[name], times.together(name.kind, shown[name]), left_out.pop((name.service, name.name), 0)
        )
        for name in chosen
    ]
    return Found(metrics, len(shown) - len(chosen), len(rows) < LOOKED_AT, sum(left_out.values()))


def found_series(
    connection: sqlite3.Connection, name: Name, start_ns: int, end_ns: int, steps: int, most: int
) -> tuple[Sequence[Series], int]:
    """Give the series of a metric, those with most first, and the number of those that are hidden."""
    times = _Times(start_ns, end_ns, steps)
    rows = times.rows(connection, _OF_METRIC, name._asdict())
    about = _names(connection, rows)
    grouped: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    found = []
    for number, of in grouped.items():
        if any(row[1] >= times.start for row in of):
            _, _, attributes, origin = about[number]
            found.append(times.together(name.kind, of)._replace(attributes=attributes, origin=origin))
    found.sort(key=lambda one: (-one.now.number, -(one.now.value or 0.0), one.attributes, one.origin))
    return found[:most], max(len(found) - most, 0)


def measured_in(connection: sqlite3.Connection, trace_id: str, most: int) -> Sequence[tuple[str, str]]:
    """Name the metrics, by service and name, that have an exemplar in a trace."""
    return connection.execute(_MEASURED_IN, (trace_id, most)).fetchall()


class _Times:
    """A time in whole minutes since the epoch, and its steps."""

    def __init__(self, start_ns: int, end_ns: int, steps: int) -> None:
        self.start, self.end = (max(one // _MINUTE_NS, 0) for one in (start_ns, end_ns))
        self.before = max(2 * self.start - self.end, 0)
        self.width = max(-(-(self.end - self.start) // steps), 1)
        self.steps = -(-(self.end - self.start) // self.width)

    def rows(self, connection: sqlite3.Connection, only: str, values: Mapping[str, str]) -> list[Row]:
        """Give the newest minutes of this time and the one before, the newest first."""
        bounds = {"first": self.before, "end": min(self.end, _MAX_MINUTE + 1), "most": LOOKED_AT}
        return connection.execute(_ROWS.format(only), {**values, **bounds}).fetchall()

    def together(self, kind: Kind, rows: Sequence[Row]) -> Series:
        """Give what minutes of some series, the newest first, come to."""
        now = [row for row in rows if row[1] >= self.start]
        before = [row for row in rows if row[1] < self.start]
        stepped: defaultdict[int, list[Row]] = defaultdict(list)
        for row in now:
            stepped[(row[1] - self.start) // self.width].append(row)
        plot: list[float | None] = [None] * self.steps
        for step, of in stepped.items():
            figure = _figure(kind, of, with_buckets=False)
            plot[step] = figure.value
            if kind == "histogram":
                plot[step] = figure.mean if figure.value is not None else float(figure.number)
        measured = [(row[5], row[6], row[7]) for row in now if row[5] is not None]
        return Series(
            series=len({row[0] for row in now}),
            attributes="",
            origin="",
            now=_figure(kind, now),
            before=_figure(kind, before) if before else None,
            plot=plot,
            exemplar=max(measured) if measured else None,
        )


def _figure(kind: Kind, rows: Sequence[Row], *, with_buckets: bool = True) -> Figure:
    if kind in LEVELS:
        last: dict[int, float] = {}
        for series, _, value, *_ in rows:
            if value is not None:
                last.setdefault(series, value)  # the newest is first
        if not last:
            return Figure(None)
        return Figure(sum(last.values()) / len(last), lowest=min(last.values()), highest=max(last.values()))
    known = [row[2] for row in rows if row[2] is not None]
    value = sum(known) if known else None
    buckets: Mapping[float, int] = {}
    if with_buckets and kind == "histogram":
        for text in (row[4] for row in rows if row[4] != "{}"):
            buckets = summed(buckets, read_buckets(text))
    return Figure(value, sum(row[3] for row in rows), buckets)


def _names(connection: sqlite3.Connection, rows: Sequence[Row]) -> dict[int, tuple[Name, str, str, str]]:
    numbers = json.dumps([*{row[0] for row in rows}])
    return {
        number: (Name(service, name, unit, kind), description, attributes, origin)
        for number, service, name, unit, kind, description, attributes, origin in connection.execute(_NAMES, (numbers,))
    }
