"""Reads what a rule computes: one aggregation, or several under `all` or `any`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.composite import MAX_PARTS, Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.registry import aggregation_types

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.aggregation import Aggregation, RuleContext
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

COMBINING: Final = ("all", "any")


def read_aggregation(keys: Mapping[str, YamlNode], rule: RuleContext) -> Aggregation:
    """Read the one aggregation of a rule; a rule without one counts.

    Args:
        keys: the rule's keys.
        rule: what its aggregation may need of it.
    """
    types = aggregation_types()
    kinds = [key for key in keys if key in types or key in COMBINING]
    if len(kinds) > 1:
        raise keys[kinds[1]].error(
            f"a rule has one aggregation; it has `{kinds[0]}` already; `all` and `any` combine several"
        )
    if not kinds:
        return Count(rule.default_count)
    kind = kinds[0]
    return _composite(kind, keys[kind], rule) if kind in COMBINING else types[kind].read(keys[kind], rule)


def _composite(name: str, node: YamlNode, rule: RuleContext) -> Composite:
    """Read `[{count: {gte: 10}}, {ratio: …}]`."""
    types = aggregation_types()
    items = node.items()
    if not 2 <= len(items) <= MAX_PARTS:  # noqa: PLR2004 - one part combines nothing
        raise node.error(f"must be 2 to {MAX_PARTS} aggregations")
    parts = []
    for item in items:
        keys = item.keys(tuple(types))
        if len(keys) != 1:
            raise item.error("must be one aggregation, such as {count: {gte: 10}}")
        parts += [Part(kind, types[kind].read(value, rule)) for kind, value in keys.items()]
    return Composite(tuple(parts), every=name == "all")
