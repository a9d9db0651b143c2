"""Holds what nobody is to be told: the rule names no receiver and no route leads to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from sealog_exporters.alerting.dispatch.stage import Case

NO_RECEIVER = ""
"""The receiver of an alert that has none."""


class NoReceiverStage:
    """The first stage."""

    def judge(self, case: Case, now_ns: int) -> StageOutcome | None:  # noqa: ARG002 - the time is part of the interface
        """Hold what has no receiver."""
        return StageOutcome("route", "no_receiver") if case.target.receiver == NO_RECEIVER else None
