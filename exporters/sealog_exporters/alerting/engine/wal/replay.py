"""Counting again what the journal says was counted: the same records at the same times. It decides nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from sealog_exporters.alerting.aggregations.windows.sliding_window import digest_of
from sealog_exporters.alerting.engine.series.series import Phase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.engine.series.series import Group
    from sealog_exporters.alerting.engine.wal.log import Counted
    from sealog_exporters.alerting.model.aggregation import Timed


def recount(group: Group, counted: Iterable[Counted], *, by_level: bool) -> None:
    """Bring a group's stored state to where it was after these entries, given in their order.

    What began or ended an alert is not among them: with it the group is stored whole. What is judged by level is read
    once a batch, as it was then, because reading learns and notes since when a level holds.
    """
    for at_ns, page in groupby(counted, lambda one: one.at_ns):
        for _, _, (_, item, moved, (trace_id, uid, time_ns), sample, *record) in page:
            group.meter.add(time_ns, digest_of(uid), _frozen(item), moved=moved)
            group.take((trace_id, uid, time_ns), sample)
            group.total += 1
            group.withheld += group.phase is Phase.FIRING
            group.record = tuple(record[0]) if record else group.record
        group.seen_ns = at_ns
        if by_level:
            if group.phase is Phase.QUIET:
                cast("Timed", group.meter).look(at_ns)
            else:
                group.meter.ends(at_ns)


def _frozen(item: object) -> object:
    """Give an item as its measure made it: JSON has lists for tuples."""
    return tuple([_frozen(part) for part in item]) if isinstance(item, list) else item
