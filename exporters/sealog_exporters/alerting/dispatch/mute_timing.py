"""Holds alerts at times at which their route does not notify: nights, weekends. They are notified afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.time_interval import Interval


class MuteTimingStage:
    """The named time intervals. An alert's end waits too."""

    def __init__(self, intervals: Mapping[str, Interval]) -> None:
        self._intervals = intervals

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:
        """Hold within a `mute` interval, and outside of all `active` ones."""
        for name in state.target.mute:
            if self._intervals[name].holds(now_ns):
                return StageOutcome("time_interval", "muted", name)
        active = state.target.active
        if active and not any(self._intervals[name].holds(now_ns) for name in active):
            return StageOutcome("time_interval", "not_active", " ".join(active))
        return None
