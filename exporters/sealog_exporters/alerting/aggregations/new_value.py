"""`new`: fires on a value of a field that its group did not have before, such as a template. Keeps only digests."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.distinct import value_digests
from sealog_exporters.alerting.aggregations.windows.int_array import pack, unpack
from sealog_exporters.alerting.matching.field import reader
from sealog_exporters.alerting.model.aggregation import KNOWN, AggregationType
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import FLAG, TEXT, Map, duration, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event

_DAY_NS: Final = 86_400 * NS
_HOUR_NS: Final = 3_600 * NS
MAX_VALUES: Final = 4_096
MAX_VERSIONS: Final = 64
_MAX_FRESH = 256
_FRESHEN = (
    64  # A known value's time is stored again only after this part of `forget`, so that most records change nothing.
)


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value of `field` that a series has not had for `forget_ns` fires, once the series is `learn_ns` old."""

    field: str
    learn_ns: int
    forget_ns: int
    version: str = ""
    """A field that names what is deployed; a value may be new because a version is."""
    settle_ns: int = 0
    """For how long a version is new."""
    ignored: bool = False
    """Whether values of a new version are learned without an alert."""
    only: bool = False
    """Whether values of a version that is not new are learned without an alert."""
    is_gauge: bool = False
    eager: bool = False
    max_values: int = MAX_VALUES

    @property
    def state_identity(self) -> str:
        """State depends on the field."""
        return f"new {self.field} {self.version}" if self.version else f"new {self.field}"

    @property
    def threshold(self) -> Threshold:
        """One value is enough."""
        return Threshold("gte", 1)

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a series without records is kept; what it learned is dropped with it."""
        return max(self.forget_ns, window_ns)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return the window: time alone never makes a value."""
        return window_ns

    def extractor(self) -> Callable[[Event], tuple[int, ...] | tuple[tuple[int, ...], int] | None]:
        """Return the function that gives a record's values as digests, where a version matters with its own."""
        read = reader(self.field)
        if not self.version:
            return lambda event: value_digests(read(event))
        read_version = reader(self.version)

        def both(event: Event) -> tuple[tuple[int, ...], int] | None:
            values = value_digests(read(event))
            return None if values is None else (values, (value_digests(read_version(event)) or (0,))[0])

        return both

    def new_state(self, window_ns: int, counters: Counters) -> NewValueState:
        """Make the state of a new series."""
        return NewValueState(self, window_ns, counters)


class NewValueState:
    """Value digest to the time it was last there (to a 64th of `forget`), and the times of the last new ones."""

    __slots__ = ("_counters", "_fresh", "_measure", "_seen", "_since", "_span", "_versions", "_with_version")

    def __init__(self, aggregation: NewValue, span_ns: int, counters: Counters) -> None:
        self._measure = aggregation
        self._span = span_ns
        self._counters = counters
        self._seen: dict[int, int] = {}
        self._fresh: list[int] = []
        self._since = 0
        self._versions: dict[int, int] = {}
        self._with_version: list[int] = []

    def add(self, time_ns: int, digest: int, item: Any, *, moved: bool = False) -> int:  # noqa: ARG002 - a repetition is known
        """Note a record's values; return its time where one is new, 0 while that is being learned, or `KNOWN`."""
        self._since = self._since or time_ns
        settling = noted = False
        if self._measure.version:
            item, version = item
            noted = version not in self._versions
            settling = self._settles(version, time_ns)
        unknown = [value for value in item if self._is_unknown(value, time_ns)]
        if not unknown and not noted:
            return KNOWN
        for value in unknown:
            new = value not in self._seen or time_ns - self._seen[value] > self._measure.forget_ns
            self._seen.pop(value, None)  # the order is that of last use
            self._seen[value] = time_ns
            if len(self._seen) > MAX_VALUES:
                del self._seen[next(iter(self._seen))]
                self._counters.evicted_values += 1
            silent = self._measure.ignored if settling else self._measure.only
            if new and time_ns >= self._since + self._measure.learn_ns and not silent:
                insort(self._fresh, time_ns)
                del self._fresh[:-_MAX_FRESH]
                if settling:
                    insort(self._with_version, time_ns)
                    del self._with_version[:-_MAX_FRESH]
        return time_ns if time_ns in self._fresh else 0

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - a record makes it new
        """Return the time of the record at `place` if it brought a new value."""
        return place or None

    def clears_at(self, now_ns: int) -> int:  # noqa: ARG002 - event time decides
        """Return the end of the window behind the last new value."""
        return self._fresh[-1] + self._span if self._fresh else 0

    def value(self, until_ns: int) -> float:
        """Count the new values of the last span before `until_ns`."""
        return len(self._fresh) - bisect_right(self._fresh, until_ns - self._span)

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:
        """Count the new values at the time of the record that brought one."""
        count = self._fresh.count(reached_ns)
        return count, count

    def close(self, floor_ns: int) -> None:
        """Forget when new values came; the values stay known."""
        del self._fresh[: bisect_right(self._fresh, floor_ns)]
        del self._with_version[: bisect_right(self._with_version, floor_ns)]

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        self._since = min(self._since, now_ns)
        self._fresh = [min(time_ns, now_ns) for time_ns in self._fresh]
        self._with_version = [min(time_ns, now_ns) for time_ns in self._with_version]
        self._versions = {version: min(first_ns, now_ns) for version, first_ns in self._versions.items()}

    def describe(self, now_ns: int) -> str:
        """Describe how many of the new values came with a new version."""
        if not self._measure.version:
            return ""
        settling = len(self._with_version) - bisect_right(self._with_version, now_ns - self._span)
        return f"new {int(self.value(now_ns))}, of these {settling} with a new version"

    def kept(self) -> int:
        """Count the numbers that are kept."""
        return len(self._seen)

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        state = {
            "values": pack(self._seen),
            "times": pack(self._seen.values()),
            "fresh": list(self._fresh),
            "since": self._since,
        }
        if not self._measure.version:
            return state
        versions = [list(one) for one in self._versions.items()]
        return {**state, "versions": versions, "with_version": list(self._with_version)}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self._seen.update(zip(unpack(state["values"]), unpack(state["times"]), strict=True))
        self._fresh, self._since = list(state["fresh"]), state["since"]
        self._versions = dict(state.get("versions", ()))
        self._with_version = list(state.get("with_version", ()))

    def _settles(self, version: int, time_ns: int) -> bool:
        """Note a version, and return whether it is new; the first of a series is not, nor is a missing one."""
        if not version:
            return False
        first = not self._versions
        since_ns = self._versions.setdefault(version, self._since - self._measure.settle_ns if first else time_ns)
        if len(self._versions) > MAX_VERSIONS:
            del self._versions[next(iter(self._versions))]
        return time_ns < since_ns + self._measure.settle_ns

    def _is_unknown(self, value: int, time_ns: int) -> bool:
        """Return whether a value is not there, or its time is so old that it should be noted again."""
        seen = self._seen.get(value)
        return seen is None or time_ns - seen > self._measure.forget_ns // _FRESHEN


class _Keys(Map):
    field = needed(TEXT, "The field whose values are remembered.")
    learn = optional(duration(0), "For how long a new group only learns; default 1d.", _DAY_NS)
    forget = optional(duration(NS), "After so long without it a value is new again; default 30d.")
    version = optional(TEXT, "A field that names what is deployed, such as resource.service.version.", "")
    settle = optional(duration(NS), "For how long a version is new; default 1h.", _HOUR_NS)
    ignore = optional(FLAG, "Learn new values of a new version without an alert.", default=False)
    only = optional(FLAG, "Learn new values of a version that is not new without an alert.", default=False)


def _read(node: YamlNode, _rule: RuleContext) -> NewValue:
    """Read `{field: F, learn: 1d, forget: 30d, version: F, settle: 30m, only: true}`."""
    given = _Keys(node)
    learn_ns, forget_ns = given.learn, given.forget
    if forget_ns is None:
        forget_ns = max(30 * _DAY_NS, learn_ns)
    elif forget_ns < learn_ns:
        raise given.given["forget"].error("must not be shorter than `learn`")
    for name in ("settle", "ignore", "only"):
        if name in given.given and not given.version:
            raise given.given[name].error("has no effect without `version`")
    if given.ignore and given.only:
        raise given.given["only"].error("contradicts `ignore`: nothing would ever fire")
    return NewValue(
        given.field, learn_ns, forget_ns, given.version, given.settle, ignored=given.ignore, only=given.only
    )


AGGREGATION = AggregationType(
    "new", _read, said("Fires when a field has a value that its group has not had.", _Keys.schema())
)
