"""Holds what comes at a time at which its route does not tell: nights, weekends. It is told afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.dispatch.stage import Case
    from sealog_exporters.alerting.model.routing.time_interval import Interval


class Calendar:
    """The named time intervals. An alert's end waits too: nobody is woken by good news."""

    def __init__(self, intervals: Mapping[str, Interval]) -> None:
        self._intervals = intervals

    def judge(self, case: Case, now_ns: int) -> Verdict | None:
        """Hold within a `mute` interval, and outside of all `active` ones."""
        for name in case.hop.mute:
            if self._intervals[name].holds(now_ns):
                return Verdict("time_interval", "muted", name)
        active = case.hop.active
        if active and not any(self._intervals[name].holds(now_ns) for name in active):
            return Verdict("time_interval", "not_active", " ".join(active))
        return None
