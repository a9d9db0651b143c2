"""Annotations may show fields of the record without grouping by them; a record can't inject text into them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import START, event
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.notification import alert_of
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.service.service import AlertingService

if TYPE_CHECKING:
    from pathlib import Path


def annotated(folder: Path, text: str, **fields: Any) -> str:
    rules = RuleFile((rule(folder, f"count: {{gte: 1}}\nannotations: {{said: {json.dumps(text)}}}"),), ())
    (decision,) = Engine(rules).feed([event(**fields)], START)
    return alert_of(decision).annotations["said"]


@pytest.mark.parametrize(
    ("hole", "fields", "text"),
    [
        ("http.route", {"attributes": {"http.route": "/pay"}}, "/pay"),
        ("body", {"body": "hello"}, "hello"),
        ("body", {"body": {"a": [1, "x"]}}, '{"a":[1,"x"]}'),
        ("resource.host.name", {"resource": {"host.name": "web-1"}}, "web-1"),
        ("trace_id", {"trace_id": "ab" * 16}, "ab" * 16),
        ("status", {"attributes": {"status": 503}}, "503"),
        ("sealog.index[email_address]", {"body": "seal1~email_address~lovn4go5nqucs~AAAA"}, '["lovn4go5nqucs"]'),
        ("template", {"body": "order 12 failed"}, "order <num> failed"),
        ("missing", {}, ""),
        ("body", {"body": "seal1~email_address~lovn4go5nqucs~AAAA"}, "seal1~email_address~lovn4go5nqucs~AAAA"),
    ],
)
def test_a_field_of_the_record_is_shown(tmp_path: Path, hole: str, fields: dict[str, Any], text: str) -> None:
    assert annotated(tmp_path, f"<{{{{ record.{hole} }}}}>", **fields) == f"<{text}>"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("{{ value }} {{ labels.alertname }}", "{{ value }} {{ labels.alertname }}"),
        ("a\nseverity: critical\r\n", "a severity: critical  "),
        ("\x1b[31mred\x1b[0m\x07", " [31mred [0m "),
        ("x" * 300, "x" * 256 + "…"),
        ("a\u202eb\u2028c\x00", "a b c "),
        ("\ud800", "?"),
    ],
)
def test_what_a_record_says_stays_a_text_on_one_line(tmp_path: Path, value: str, shown: str) -> None:
    assert annotated(tmp_path, "{{ record.a }}", attributes={"a": value}) == shown


def test_it_is_that_of_the_newest_record(tmp_path: Path) -> None:
    rules = RuleFile((rule(tmp_path, "count: {gte: 3}\nannotations: {said: '{{ record.n }}'}"),), ())
    engine = Engine(rules)
    decisions = engine.feed([event(at, attributes={"n": at}) for at in range(3)], START)
    assert alert_of(decisions[0]).annotations["said"] == "2"
    again = Engine(rules, engine.snapshot())
    (standing,) = again.firing(START)
    assert alert_of(standing).annotations["said"] == "2"


def test_the_journal_keeps_it(tmp_path: Path) -> None:
    rules = RuleFile((rule(tmp_path, "count: {gte: 3}\nannotations: {said: '{{ record.n }}'}"),), ())
    first = AlertingService(rules, clock=lambda: START, state_dir=tmp_path / "state")
    first.feed([event(0, attributes={"n": "one"})])
    first._store.close()
    again = AlertingService(rules, clock=lambda: START, state_dir=tmp_path / "state")
    (group,) = again._engine.snapshot()["groups"]
    assert group["record"] == ["one"]
    again._store.close()


def test_more_fields_than_a_rule_may_ask_for_are_refused(tmp_path: Path) -> None:
    placeholders = " ".join(f"{{{{ record.a{number} }}}}" for number in range(17))
    with pytest.raises(SettingError, match="more than 16 fields"):
        rule(tmp_path, f"annotations: {{said: '{placeholders}'}}")


@pytest.mark.parametrize("hole", ["record.", "record", "records.a", "Record.a"])
def test_other_names_are_refused_as_before(tmp_path: Path, hole: str) -> None:
    with pytest.raises(SettingError, match="the template asks for"):
        rule(tmp_path, f"annotations: {{said: '{{{{ {hole} }}}}'}}")
