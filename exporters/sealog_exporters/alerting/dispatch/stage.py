"""The interface of a stage: one method that holds an alert back and says why, or lets it pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.state import AlertState, StageOutcome


class Stage(Protocol):
    """One reason not to notify yet. A stage changes nothing and sends nothing."""

    def judge(self, state: AlertState, now_ns: int) -> StageOutcome | None:
        """Return why an alert that is due must wait, or `None`. Asked again every second for as long as it waits."""
        ...
