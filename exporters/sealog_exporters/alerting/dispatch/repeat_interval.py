"""Keeps the pause between two notifications of one alert, counted from what was really told.

The engine keeps the same pause from what it decided. Where something was told later than decided (after a silence,
with a group), this stage has the last word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.dispatch.stage import Case
    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.rule import Cooldown


class RepeatIntervalStage:
    """The cooldowns, by the identity of their rules, as the rule file has them now."""

    def __init__(self, cooldowns: Mapping[str, Cooldown]) -> None:
        self._cooldowns = cooldowns

    def judge(self, case: Case, now_ns: int) -> StageOutcome | None:
        """Hold a firing until its cooldown is over; its end passes."""
        if case.firing and now_ns < self.over_ns(case.standing):
            return StageOutcome("cooldown", "cooling", str(case.standing.told_count))
        return None

    def over_ns(self, standing: AlertState) -> int:
        """Return from when on a firing of this alert may be told."""
        cooldown = self._cooldowns.get(standing.rule)
        if cooldown is None or not standing.told_count:
            return 0
        return standing.told_at_ns + cooldown.wait_ns(standing.told_count)
