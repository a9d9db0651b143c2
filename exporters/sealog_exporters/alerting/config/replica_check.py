"""Finds rules whose records several replicas would count in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.matching.condition import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.rule import Rule

ROUTING_KEY: Final = "resource.service.name"
"""The attribute by which the load-balancing exporter of `collector-config/alerting-replicas.yaml` routes."""


def counted_in_parts(rules: Iterable[Rule], routing_key: str) -> list[Rule]:
    """List the rules for which records of one group key may reach several replicas.

    A rule works on several replicas if it counts each value of the routing key separately, or matches only one value.
    """
    return [rule for rule in rules if routing_key not in rule.group_by and not _looks_at_one(rule, routing_key)]


def _looks_at_one(rule: Rule, routing_key: str) -> bool:
    return any(
        isinstance(node, Condition)
        and (node.field, node.modifier, len(node.any_of)) == (routing_key, "equals", 1)
        and not (node.negated or node.nocase)
        for node in rule.match
    )
