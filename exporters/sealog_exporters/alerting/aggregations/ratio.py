"""`ratio`: the fraction of the rule's records that also match `of`. It never fires below a number of records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.aggregations.kind.evaluation import PerBucket
from sealog_exporters.alerting.aggregations.kind.threshold_fields import LEAST, ThresholdMap
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState
from sealog_exporters.alerting.aggregations.windows.time_buckets import TimeBuckets
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.model.aggregation import NEVER, AggregationType
from sealog_exporters.alerting.syntax.json_schema import ref, said
from sealog_exporters.alerting.syntax.typed_map import as_it_is, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.matching.condition import Node
    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event


@dataclass(frozen=True, slots=True)
class Ratio(PerBucket):
    """The fraction of the window's records that also match `of` (0 to 1), from `least` records on."""

    of: tuple[Node, ...]
    threshold: Threshold
    least: int
    is_gauge: bool = True
    eager: bool = False
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """State depends on what is looked for."""
        return f"ratio {self.of!r}"

    def extractor(self) -> Callable[[Event], bool]:
        """Return the function that tells whether a record also matches `of`."""
        return compile_match(self.of)

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - slots give nothing up
        """Make the state of a new series."""
        return GaugeState(RatioGauge(window_ns, self.least), self.threshold, window_ns)


def _none() -> list[int]:
    """Make an empty time bucket. A function, because a lambda would be one object for each series."""
    return [0, 0]


class RatioGauge:
    """Two numbers a time bucket: the part and the whole."""

    __slots__ = ("_least", "_slots")

    def __init__(self, span_ns: int, least: int) -> None:
        self._least = least
        self._slots: TimeBuckets[list[int]] = TimeBuckets(span_ns, _none)

    def take(self, time_ns: int, item: bool) -> None:
        """Count a record."""
        cell = self._slots.at(time_ns)
        cell[0] += item
        cell[1] += 1

    def advance(self, now_ns: int) -> None:
        """Learn nothing: a time bucket that left is dropped where it is read."""

    def read(self, now_ns: int, *, held: bool) -> float | None:  # noqa: ARG002 - a part is a part
        """Return the part, from 0 to 1."""
        cells = self._slots.window(now_ns)
        whole = sum(cell[1] for cell in cells)
        return None if whole < self._least else sum(cell[0] for cell in cells) / whole

    def turn_back(self, now_ns: int) -> None:
        """Drop what lies ahead of `now_ns`, after the clock was set back."""
        self._slots.turn_back(now_ns)

    def records(self, now_ns: int) -> int:
        """Count the whole."""
        return sum(cell[1] for cell in self._slots.window(now_ns))

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:  # noqa: ARG002 - the part may go up and down
        """Return when the next time bucket leaves; never while there are too few records."""
        return self._slots.leaves_ns() if self.records(read_ns) >= self._least else NEVER

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {"slots": [[start, *cell] for start, cell in self._slots.items()]}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        for start, part, whole in state["slots"]:
            cell = self._slots.at(start)
            cell[0] += part
            cell[1] += whole


class _Keys(ThresholdMap):
    of = needed(as_it_is(ref("match")), "What the counted share of the records matches besides `match`.")
    least = optional(LEAST, "Below this number of records in the window it does not fire; default 20.", 20)


def _read(node: YamlNode, rule: RuleContext) -> Ratio:
    """Read `{of: MATCH, gte: 0.1, least: 20}`."""
    given = _Keys(node)
    return Ratio(rule.read_match(given.of), given.threshold(0, 1), given.least)


AGGREGATION = AggregationType(
    "ratio", _read, said("Fires by the share of the records that also matches something else.", _Keys.schema())
)
