"""The state of one rule for one group key: its counts and the phase of its alert."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.field import encodable, text_of
from sealog_exporters.alerting.model.aggregation import ClockAdjustable
from sealog_exporters.alerting.model.alert.decision import Trigger

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeAlias

    from sealog_exporters.alerting.model.aggregation import WindowState
    from sealog_exporters.event import AttributeValue

    GroupKey: TypeAlias = tuple[str, ...]
    """A series' fields as text, in the rule's order."""

MAX_SAMPLES = 3
MAX_SAMPLE_CHARS = 512


class Phase(Enum):
    """The phase of the alert of a series, as in Prometheus."""

    INACTIVE = "quiet"
    PENDING = "pending"  # the count is reached, `for` is not over
    FIRING = "firing"


_NOTHING = Trigger("", "", 0)


@dataclass(slots=True, eq=False)
class Series:
    """One series. All times are ns since the epoch."""

    key: GroupKey
    window: WindowState
    phase: Phase = Phase.INACTIVE
    pending_ns: int = 0
    """Since when the threshold is reached."""
    starts_at_ns: int = 0
    total: int = 0
    """Records of this alert."""
    told: bool = False
    """Whether this alert's firing was notified; otherwise its end is not notified either."""
    told_at_ns: int = 0
    """The last notification of an alert that fires; it outlives the alert, because the cooldown does."""
    told_count: int = 0
    """Notifications without a whole cooldown between them."""
    trigger: tuple[str, str, int] = _NOTHING
    """The newest record, with the fields of a `Trigger`."""
    samples: tuple[str, ...] = ()
    seen_ns: int = 0
    slot: int = 0
    """The place of a compact series in the timer wheel."""
    withheld: int = 0
    """Records of alerts since the last notification."""
    record: tuple[str, ...] = ()
    """The fields of the newest record that annotations show."""

    def take(self, trigger: tuple[str, str, int], body: AttributeValue) -> None:
        """Remember a counted record as the newest, and a sample of its body."""
        self.trigger = trigger
        text = body if type(body) is str else text_of(body)
        if len(text) > MAX_SAMPLE_CHARS + 1:
            text = text[:MAX_SAMPLE_CHARS] + "…"
        self.samples = (*self.samples[1 - MAX_SAMPLES :], text)

    def turn_back(self, now_ns: int) -> None:
        """Move moments ahead of `now_ns` back to it, after the clock was set back."""
        for name in ("pending_ns", "starts_at_ns", "told_at_ns", "seen_ns"):
            setattr(self, name, min(getattr(self, name), now_ns))
        if isinstance(self.window, ClockAdjustable):
            self.window.turn_back(now_ns)

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {
            "key": list(self.key),
            "meter": self.window.dump(),
            "phase": self.phase.value,
            "pending_ns": self.pending_ns,
            "starts_at_ns": self.starts_at_ns,
            "total": self.total,
            "told": self.told,
            "told_at_ns": self.told_at_ns,
            "told_count": self.told_count,
            "trigger": list(self.trigger),
            "samples": list(self.samples if all(map(str.isascii, self.samples)) else map(encodable, self.samples)),
            "seen_ns": self.seen_ns,
            "withheld": self.withheld,
            "record": list(map(encodable, self.record)),
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self.window.load(state["meter"])
        self.phase = Phase(state["phase"])
        for name in ("pending_ns", "starts_at_ns", "total", "told", "told_at_ns", "told_count", "seen_ns"):
            setattr(self, name, state[name])
        self.trigger = tuple(state["trigger"])
        self.samples = tuple(state["samples"])
        # Not in the states of older versions.
        self.withheld, self.record = state.get("withheld", 0), tuple(state.get("record", ()))
