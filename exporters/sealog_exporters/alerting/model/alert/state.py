"""Where one alert stands with one receiver: what was told, what waits, and why. A value; it decides nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog_exporters.alerting.model.alert.notification import Alert

if TYPE_CHECKING:
    from collections.abc import Mapping


class StageOutcome(NamedTuple):
    """What a stage said: its name, a named reason, and which one where there are several (a silence's id)."""

    stage: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AlertState:
    """One alert and one receiver.

    `alert` is the newest of what the engine decided, for `reason`; `due` says that it is still to be told, and
    `held` why it was not yet. `open` says that the receiver was told of the firing and not of its end. `told_at_ns`
    and `told_count` are those of firings, as the cooldown counts them. Times are ns since the epoch.
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

    @property
    def key(self) -> tuple[str, str]:
        """Fingerprint and receiver."""
        return self.alert.fingerprint, self.receiver

    def dump(self) -> dict[str, Any]:
        """Give everything as JSON can hold it."""
        return asdict(self)


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


@dataclass(frozen=True, slots=True)
class Told:
    """Alerts that one receiver is to be told at once. What has the same `thread` keeps its order."""

    receiver: str
    thread: str
    group_labels: Mapping[str, str]
    alerts: tuple[Alert, ...] = field(default_factory=tuple)


class TrailEntry(NamedTuple):
    """A line of the trail: a verdict on an alert, as `sealog alerts why` shows it."""

    at_ns: int
    fingerprint: str
    alert: str
    receiver: str
    status: str
    verdict: StageOutcome
