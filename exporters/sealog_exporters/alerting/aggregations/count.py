"""`count`: the number of records in a window, counted by a `SlidingWindow`; with `lt` or `lte`, by `Few`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.few import FORGET, Few, forget_ns_of
from sealog_exporters.alerting.aggregations.kind.evaluation import PerRecord, every_record
from sealog_exporters.alerting.aggregations.kind.threshold_fields import clear_count
from sealog_exporters.alerting.aggregations.windows.sliding_window import SlidingWindow, capacity
from sealog_exporters.alerting.model.aggregation import AggregationType
from sealog_exporters.alerting.model.threshold import Comparison, Threshold
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import Map, integer, optional

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event

MAX_THRESHOLD: Final = 10_000
"""Event times are kept exactly, so the memory of a series grows with its threshold."""


@dataclass(frozen=True, slots=True)
class Count(PerRecord):
    """The `gte`-th record in a window fires; with `clear`, it goes on until fewer than so many are in it."""

    gte: int
    clear: int | None = None
    is_gauge: bool = False
    eager: bool = False

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "count"

    @property
    def threshold(self) -> Threshold:
        """That many records."""
        return Threshold("gte", self.gte, self.clear)

    @property
    def max_values(self) -> int:
        """Most event times that one series keeps."""
        return capacity(self.gte)

    def extractor(self) -> Callable[[Event], bool]:
        """Return a function that takes every record."""
        return every_record

    def new_state(self, window_ns: int, counters: Counters) -> SlidingWindow:  # noqa: ARG002 - a window gives nothing up
        """Make the state of a new series."""
        return SlidingWindow(self.gte, window_ns, self.clear)


class _Keys(Map):
    gte = optional(integer(1, MAX_THRESHOLD), "Fires at this number of records; default 10.")
    lt = optional(
        integer(1, MAX_THRESHOLD),
        "Fires below this number of records, which includes none, once a whole window was watched.",
    )
    lte = optional(
        integer(0, MAX_THRESHOLD), "Fires at this number of records or fewer, once a whole window was watched."
    )
    clear = optional(
        integer(1, MAX_THRESHOLD), "Ends only below this number (with `lt` or `lte`: above it); default: the threshold."
    )
    forget = optional(FORGET, "With lt or lte: after so long a silent group is dropped; default 1d.")


def _read(node: YamlNode, rule: RuleContext) -> Count | Few:
    """Read `{gte: N, clear: M}`, or, for fewer, `{lt: N, clear: M, forget: 1d}`."""
    keys = _Keys(node)
    given = [name for name in ("gte", "lt", "lte") if name in keys.given]
    if len(given) > 1:
        raise keys.given[given[1]].error(f"`{given[0]}` is given already; a count has one comparison")
    few, at_most = keys.lt, keys.lte
    if few is not None:
        return _few(keys, "lt", few, rule.window_ns)
    if at_most is not None:
        return _few(keys, "lte", at_most, rule.window_ns)
    if "forget" in keys.given:
        raise keys.given["forget"].error("has no effect without `lt` or `lte`")
    gte = keys.gte or rule.default_count
    return Count(gte, clear_count(keys, gte))


def _few(keys: _Keys, comparison: Comparison, level: int, window_ns: int) -> Few:
    clear = keys.given["clear"].integer(level, MAX_THRESHOLD) if "clear" in keys.given else None
    return Few(Threshold(comparison, level, clear), forget_ns_of(keys.forget, window_ns))


AGGREGATION = AggregationType(
    "count", _read, said("Fires by the number of records in the window; default {gte: 10}.", _Keys.schema())
)
