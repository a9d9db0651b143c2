"""The state of one alert at one receiver: what was notified, what waits, and why."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sealog_exporters.alerting.model.alert.notification import Alert
from sealog_exporters.alerting.model.routing.route import RouteTarget

if TYPE_CHECKING:
    from collections.abc import Mapping

ALL_LABELS: Final = "..."
"""As the only `group_by`: by all labels, as in Alertmanager."""

NOWHERE: Final = RouteTarget("")
"""The target of a state that the dispatcher has not routed yet."""


class StageOutcome(NamedTuple):
    """A stage's reason to hold an alert: the stage's name, the reason, and a detail such as a silence's id."""

    stage: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AlertState:
    """One alert at one receiver.

    `alert` is the newest that the engine decided, for `reason`; `due` says that it is still to be notified, and
    `held` why it was not yet. `open` says that the receiver was notified of the firing and not of its end. `told_at_ns`
    and `told_count` are those of firing notifications, as the cooldown counts them. Times are ns since the epoch.
    `target` is the way that the rules' routing gives it; it is not stored.
    """

    receiver: str
    rule: str
    notify: tuple[str, ...]
    group_labels: Mapping[str, str]
    alert: Alert
    reason: str
    due: bool = True
    open: bool = False
    told_at_ns: int = 0
    told_count: int = 0
    held: StageOutcome | None = None
    held_since_ns: int = 0
    target: RouteTarget = field(default=NOWHERE, compare=False)

    @property
    def key(self) -> tuple[str, str]:
        """Fingerprint and receiver."""
        return self.alert.fingerprint, self.receiver

    @property
    def firing(self) -> bool:
        """Whether the alert fires; otherwise its end is to be notified."""
        return self.alert.status == "firing"

    def group(self) -> tuple[str, Mapping[str, str]]:
        """Return the alert's thread, whose notifications are sent in order, and the labels of its group.

        An alert that its route notifies by itself has a thread of its own.
        """
        labels, by = self.alert.labels, self.target.group_by
        if by is None:
            return self.alert.fingerprint, self.group_labels
        if by != (ALL_LABELS,):
            labels = {name: labels[name] for name in by if name in labels}
        return json.dumps(sorted(labels.items())), labels

    def dump(self) -> dict[str, Any]:
        """Return everything but the target as JSON can hold it."""
        return {
            "receiver": self.receiver,
            "rule": self.rule,
            "notify": self.notify,
            "group_labels": self.group_labels,
            "alert": asdict(self.alert),
            "reason": self.reason,
            "due": self.due,
            "open": self.open,
            "told_at_ns": self.told_at_ns,
            "told_count": self.told_count,
            "held": self.held,
            "held_since_ns": self.held_since_ns,
        }


def load_alert_state(state: Mapping[str, Any]) -> AlertState:
    """Take what `AlertState.dump` gave, by way of JSON."""
    return AlertState(
        **{
            **state,
            "notify": tuple(state["notify"]),
            "alert": Alert(**state["alert"]),
            "held": state["held"] and StageOutcome(*state["held"]),
        }
    )


class TrailEntry(NamedTuple):
    """An entry of the trail: what a stage decided about an alert, as `sealog alerts why` shows it."""

    at_ns: int
    fingerprint: str
    alert: str
    receiver: str
    status: str
    outcome: StageOutcome
