"""`count`: how many records lie in a window, counted by a `SlidingWindow`; with `lt` or `lte`, by `Few`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.few import Few, forget_ns_of
from sealog_exporters.alerting.aggregations.kind.evaluation import PerRecord, every_record
from sealog_exporters.alerting.aggregations.kind.threshold_fields import read_clear_count
from sealog_exporters.alerting.aggregations.windows.sliding_window import SlidingWindow, capacity
from sealog_exporters.alerting.model.aggregation import AggregationType
from sealog_exporters.alerting.model.threshold import Comparison, Threshold
from sealog_exporters.alerting.syntax.json_schema import DURATION, integer, mapping, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
    def firing_level(self) -> float:
        """The number of records."""
        return self.gte

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


def _read(node: YamlNode, rule: RuleContext) -> Count | Few:
    """Read `{gte: N, clear: M}`, or, for fewer, `{lt: N, clear: M, forget: 1d}`."""
    keys = node.keys(("gte", "lt", "lte", "clear", "forget"))
    given = [name for name in ("gte", "lt", "lte") if name in keys]
    if len(given) > 1:
        raise keys[given[1]].error(f"`{given[0]}` is there already; a count has one comparison")
    if given and given != ["gte"]:
        return _few(keys, "lt" if given == ["lt"] else "lte", rule.window_ns)
    if "forget" in keys:
        raise keys["forget"].error("says nothing without `lt` or `lte`")
    gte = keys["gte"].integer(1, MAX_THRESHOLD) if "gte" in keys else rule.default_count
    return Count(gte, read_clear_count(keys, gte))


def _few(keys: Mapping[str, YamlNode], comparison: Comparison, window_ns: int) -> Few:
    lowest = 1 if comparison == "lt" else 0  # no count is below 0
    level = keys[comparison].integer(lowest, MAX_THRESHOLD)
    clear = keys["clear"].integer(level, MAX_THRESHOLD) if "clear" in keys else None
    return Few(Threshold(comparison, level, clear), forget_ns_of(keys, window_ns))


_SCHEMA = said(
    "Fires by the number of records in the window; default {gte: 10}.",
    mapping(
        {
            "gte": integer(1, MAX_THRESHOLD),
            "lt": integer(1, MAX_THRESHOLD),
            "lte": integer(0, MAX_THRESHOLD),
            "clear": integer(1, MAX_THRESHOLD),
            "forget": said("With lt or lte: after so long a silent group is given up; default 1d.", DURATION),
        },
        about={
            "gte": "Fires at this number of records; default 10.",
            "lt": "Fires below this number of records, none among them, once a whole window was watched.",
            "lte": "Fires at this number of records or fewer, once a whole window was watched.",
            "clear": "Ends only below this number (with `lt` or `lte`: above it); default: the threshold.",
        },
    ),
)
AGGREGATION = AggregationType("count", _read, _SCHEMA)
