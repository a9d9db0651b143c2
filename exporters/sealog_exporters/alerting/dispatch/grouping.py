"""Holds alerts until their group is due, so that one notification has all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog_exporters.alerting.model.alert.state import AlertState


class GroupingStage:
    """Holds a group's first alert for `group_wait`, and later ones for `group_interval` after each notification.

    The moment at which a group is due is in memory: after a restart a wait begins anew.
    """

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], tuple[int, str]] = {}

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:
        """Hold until the group is due."""
        target = state.target
        if not (target.group_wait_ns or target.group_interval_ns):
            return None
        due_ns, reason = self._due.setdefault(_key(state), (now_ns + target.group_wait_ns, "group_wait"))
        return StageOutcome("group", reason) if now_ns < due_ns else None

    def notified(self, state: AlertState, now_ns: int) -> None:
        """Note that the alert's group is notified at `now_ns`."""
        target = state.target
        if target.group_interval_ns:
            self._due[_key(state)] = (now_ns + target.group_interval_ns, "group_interval")
        elif target.group_wait_ns:
            self._due.pop(_key(state), None)

    def restart_waits(self) -> None:
        """Let every wait begin anew."""
        self._due.clear()

    def forget(self, waiting: Collection[AlertState], now_ns: int) -> None:
        """Forget groups that are due and for which nothing waits."""
        kept = {_key(state) for state in waiting}
        over = [key for key, (due_ns, _) in self._due.items() if due_ns <= now_ns and key not in kept]
        for key in over:
            del self._due[key]


def _key(state: AlertState) -> tuple[str, str]:
    return state.receiver, state.group()[0]
