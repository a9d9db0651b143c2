"""Holds an alert until its cooldown is over, counted from the last notification of the receiver.

The engine asks the same `Cooldown` before it decides. A stage may have delayed the notification of such a decision (a
silence, a group); this stage then keeps the pause from the delayed one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.rule import Cooldown


class RepeatIntervalStage:
    """The cooldowns, by the identity of their rules, as the rule file has them now."""

    def __init__(self, cooldowns: Mapping[str, Cooldown]) -> None:
        self._cooldowns = cooldowns

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:
        """Hold a firing alert until its cooldown is over; its end passes."""
        if state.told_count and state.firing and now_ns < self.over_ns(state):
            return StageOutcome("cooldown", "cooling", str(state.told_count))
        return None

    def over_ns(self, state: AlertState) -> int:
        """Return from when on the receiver may be notified that this alert fires."""
        cooldown = self._cooldowns.get(state.rule)
        return 0 if cooldown is None else cooldown.over_ns(state.told_at_ns, state.told_count)
