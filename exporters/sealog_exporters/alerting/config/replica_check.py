"""Finds rules that would be counted in parts where several services share the load."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.matching.condition import Condition

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.rule import Rule

ROUTING_KEY: Final = "resource.service.name"
"""What the load-balancing exporter of `collector-config/alerting-replicas.yaml` shares by."""


def counted_in_parts(rules: Iterable[Rule], routing_key: str) -> list[Rule]:
    """List the rules for which records of one group key may reach several replicas.

    A rule is whole at one replica if it counts each value of the routing key apart, or looks at one value of it.
    """
    return [rule for rule in rules if routing_key not in rule.group_by and not _looks_at_one(rule, routing_key)]


def _looks_at_one(rule: Rule, routing_key: str) -> bool:
    return any(
        isinstance(node, Condition)
        and (node.field, node.modifier, len(node.any_of)) == (routing_key, "equals", 1)
        and not (node.negated or node.nocase)
        for node in rule.match
    )
