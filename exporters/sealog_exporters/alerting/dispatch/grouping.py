"""Collects alerts that belong together, so that one notification tells them. It combines; `dispatcher.py` sends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sealog_exporters.alerting.dispatch.stage import Case
    from sealog_exporters.alerting.model.routing.route import RouteTarget

ALL = "..."
"""As the only `group_by`: by all labels, as in Alertmanager."""


def group_labels(case: Case) -> Mapping[str, str]:
    """Give the labels that name the case's group."""
    labels, by = case.standing.alert.labels, case.target.group_by
    if by is None:
        return case.standing.group_labels
    if by == (ALL,):
        return labels
    return {name: labels[name] for name in by if name in labels}


def thread_of(case: Case) -> str:
    """Name what is told together and in order: the group, or the alert where alerts are kept apart."""
    if case.target.group_by is None:
        return case.standing.alert.fingerprint
    return json.dumps(sorted(group_labels(case).items()))


class GroupingStage:
    """Waits `group_wait` for company of a group's first alert, then `group_interval` after each notification.

    What waits for its time is in memory: after a restart a wait begins anew.
    """

    def __init__(self) -> None:
        self._due: dict[tuple[str, str], tuple[int, str]] = {}

    def judge(self, case: Case, now_ns: int) -> StageOutcome | None:
        """Hold until the group's time comes."""
        target = case.target
        if not (target.group_wait_ns or target.group_interval_ns):
            return None
        due_ns, reason = self._due.setdefault(self._key(case), (now_ns + target.group_wait_ns, "group_wait"))
        return StageOutcome("group", reason) if now_ns < due_ns else None

    def told(self, case: Case, now_ns: int) -> None:
        """Note that the case's group was told at `now_ns`."""
        if case.target.group_interval_ns:
            self._due[self._key(case)] = (now_ns + case.target.group_interval_ns, "group_interval")
        else:
            self._due.pop(self._key(case), None)

    def begin_anew(self) -> None:
        """Let every wait begin anew."""
        self._due.clear()

    def forget(self, waiting: Collection[Case], now_ns: int) -> None:
        """Let go of groups whose time is over and for which nothing waits."""
        kept = {self._key(case) for case in waiting}
        over = [key for key, (due_ns, _) in self._due.items() if due_ns <= now_ns and key not in kept]
        for key in over:
            del self._due[key]

    @staticmethod
    def _key(case: Case) -> tuple[str, str]:
        target: RouteTarget = case.target
        return target.receiver, thread_of(case)
