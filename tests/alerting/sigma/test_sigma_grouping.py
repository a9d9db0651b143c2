"""Imported Sigma rules notify of every match, and rules that no correlation uses are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from alerting.events import START, event
from alerting.rulefiles import load
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.sigma import import_sigma
from sealog_exporters.alerting.sigma.grouping import ImportOptions, named
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

DETECTION = """
title: Shadow copies deleted
detection:
  a: {Image|endswith: vssadmin.exe, CommandLine|contains: [delete, resize]}
  b: {ParentImage: x}
  c: {User|exists: true}
  d: {Other: y}
  condition: a and (b or c) and not d
"""
CORRELATION = """
title: Many
correlation: {type: %s, rules: [Shadow copies deleted], group-by: [User], timespan: 10m, condition: {gte: 5}}
"""


def rules_of(text: str, telling: ImportOptions | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(import_sigma([("a.yml", text)], telling).text)["groups"][0]["rules"]
    return found


def test_a_detection_is_grouped_by_what_it_names_service_and_host() -> None:
    (rule,) = rules_of(DETECTION)
    assert rule["group_by"] == [
        "Image",
        "CommandLine",
        "ParentImage",
        "User",
        "resource.service.name",
        "resource.host.name",
    ]
    assert (rule["window"], rule["cooldown"]) == ("1m", "1m")


@pytest.mark.parametrize("gap", [1, 5, 30, 59, 60, 61, 119, 120, 600])
@pytest.mark.parametrize("same", [True, False])
def test_no_match_is_swallowed(tmp_path: Path, gap: int, same: bool) -> None:
    rules = load(tmp_path, import_sigma([("a.yml", DETECTION)]).text)
    engine = Engine(rules)
    told: list[int] = []
    for second in range(gap + 130):
        number = 0 if same else second
        attributes = {"Image": "C:/vssadmin.exe", "CommandLine": f"delete {number}", "User": "u"}
        records = [event(second, attributes=attributes)] if second in {0, gap} else []
        decisions = [*engine.feed(records, START + second * NS), *engine.tick(START + second * NS)]
        told += [second for one in decisions if one.kind == "firing"]
    assert told[0] == 0
    assert len(told) == 2
    assert gap <= told[1] <= gap + 60


@pytest.mark.parametrize(
    ("fields", "group_by"), [(["User"], ["User"]), (["none"], []), (["User", "resource.a"], ["User", "resource.a"])]
)
def test_the_user_chooses_otherwise(fields: list[str], group_by: list[str]) -> None:
    (rule,) = rules_of(DETECTION, ImportOptions(named(fields), "10m"))
    assert (rule["group_by"], rule["window"], rule["cooldown"]) == (group_by, "10m", "10m")


def test_a_correlation_keeps_its_groups_and_is_quiet_for_its_timespan() -> None:
    (rule,) = rules_of(DETECTION + "---" + CORRELATION % "event_count", ImportOptions(("x",)))
    assert (rule["group_by"], rule["window"], rule["cooldown"]) == (["User"], "10m", "10m")


@pytest.mark.parametrize(
    "fields", ["alertname: a", "severity_: b, severity-: c", "a.b: x, a_b: y", "sigma_id: z", "9lives: x"]
)
def test_fields_that_make_no_label_of_their_own_are_left_out(fields: str) -> None:
    text = f"title: T\nid: 5\nlevel: high\ndetection: {{s: {{{fields}}}, condition: s}}"
    assert import_sigma([("a.yml", text)]).alerts == ("T",)


def test_many_fields_are_cut_to_what_a_rule_may_have() -> None:
    fields = ", ".join(f"field{number}: x" for number in range(20))
    (rule,) = rules_of(f"title: T\ndetection: {{s: {{{fields}}}, condition: s}}")
    assert len(rule["group_by"]) == 8


def test_keywords_alone_are_grouped_by_service_and_host() -> None:
    (rule,) = rules_of("title: T\ndetection: {s: [one, two], condition: s}")
    assert rule["group_by"] == ["resource.service.name", "resource.host.name"]


def test_a_rule_only_for_correlations_that_were_refused_is_named_with_the_reason() -> None:
    found = import_sigma([("a.yml", DETECTION + "---" + CORRELATION % "unheard_of")])
    assert found.alerts == ()
    told = [str(one) for one in found.not_understood]
    assert any("Many: the correlation type" in line for line in told)
    assert any("a.yml:3: Shadow copies deleted: only for correlations" in line for line in told)


def test_a_rule_of_one_correlation_that_was_understood_is_not_named() -> None:
    text = DETECTION + "---" + CORRELATION % "event_count" + "---" + CORRELATION % "unheard_of"
    assert len(import_sigma([("a.yml", text)]).not_understood) == 1
