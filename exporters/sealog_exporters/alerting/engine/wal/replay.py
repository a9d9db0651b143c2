"""Replays the write-ahead log into a series: counts the same records at the same times."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from sealog_exporters.alerting.aggregations.windows.sliding_window import digest_of
from sealog_exporters.alerting.engine.series.series import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.engine.series.series import Series
    from sealog_exporters.alerting.engine.wal.log import WalRecord
    from sealog_exporters.alerting.model.aggregation import TimeDriven


def replay_into(series: Series, counted: Iterable[WalRecord], *, is_gauge: bool) -> None:
    """Bring a series' stored state to the state after these entries, given in their order.

    Records that began or ended an alert are not among them: then the series is stored whole. A gauge is read once a
    batch, as it was then, because reading it learns and notes since when it is beyond its threshold.
    """
    for at_ns, page in groupby(counted, lambda one: one.at_ns):
        for _, _, (_, item, moved, (trace_id, uid, time_ns), sample, *record) in page:
            series.window.add(time_ns, digest_of(uid), _frozen(item), moved=moved)
            series.take((trace_id, uid, time_ns), sample)
            series.total += 1
            series.withheld += series.phase is Phase.FIRING
            series.record = tuple(record[0]) if record else series.record
        series.seen_ns = at_ns
        if is_gauge:
            if series.phase is Phase.INACTIVE:
                cast("TimeDriven", series.window).note_evaluation(at_ns)
            else:
                series.window.clears_at(at_ns)


def _frozen(item: object) -> object:
    """Return an item as its aggregation made it: JSON has lists for tuples."""
    return tuple([_frozen(part) for part in item]) if isinstance(item, list) else item
