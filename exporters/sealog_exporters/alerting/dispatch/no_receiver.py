"""Holds alerts without a receiver: their rule names none, and no route leads to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.state import StageOutcome

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.state import AlertState

NO_RECEIVER = ""
"""The receiver of an alert that has none."""


class NoReceiverStage:
    """The first stage: it keeps such alerts, so that `sealog alerts` shows them."""

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:  # noqa: ARG002 - the interface has it
        """Hold an alert that has no receiver."""
        return StageOutcome("route", "no_receiver") if state.receiver == NO_RECEIVER else None
