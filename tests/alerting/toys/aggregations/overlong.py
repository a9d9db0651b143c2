"""An aggregation in one file: `overlong: {chars: 100}` fires on a record whose body is longer than that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.kind.evaluation import PerRecord
from sealog_exporters.alerting.aggregations.windows.sliding_window import SlidingWindow, capacity
from sealog_exporters.alerting.matching.field import text_of
from sealog_exporters.alerting.model.aggregation import AggregationType
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import Map, integer, needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event


@dataclass(frozen=True, slots=True)
class Overlong(PerRecord):
    chars: int
    is_gauge: bool = False
    eager: bool = False
    max_values: int = capacity(1)

    @property
    def threshold(self) -> Threshold:
        return Threshold("gte", 1)

    @property
    def state_identity(self) -> str:
        return f"overlong {self.chars}"

    def extractor(self) -> Callable[[Event], bool | None]:
        return lambda event: True if len(text_of(event.body)) > self.chars else None

    def new_state(self, window_ns: int, counters: Counters) -> SlidingWindow:  # noqa: ARG002 - it counts nothing
        return SlidingWindow(1, window_ns)


class _Keys(Map):
    chars = needed(integer(1, 10_000), "The longest body that does not fire.")


def _read(node: YamlNode, _rule: RuleContext) -> Overlong:
    return Overlong(_Keys(node).chars)


AGGREGATION = AggregationType("overlong", _read, said("Fires on a record whose body is longer.", _Keys.schema()))
