"""Reads what a rule measures: `count`, `distinct`, `ratio`, … each with its numbers; one, or some combined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.absent import Absent
from sealog_exporters.alerting.aggregations.composite import MAX_PARTS, Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import MAX_DISTINCT, Distinct
from sealog_exporters.alerting.aggregations.few import Few
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.sequence import MAX_STEPS, Sequence
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.config.defaults import MAX_THRESHOLD
from sealog_exporters.alerting.config.match import read_nodes
from sealog_exporters.alerting.model.threshold import Comparison, Threshold
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.config.entity_index import IndexesOf
    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

COMPARISONS: Final[tuple[Comparison, ...]] = ("gte", "gt", "lte", "lt")
STATS: Final = ("sum", "avg", "min", "max")
_DAY_NS = 86_400 * NS
_HOUR_NS = 3_600 * NS
_LARGEST = 1e15
_MAX_LEAST = 1_000_000
_RISING = frozenset({"gte", "gt"})


def read_measure(keys: Mapping[str, YamlNode], window_ns: int, threshold: int, indexes_of: IndexesOf) -> Aggregation:
    """Read the one measure of a rule, or several under `all` or `any`.

    Args:
        keys: the rule's keys.
        window_ns: the rule's window.
        threshold: default of `count.gte`.
        indexes_of: turns values of an entity into blind indexes.
    """
    kinds = [kind for kind in (*KINDS, *COMBINING) if kind in keys]
    if len(kinds) > 1:
        raise keys[kinds[1]].error(f"a rule measures one thing; it has `{kinds[0]}` already; `all` and `any` combine")

    def one(kind: str, node: YamlNode | None) -> Aggregation:
        if node is None or kind == "count":
            return _count(node, threshold, window_ns)
        if kind == "ratio":
            return _ratio(node, indexes_of)
        if kind == "sequence":
            return _sequence(node, indexes_of)
        return _absent(node, window_ns) if kind == "absent" else _SIMPLE[kind](node)

    kind = kinds[0] if kinds else "count"
    return _combined(kind, keys[kind], one) if kind in COMBINING else one(kind, keys.get(kind))


def _combined(name: str, node: YamlNode, one: Callable[[str, YamlNode], Aggregation]) -> Composite:
    """Read `[{count: {gte: 10}}, {ratio: …}]`."""
    items = node.items()
    if not 2 <= len(items) <= MAX_PARTS:  # noqa: PLR2004 - one part combines nothing
        raise node.error(f"must be 2 to {MAX_PARTS} measures")
    parts = []
    for item in items:
        keys = item.keys(KINDS)
        if len(keys) != 1:
            raise item.error("must be one measure, such as {count: {gte: 10}}")
        parts += [Part(kind, one(kind, measured)) for kind, measured in keys.items()]
    return Composite(tuple(parts), every=name == "all")


def _count(node: YamlNode | None, default: int, window_ns: int) -> Count | Few:
    """Read `{gte: N, clear: M}`, or, for fewer, `{lt: N, clear: M, forget: 1d}`."""
    keys = node.keys(("gte", "lt", "lte", "clear", "forget")) if node else {}
    given = [name for name in ("gte", "lt", "lte") if name in keys]
    if len(given) > 1:
        raise keys[given[1]].error(f"`{given[0]}` is there already; a count has one comparison")
    if given and given != ["gte"]:
        return _few(keys, "lt" if given == ["lt"] else "lte", window_ns)
    if "forget" in keys:
        raise keys["forget"].error("says nothing without `lt` or `lte`")
    gte = keys["gte"].integer(1, MAX_THRESHOLD) if "gte" in keys else default
    return Count(gte, _clear_count(keys, gte))


def _few(keys: Mapping[str, YamlNode], comparison: Comparison, window_ns: int) -> Few:
    lowest = 1 if comparison == "lt" else 0  # fewer than none there never are
    level = keys[comparison].integer(lowest, MAX_THRESHOLD)
    clear = keys["clear"].integer(level, MAX_THRESHOLD) if "clear" in keys else None
    return Few(Threshold(comparison, level, clear), _forget(keys, window_ns))


def _forget(keys: Mapping[str, YamlNode], window_ns: int) -> int:
    """Read after how long a silent group is given up."""
    forget_ns = keys["forget"].duration(NS) if "forget" in keys else max(_DAY_NS, 2 * window_ns)
    if forget_ns <= window_ns:
        raise keys["forget"].error("must be longer than the rule's window")
    return forget_ns


def _distinct(node: YamlNode) -> Distinct:
    """Read `{field: F, gte: N, clear: M}`."""
    keys = _required(node, ("field", "gte", "clear"), "field", "gte")
    gte = keys["gte"].integer(1, MAX_DISTINCT)
    return Distinct(keys["field"].text(), gte, _clear_count(keys, gte))


def _ratio(node: YamlNode, indexes_of: IndexesOf) -> Ratio:
    """Read `{of: MATCH, gte: 0.1, least: 20}`."""
    keys = _required(node, ("of", *COMPARISONS, "clear", "least"), "of")
    return Ratio(read_nodes(keys["of"], indexes_of), _threshold(node, keys, 0, 1), _integer(keys, "least", 20))


def _absent(node: YamlNode, window_ns: int) -> Absent:
    """Read `{forget: 1d}`, or an empty map."""
    keys = node.keys(("forget",)) if node.is_map else {}
    if not node.is_map and not node.boolean():
        raise node.error("must be true, or a map such as {forget: 1d}")
    return Absent(window_ns, _forget(keys, window_ns))


def _spike(node: YamlNode) -> Spike:
    """Read `{gte: 3, least: 10, warmup: 12, weekly: true}`."""
    keys = _required(node, (*COMPARISONS, "clear", "least", "warmup", "weekly"))
    return Spike(
        _threshold(node, keys, 0, 1_000),
        least=_integer(keys, "least", 10),
        warmup=keys["warmup"].integer(2, 10_000) if "warmup" in keys else 12,
        weekly=keys["weekly"].boolean() if "weekly" in keys else True,
    )


def _new(node: YamlNode) -> NewValue:
    """Read `{field: F, learn: 1d, forget: 30d, version: F, settle: 30m, ignore: true}`."""
    keys = _required(node, ("field", "learn", "forget", "version", "settle", "ignore"), "field")
    learn_ns = keys["learn"].duration(0) if "learn" in keys else _DAY_NS
    forget_ns = keys["forget"].duration(NS) if "forget" in keys else max(30 * _DAY_NS, learn_ns)
    if forget_ns < learn_ns:
        raise keys["forget"].error("must not be shorter than `learn`")
    for name in ("settle", "ignore"):
        if name in keys and "version" not in keys:
            raise keys[name].error("says nothing without `version`")
    version = keys["version"].text() if "version" in keys else ""
    settle_ns = keys["settle"].duration(NS) if "settle" in keys else _HOUR_NS
    ignored = "ignore" in keys and keys["ignore"].boolean()
    return NewValue(keys["field"].text(), learn_ns, forget_ns, version, settle_ns, ignored)


def _value(node: YamlNode) -> Statistic:
    """Read `{field: F, stat: avg, gte: 1}` or `{field: F, percentile: 95, gte: 1}`."""
    keys = _required(node, ("field", "stat", "percentile", *COMPARISONS, "clear", "least"), "field")
    if ("stat" in keys) == ("percentile" in keys):
        raise node.error("needs either `stat` or `percentile`")
    stat = keys["stat"].text() if "stat" in keys else ""
    if stat and stat not in STATS:
        raise keys["stat"].error(f"must be one of {', '.join(STATS)}")
    percentile = keys["percentile"].real(0, 100) if "percentile" in keys else 0.0
    bound = _threshold(node, keys, -_LARGEST, _LARGEST)
    return Statistic(keys["field"].text(), stat, percentile, bound, _integer(keys, "least", 1))


def _sequence(node: YamlNode, indexes_of: IndexesOf) -> Sequence:
    """Read `{steps: [MATCH, MATCH], ordered: true}`."""
    keys = _required(node, ("steps", "ordered"), "steps")
    steps = keys["steps"].items()
    if not 2 <= len(steps) <= MAX_STEPS:  # noqa: PLR2004 - one step is no sequence
        raise keys["steps"].error(f"must be 2 to {MAX_STEPS} matches")
    ordered = keys["ordered"].boolean() if "ordered" in keys else True
    return Sequence(tuple(read_nodes(step, indexes_of) for step in steps), ordered)


def _threshold(node: YamlNode, keys: Mapping[str, YamlNode], lowest: float, highest: float) -> Threshold:
    """Read the one comparison, and `clear` on the side where it is over."""
    given = [name for name in COMPARISONS if name in keys]
    if len(given) != 1:
        raise node.error(f"needs one of {', '.join(COMPARISONS)}")
    comparison = given[0]
    level = keys[comparison].real(lowest, highest)
    clear = keys["clear"].real(lowest, highest) if "clear" in keys else None
    if clear is not None and (clear > level if comparison in _RISING else clear < level):
        raise keys["clear"].error(f"must not lie beyond `{comparison}`: the alert would end as it begins")
    return Threshold(comparison, level, clear)


def _clear_count(keys: Mapping[str, YamlNode], gte: int) -> int | None:
    return keys["clear"].integer(1, gte) if "clear" in keys else None


def _integer(keys: Mapping[str, YamlNode], name: str, default: int) -> int:
    return keys[name].integer(1, _MAX_LEAST) if name in keys else default


def _required(node: YamlNode, allowed: tuple[str, ...], *required: str) -> dict[str, YamlNode]:
    """Read a map that has at least the `required` keys."""
    keys = node.keys(allowed)
    for name in required:
        if name not in keys:
            raise node.error(f"has no `{name}`")
    return keys


_SIMPLE: Final[dict[str, Callable[[YamlNode], Aggregation]]] = {
    "distinct": _distinct,
    "new": _new,
    "spike": _spike,
    "value": _value,
}
KINDS: Final = ("count", "distinct", "ratio", "absent", "spike", "new", "value", "sequence")
COMBINING: Final = ("all", "any")
