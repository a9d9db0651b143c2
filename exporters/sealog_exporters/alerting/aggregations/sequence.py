"""`sequence`: fires when records match all steps within a window, in order or in any. A record matches one step."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.distinct import DistinctState
from sealog_exporters.alerting.aggregations.kind.evaluation import PerRecord
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.model.aggregation import DUPLICATE, LATE, AggregationType
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.json_schema import items, ref, said
from sealog_exporters.alerting.syntax.typed_map import FLAG, Map, as_it_is, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from sealog_exporters.alerting.matching.condition import Node
    from sealog_exporters.alerting.model.aggregation import RuleContext, WindowState
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event

    Row: TypeAlias = tuple[int, tuple[int, ...], int]

MAX_STEPS: Final = 8
MAX_ROWS: Final = 1024
_REACH = 2


@dataclass(frozen=True, slots=True)
class Sequence(PerRecord):
    """All `steps` (matches) in a window: in this order, or in any where `ordered` is false."""

    steps: tuple[tuple[Node, ...], ...]
    ordered: bool
    is_gauge: bool = False
    eager: bool = False
    max_values: int = MAX_ROWS

    @property
    def state_identity(self) -> str:
        """State depends on the steps."""
        return f"sequence {self.ordered} {self.steps!r}"

    @property
    def threshold(self) -> Threshold:
        """All of the steps."""
        return Threshold("gte", len(self.steps))

    def extractor(self) -> Callable[[Event], tuple[int, ...] | None]:
        """Return the function that lists the steps (0 is the first) a record may stand for."""
        steps = tuple(enumerate(compile_match(step) for step in self.steps))
        return lambda event: tuple([number for number, holds in steps if holds(event)]) or None

    def new_state(self, window_ns: int, counters: Counters) -> WindowState:
        """Make the state of a new series: in any order, the steps are values of which all must be there."""
        steps = len(self.steps)
        if not self.ordered:
            return DistinctState(steps, window_ns, None, steps, counters)
        return SequenceState(steps, window_ns, counters)


class SequenceState:
    """The records that match steps, sorted by time; at equal times, earlier steps come first.

    `_starts[k]` is the latest start of a chain of `k + 1` steps. The latest start makes the shortest chain, so one
    pass finds every chain that fits the window. A record in order costs one step of that pass, a late one all of it.
    """

    __slots__ = ("_completed", "_counters", "_floor", "_latest", "_rows", "_span", "_starts", "_steps")

    def __init__(self, steps: int, span_ns: int, counters: Counters) -> None:
        self._steps = steps
        self._span = span_ns
        self._counters = counters
        self._rows: list[Row] = []
        self._starts = [0] * steps
        self._latest = 0
        self._completed = 0
        self._floor = 0

    def add(self, time_ns: int, digest: int, item: tuple[int, ...], *, moved: bool = False) -> int:
        """Put a record in its place; return 1 if it completes a chain, 0 if not, `LATE` or `DUPLICATE`."""
        rows: list[Any] = self._rows  # compared with a shorter tuple, which sorts before all of its time
        newest = rows[-1][0] if rows else 0
        if time_ns <= max(self._floor, newest - _REACH * self._span):
            return LATE
        if digest and any(row[2] == digest for row in rows[0 if moved else bisect_left(rows, (time_ns,)) :]):
            return DUPLICATE
        row = (time_ns, item, digest)
        before = (self._completed, self._latest)
        if not rows or rows[-1] <= row:
            rows.append(row)
            self._pass(row)
        else:
            insort(rows, row)
            self._pass_all()
        if len(rows) > MAX_ROWS:
            del rows[: MAX_ROWS // 8]
            self._counters.evicted_values += MAX_ROWS // 8
        return 1 if (self._completed, self._latest) != before else 0

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - event time decides
        """Return the time of the last step if the record completed a chain."""
        return self._completed if place else None

    def clears_at(self, now_ns: int) -> int:  # noqa: ARG002 - event time decides
        """Return the moment from which the window has no chain any more."""
        return self._latest + self._span if self._latest else 0

    def value(self, until_ns: int) -> float:
        """Return the number of steps while a chain is in the window."""
        return self._steps if self._latest > until_ns - self._span else 0

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:  # noqa: ARG002 - a chain is a chain
        """Return the number of steps."""
        return self._steps, self._steps

    def close(self, floor_ns: int) -> None:
        """Drop what is not newer than `floor_ns`, and accept nothing that old any more."""
        self._floor = max(floor_ns, self._floor)
        self._rows = [row for row in self._rows if row[0] > floor_ns]
        self._pass_all()

    def turn_back(self, now_ns: int) -> None:
        """Drop what is in the future of `now_ns`, after the clock was set back: its order is unknown."""
        self._floor = min(self._floor, now_ns - self._span)
        self._rows = [row for row in self._rows if row[0] <= now_ns]
        self._pass_all()

    def kept(self) -> int:
        """Count the numbers that are kept."""
        return len(self._rows)

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {"rows": self._rows, "floor": self._floor}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self._rows = [(time_ns, tuple(steps), digest) for time_ns, steps, digest in state["rows"]]
        self._floor = state["floor"]
        self._pass_all()

    def _pass_all(self) -> None:
        """Find all chains anew."""
        self._starts = [0] * self._steps
        self._latest = self._completed = 0
        for row in self._rows:
            self._pass(row)

    def _pass(self, row: Row) -> None:
        """Take the next record in order; the highest step goes first, so that it does not follow itself."""
        time_ns, steps, _ = row
        starts = self._starts
        for step in reversed(steps):
            start = time_ns if step == 0 else starts[step - 1]
            if start <= starts[step] or time_ns - start >= self._span:
                continue
            starts[step] = start
            if step == self._steps - 1:
                self._latest, self._completed = start, time_ns


class _Keys(Map):
    steps = needed(
        as_it_is({**items(ref("match")), "minItems": 2, "maxItems": MAX_STEPS}),
        "2 to 8 matches; one record is needed for each.",
    )
    ordered = optional(FLAG, "Whether the records must come in this order; default true.", default=True)


def _read(node: YamlNode, rule: RuleContext) -> Sequence:
    """Read `{steps: [MATCH, MATCH], ordered: true}`."""
    given = _Keys(node)
    steps = given.steps.items()
    if not 2 <= len(steps) <= MAX_STEPS:  # noqa: PLR2004 - one step is no sequence
        raise given.steps.error(f"must be 2 to {MAX_STEPS} matches")
    return Sequence(tuple(rule.read_match(step) for step in steps), given.ordered)


AGGREGATION = AggregationType(
    "sequence", _read, said("Fires when records came for each of several steps.", _Keys.schema())
)
