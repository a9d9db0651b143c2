"""The tables of metrics in the embedded store. They are bounded: the oldest minutes go first."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.store.document import plain
from sealog_exporters.store.entities import counted
from sealog_exporters.store.mapping import mapped
from sealog_exporters.store.metrics.increase import LEVELS, State, joined, measured, summed
from sealog_exporters.store.metrics.reading import Found, found_metrics, found_series, measured_in
from sealog_exporters.store.metrics.spelling import read_buckets, spell_buckets
from sealog_exporters.store.schema import has_metrics

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sealog_exporters.event import MetricPoint, OtlpMetric
    from sealog_exporters.store.metrics.increase import Measured
    from sealog_exporters.store.metrics.reading import Name, Series

__all__ = ["MAX_MINUTES", "MAX_SERIES", "MAX_SERIES_OF_METRIC", "Metrics"]

MAX_SERIES: Final = 10_000
"""Series that are kept."""

MAX_SERIES_OF_METRIC: Final = 200
"""Series of one metric of one service that are kept."""

MAX_MINUTES: Final = 200_000
"""Minutes of series that are kept, some 20 MB."""

_MINUTE_NS: Final = 60 * 10**9
_MAX_INTEGER: Final = 2**63 - 1
_IDLE_NS: Final = 15 * _MINUTE_NS  # a series without a point for so long makes room for a new one
_TRIM_AFTER: Final = 2_000  # points
_MAX_LEFT_OUT: Final = 1_000  # names for which points that were left out are counted apart
_MAX_NAME: Final = 256  # characters
_MAX_ATTRIBUTES: Final = 8_192  # characters, as JSON; a series with more is not kept

_NOT_SHOWN: Final = ("service.name", "telemetry.")  # of a resource: the same for all series of a metric, or of no use

_LAST = "SELECT id, start, time, value, count, buckets FROM metric_series WHERE identity = ?"
_INSERT = """
INSERT INTO metric_series (identity, service, name, unit, kind, description, attributes, origin, start, time, count,
    buckets) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, '{}')"""
_UPDATE = "UPDATE metric_series SET start = ?, time = ?, value = ?, count = ?, buckets = ? WHERE id = ?"
_POINT = """
SELECT value, count, buckets, exemplar, exemplar_trace, exemplar_span FROM metric_points
WHERE series = ? AND minute = ?"""
_PUT = "INSERT OR REPLACE INTO metric_points VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_IDLE = "SELECT id FROM metric_series WHERE {} AND time < ? ORDER BY time LIMIT 1"
_DELETE_EMPTY = """
DELETE FROM metric_series WHERE NOT EXISTS (SELECT 1 FROM metric_points WHERE series = metric_series.id)"""
_LEFT_OUT = """
INSERT INTO metrics_left_out VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET points = points + excluded.points, time = max(time, excluded.time)"""


class Metrics:
    """The metrics of a `LogStore`, whose connection and thread they share.

    A store of an earlier sealog that is only read has none. `translated` makes a `StoreError` of what SQLite raises,
    which every method lets through. No sealed value is kept: each is `<entity>`, as in the counts of templates.
    """

    def __init__(self, connection: sqlite3.Connection, translated: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._translated = translated
        self._since_trimmed = _TRIM_AFTER

    def add(self, metrics: Sequence[OtlpMetric]) -> int:
        """Keep the points of metrics, all or none; returns how many were kept.

        Points that are not newer than the last one of their series are passed over, so that a repeated request counts
        once. Those of series that are too many are counted as left out.
        """
        kept = 0
        with self._translated(), self._connection:
            for metric in metrics:
                kept += self._add(metric)
                self._since_trimmed += len(metric.points)
            if self._since_trimmed >= _TRIM_AFTER:
                self._trim()
        return kept

    def found(self, start_ns: int, end_ns: int, steps: int, service: str, most: int) -> Found:
        """Give the metrics of a time, with what the time before had: see `found_metrics`."""
        with self._translated():
            if not self._is_there():
                return Found((), 0, is_whole=True, left_out=0)
            return found_metrics(self._connection, start_ns, end_ns, steps, service, most)

    def series(self, name: Name, start_ns: int, end_ns: int, steps: int, most: int) -> tuple[Sequence[Series], int]:
        """Give the series of a metric in a time: see `found_series`."""
        with self._translated():
            if not self._is_there():
                return (), 0
            return found_series(self._connection, name, start_ns, end_ns, steps, most)

    def measured_in(self, trace_id: str, most: int) -> Sequence[tuple[str, str]]:
        """Name the metrics, by service and name, that have an exemplar in a trace; at most so many."""
        with self._translated():
            return measured_in(self._connection, trace_id, most) if trace_id and self._is_there() else ()

    def count(self) -> tuple[int, int]:
        """Tell how many series are kept, and how many minutes of them."""
        with self._translated():
            if not self._is_there():
                return 0, 0
            query = "SELECT (SELECT count(*) FROM metric_series), (SELECT count(*) FROM metric_points)"
            series, minutes = self._connection.execute(query).fetchone()
            return series, minutes

    def _is_there(self) -> bool:
        return has_metrics(self._connection)

    def _add(self, metric: OtlpMetric) -> int:
        kept = 0
        about = _About(metric)
        for identity, attributes, points in about.by_series():
            for point in points:
                series, last = self._last(identity)
                new = measured(metric.kind, point, last, is_delta=metric.is_delta)
                if new is None:
                    continue
                if series is None:
                    if len(attributes) + len(about.origin) > _MAX_ATTRIBUTES or not self._makes_room(
                        about, point.time_unix_nano
                    ):
                        self._leave_out(about, point.time_unix_nano)
                        continue
                    row = (identity, about.service, about.name, about.unit, metric.kind, about.description, attributes)
                    series = self._connection.execute(_INSERT, (*row, about.origin)).lastrowid
                    assert series is not None  # noqa: S101 - for the type: an insert has one
                self._put(series, metric.kind in LEVELS, new[0], point)
                self._save(series, new[1])
                kept += 1
        return kept

    def _last(self, identity: int) -> tuple[int | None, State | None]:
        row = self._connection.execute(_LAST, (identity,)).fetchone()
        if row is None:
            return None, None
        series, start_ns, time_ns, value, count, buckets = row
        return series, State(start_ns, time_ns, value, count, read_buckets(buckets))

    def _save(self, series: int, state: State) -> None:
        times = (min(state.start_ns, _MAX_INTEGER), min(state.time_ns, _MAX_INTEGER))
        row = (*times, state.value, min(state.number, _MAX_INTEGER), spell_buckets(state.buckets), series)
        self._connection.execute(_UPDATE, row)

    def _put(self, series: int, is_level: bool, new: Measured, point: MetricPoint) -> None:
        minute = min(point.time_unix_nano, _MAX_INTEGER) // _MINUTE_NS
        row = self._connection.execute(_POINT, (series, minute)).fetchone()
        value, count, buckets = new.value, new.number, new.buckets
        best: Sequence[Any] = (None, "", "")
        if row is not None:
            best = row[3:]
            if not is_level:
                value = value if row[0] is None else row[0] if value is None else row[0] + value
                count, buckets = count + row[1], summed(buckets, read_buckets(row[2]))
        for one in point.exemplars:
            if best[0] is None or one.value > best[0]:
                best = one
        self._connection.execute(_PUT, (series, minute, value, min(count, _MAX_INTEGER), spell_buckets(buckets), *best))

    def _makes_room(self, about: _About, time_ns: int) -> bool:
        """Let series go that had no point for long, as far as a new one needs that; tell whether it has room."""
        idle = time_ns - _IDLE_NS
        of_metric = (about.service, about.name)
        return self._has_room(MAX_SERIES_OF_METRIC, "service = ? AND name = ?", of_metric, idle) and self._has_room(
            MAX_SERIES, "1", (), idle
        )

    def _has_room(self, most: int, those: str, names: tuple[str, ...], idle_ns: int) -> bool:
        count = f"SELECT count(*) FROM metric_series WHERE {those}"  # noqa: S608 - of constants
        while self._connection.execute(count, names).fetchone()[0] >= most:
            idle = self._connection.execute(_IDLE.format(those), (*names, idle_ns)).fetchone()
            if idle is None:
                return False
            self._connection.execute("DELETE FROM metric_points WHERE series = ?", idle)
            self._connection.execute("DELETE FROM metric_series WHERE id = ?", idle)
        return True

    def _leave_out(self, about: _About, time_ns: int) -> None:
        (names,) = self._connection.execute("SELECT count(*) FROM metrics_left_out").fetchone()
        named = (about.service, about.name) if names < _MAX_LEFT_OUT else ("", "")
        self._connection.execute(_LEFT_OUT, (*named, 1, min(time_ns, _MAX_INTEGER)))

    def _trim(self) -> None:
        self._since_trimmed = 0
        (minutes,) = self._connection.execute("SELECT count(*) FROM metric_points").fetchone()
        if minutes <= MAX_MINUTES:
            return
        last = "SELECT minute FROM metric_points ORDER BY minute LIMIT 1 OFFSET ?"
        (oldest,) = self._connection.execute(last, (minutes - MAX_MINUTES - 1,)).fetchone()
        self._connection.execute("DELETE FROM metric_points WHERE minute <= ?", (oldest,))
        left = (
            "DELETE FROM metric_series WHERE NOT EXISTS (SELECT 1 FROM metric_points WHERE series = metric_series.id)"
        )
        self._connection.execute(left)


class _About:
    """What the series of one metric share, without a sealed value."""

    def __init__(self, metric: OtlpMetric) -> None:
        self.service = counted(metric.service)[:_MAX_NAME]
        self.name = counted(metric.name)[:_MAX_NAME]
        self.unit = counted(metric.unit)[:_MAX_NAME]
        self.description = counted(metric.description)[:_MAX_NAME]
        origin = {name: value for name, value in metric.resource.items() if not name.startswith(_NOT_SHOWN)}
        self.origin = _json(origin)
        self._metric = metric
        shared = (self.name, self.unit, metric.kind, metric.is_delta, counted(metric.scope), _json(metric.resource))
        self._shared = json.dumps(shared)

    def by_series(self) -> Iterable[tuple[int, str, Sequence[MetricPoint]]]:
        """Give each series with the number that tells it apart, its attributes as JSON, and its points by time."""
        found: dict[str, dict[int, MetricPoint]] = {}
        for point in self._metric.points:
            of_time = found.setdefault(_json(point.attributes), {})
            same = of_time.get(point.time_unix_nano)
            of_time[point.time_unix_nano] = point if same is None else joined(self._metric.kind, same, point)
        for attributes, of_time in found.items():
            digest = hashlib.blake2b(f"{self._shared}\0{attributes}".encode(), digest_size=8).digest()
            identity = int.from_bytes(digest, "big", signed=True)
            yield identity, attributes, [of_time[time_ns] for time_ns in sorted(of_time)]


def _json(attributes: Mapping[str, Any]) -> str:
    cleared = mapped(plain(attributes), "", lambda _, text: counted(text))
    return json.dumps(cleared, sort_keys=True, separators=(",", ":"), allow_nan=False)
