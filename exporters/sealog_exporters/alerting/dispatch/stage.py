"""What a stage is: one method that holds an alert back, and says why, or lets it pass. It changes and sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.state import AlertState, StageOutcome
    from sealog_exporters.alerting.model.routing.route import RouteTarget


class Case(NamedTuple):
    """What a stage judges: an alert that is due, and the way that it is to take."""

    standing: AlertState
    target: RouteTarget

    @property
    def firing(self) -> bool:
        """Whether the alert fires; otherwise its end is to be told."""
        return self.standing.alert.status == "firing"


class Stage(Protocol):
    """One reason not to tell yet."""

    def judge(self, case: Case, now_ns: int) -> StageOutcome | None:
        """Return why `case` must wait, or `None`. Asked again every second for as long as it waits."""
        ...
