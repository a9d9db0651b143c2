"""Lines that differ only in values share a template, by which rules can group and match."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import event
from alerting.rulefiles import rule
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.matching.field import reader
from sealog_exporters.alerting.matching.log_template import MAX_CHARS, template_id, template_of
from sealog_exporters.alerting.model.rule import RuleFile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "template"),
    [
        ("order 12 of seal1~email_address~lovn4go5nqucs~QGm-_8 failed", "order <num> of <email_address> failed"),
        ("key seal1k~jwt~0~AA.", "key <jwt>."),
        ("[masked:us_ssn] of order 7", "[masked:us_ssn] of order <num>"),
        ("took 12.5ms, 1,024 bytes, 10.0.0.1:8080", "took <num>ms, <num> bytes, <num>"),
        ("job 550e8400-e29b-41d4-a716-446655440000", "job <uuid>"),
        ("commit 3fa9c12d77 at 0xdeadbeef", "commit <hex> at <hex>"),
        ("2026-11-01T10:00:00.123Z up since 2026-10-31", "<time> up since <time>"),
        ("""no 'blue shirt' in "cart \\" 2", don't retry""", "no <text> in <text>, don't retry"),
        ('{"event":"paid","n":12,"ok":true}', '{"event":<text>,"n":<num>,"ok":true}'),
        ("decade of facades", "decade of facades"),
        ("größe 3", "größe <num>"),
        ("", ""),
    ],
)
def test_values_become_placeholders(line: str, template: str) -> None:
    assert template_of(line) == template


def test_two_sealings_of_one_value_have_one_template() -> None:
    lines = [
        f"paid by seal1~email_address~{index}~{payload}" for index, payload in (("0", "AA"), ("mfrggzdfmztwq", "B_-"))
    ]
    assert len({template_id(line) for line in lines}) == 1


def test_another_wording_has_another_id_and_no_line_has_none() -> None:
    assert template_id("order 1 failed") != template_id("order 1 was lost")
    assert template_id("") == ""


def test_the_id_is_the_same_in_every_process() -> None:
    assert template_id("order 1 failed") == "e0a78197bb8d42fe"


def test_what_is_behind_the_bound_is_not_looked_at() -> None:
    assert template_id("x" * MAX_CHARS + "a") == template_id("x" * MAX_CHARS + "b")


def test_a_line_with_a_lone_surrogate_has_a_template() -> None:
    assert template_id("order \ud800 7")


def test_a_rule_groups_by_template(tmp_path: Path) -> None:
    engine = Engine(RuleFile((rule(tmp_path, "count: {gte: 2}\ngroup_by: [template.id]"),), ()))
    bodies = ["order 1 failed", "order 2 was lost", "order 3 failed"]
    decisions = engine.feed([event(at, body=body) for at, body in enumerate(bodies)], event(3).time_unix_nano)
    assert [decision.group for decision in decisions] == [(("template.id", template_id("order 9 failed")),)]


def test_a_rule_matches_by_template(tmp_path: Path) -> None:
    holds = compile_match(rule(tmp_path, "match: {template: 'order <num> failed'}").match)
    assert holds(event(body="order 7 failed"))
    assert not holds(event(body="order seven failed"))


def test_a_structured_body_has_a_template_too() -> None:
    assert reader("template")(event(body={"event": "paid", "n": 3})) == '{"event":<text>,"n":<num>}'
