"""`absent`: fires when no matching record came for a window.

A series exists once a record came for it; a rule without group fields has its one series from the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.aggregations.few import FORGET, forget_ns_of
from sealog_exporters.alerting.aggregations.kind.evaluation import WhenMissing
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState, ObservingGauge
from sealog_exporters.alerting.model.aggregation import NEVER, AggregationType
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.json_schema import any_of, ref, said
from sealog_exporters.alerting.syntax.typed_map import Map, definitions, optional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


@dataclass(frozen=True, slots=True)
class Absent(WhenMissing):
    """Fires on silence of `silence_ns` (the rule's window); drops a series that is silent for `forget_ns`."""

    silence_ns: int
    forget_ns: int
    is_gauge: bool = True
    eager: bool = True
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "absent"

    @property
    def threshold(self) -> Threshold:
        """The silence in seconds."""
        return Threshold("gte", self.silence_ns / NS)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return a second, or the window if that is shorter."""
        return min(NS, window_ns)

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - one number gives nothing up
        """Make the state of a new series."""
        return GaugeState(AbsentGauge(), self.threshold, window_ns)


class AbsentGauge(ObservingGauge):
    """Seconds since the newest record, but at most since this process began to observe.

    Time without an observing process does not count as silence; an alert that fired when the process ended goes on.
    """

    __slots__ = ("_looked", "_newest")

    def __init__(self) -> None:
        super().__init__()
        self._newest = 0
        self._looked = 0

    def take(self, time_ns: int, item: bool) -> None:  # noqa: ARG002 - every record is a sign of life
        """Note a sign of life."""
        self._newest = max(time_ns, self._newest)

    def advance(self, now_ns: int) -> None:
        """Note the evaluation, and the first one."""
        super().advance(now_ns)
        self._looked = now_ns

    def read(self, now_ns: int, *, held: bool) -> float | None:
        """Return the silence in seconds."""
        since = self._newest if held and self._newest else max(self._newest, self._since or now_ns)
        return max(now_ns - since, 0) / NS

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:
        """Return when the silence is long enough; never once it is, because time only makes it longer."""
        if not self._since:
            return 0
        newest = max(self._newest, self._since)
        if threshold.met(max(read_ns - newest, 0) / NS):
            return NEVER
        return max(newest + int(threshold.level * NS), read_ns + 1)

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        silent_ns = max(self._looked - self._newest, 0)  # the silence keeps its length
        self._newest = self._newest if self._newest <= now_ns else now_ns - silent_ns
        self._since = min(self._since, now_ns)

    def records(self, now_ns: int) -> int:  # noqa: ARG002 - none is what it is about
        """Count nothing."""
        return 0

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it; since when a process observes is set by `observing_since`."""
        return {"newest": self._newest, "since": self._since}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self._newest, self._since = state["newest"], state.get("since", 0)  # not in the states of older versions


class _Keys(Map, part="absent_map"):
    forget = optional(FORGET, "After so long a silent group is dropped; default 1d.")


def _read(node: YamlNode, rule: RuleContext) -> Absent:
    """Read `{forget: 1d}`, an empty map, or true."""
    if not node.is_map and not node.boolean():
        raise node.error("must be true, or a map such as {forget: 1d}")
    forget = _Keys(node).forget if node.is_map else None
    return Absent(rule.window_ns, forget_ns_of(forget, rule.window_ns))


_SCHEMA = said("Fires when no record came for a whole window.", any_of({"const": True}, ref(_Keys.part)))
AGGREGATION = AggregationType("absent", _read, _SCHEMA, definitions([_Keys]))
