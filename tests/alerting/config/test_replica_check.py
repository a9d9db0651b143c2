"""The check finds the rules that several replicas would count only in part, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.rulefiles import rule
from sealog_exporters.alerting.config.replica_check import ROUTING_KEY, counted_in_parts

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("lines", "in_parts"),
    [
        ("window: 5m", False),
        ("group_by: [user.id, resource.service.name]", False),
        ("group_by: []", True),
        ("group_by: [service.name]", True),
        ("group_by: []\nmatch: {resource.service.name: shop}", False),
        ("group_by: []\nmatch: {resource.service.name: [shop, cart]}", True),
        ("group_by: []\nmatch: {resource.service.name|not: shop}", True),
        ("group_by: []\nmatch: {resource.service.name|nocase: shop}", True),
        ("group_by: []\nmatch: {any_of: [{resource.service.name: shop}, {body: x}]}", True),
    ],
)
def test_a_rule_is_whole_where_one_replica_sees_all_records_of_a_group(
    tmp_path: Path, lines: str, in_parts: bool
) -> None:
    asked = rule(tmp_path, lines)
    assert counted_in_parts([asked], ROUTING_KEY) == ([asked] if in_parts else [])


def test_another_routing_key_asks_for_another_group(tmp_path: Path) -> None:
    asked = rule(tmp_path, "group_by: [resource.tenant]")
    assert counted_in_parts([asked], "resource.tenant") == []
    assert counted_in_parts([asked], ROUTING_KEY) == [asked]
