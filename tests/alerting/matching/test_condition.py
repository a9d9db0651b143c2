"""What `match` accepts, and how durations and templates are read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerting.events import event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Condition, Modifier, compile_condition
from sealog_exporters.alerting.matching.field import key_part, label_name
from sealog_exporters.alerting.matching.severity import number_of
from sealog_exporters.alerting.model.alert.decision import fingerprint_of
from sealog_exporters.alerting.model.annotation_template import render
from sealog_exporters.alerting.syntax.duration import NS, format_duration, parse_duration

BODY = "login of seal1~email_address~0~AAAA refused"


@pytest.mark.parametrize(
    ("field", "modifier", "wanted", "holds"),
    [
        ("body", "equals", BODY, True),
        ("body", "equals", "refused", False),
        ("body", "contains", "refused", True),
        ("body", "contains", "Refused", False),
        ("body", "startswith", "login", True),
        ("body", "startswith", "refused", False),
        ("body", "endswith", "refused", True),
        ("body", "re", r"refused|timeout", True),
        ("body", "re", r"(?i)LOGIN .* REFUSED$", True),
        ("body", "re", r"^refused", False),
        ("resource.service.name", "equals", "shop", True),
        ("resource.host.name", "equals", "", False),
        ("scope", "equals", "shop.payments", True),
        ("trace_id", "startswith", "0af7", True),
        ("http.status", "equals", "500", True),
        ("retry", "equals", "true", True),
        ("sealog.entities", "equals", "credit_card", True),
        ("sealog.entities", "equals", "credit", False),
        ("sealog.entities", "startswith", "credit", True),
        ("missing", "contains", "", False),
        ("request", "contains", '"path":"/cart"', True),
        ("raw", "equals", "AAE=", True),
    ],
)
def test_a_condition_holds_or_not(field: str, modifier: Modifier, wanted: str, holds: bool) -> None:
    record = event(
        body=BODY,
        attributes={
            "http.status": 500,
            "retry": True,
            "sealog.entities": ["credit_card", "email_address"],
            "request": {"path": "/cart"},
            "raw": b"\x00\x01",
        },
    )
    assert compile_condition(Condition(field, modifier, (wanted,)))(record) is holds


@pytest.mark.parametrize("modifier", ["equals", "contains", "startswith", "endswith", "re"])
def test_of_several_values_any_is_enough(modifier: Modifier) -> None:
    holds = compile_condition(Condition("body", modifier, ("something else", BODY)))
    assert (holds(event(body=BODY)), holds(event(body="neither"))) == (True, False)


def test_alternatives_of_a_pattern_stay_apart() -> None:
    holds = compile_condition(Condition("body", "re", ("^a", "b$")))
    assert [holds(event(body=body)) for body in ("ax", "xb", "xax")] == [True, True, False]


def test_a_lone_surrogate_stops_no_pattern() -> None:
    assert compile_condition(Condition("body", "re", ("refused",)))(event(body="\ud800 refused"))


def test_all_conditions_must_hold() -> None:
    match = (Condition("body", "contains", ("refused",)), Condition("scope", "equals", ("shop.payments",)))
    engine = Engine(rule_file(match=match, threshold=1))
    fed = [event(body=BODY, scope="other"), event(body="fine"), event(body=BODY)]
    assert len(engine.feed(fed, fed[0].time_unix_nano)) == 1
    assert engine.counters.counted == 1


@pytest.mark.parametrize(
    ("number", "text", "expected"), [(17, "", 17), (0, "error", 17), (0, "WARNING", 13), (0, "", 0), (99, "", 0)]
)
def test_an_unset_severity_number_is_read_from_the_text(number: int, text: str, expected: int) -> None:
    assert number_of(event(severity_number=number, severity_text=text)) == expected


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("5m", 300), ("1h30m", 5_400), ("2d", 172_800), ("1w", 604_800), ("250ms", 0.25), ("0s", 0)],
)
def test_durations_read_as_in_prometheus(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds * NS


@pytest.mark.parametrize("text", ["", "5", "5 m", "m", "30m1h", "1m1m", "-5m", "1.5h", "5M", "\u0665m"])
def test_other_spellings_are_no_durations(text: str) -> None:
    assert parse_duration(text) is None


@given(milliseconds=st.integers(0, 10**12))
def test_a_spelled_duration_reads_back(milliseconds: int) -> None:
    ns = milliseconds * NS // 1_000
    assert parse_duration(format_duration(ns)) == ns


def test_what_fills_a_template_is_not_a_template() -> None:
    values = {"group.user": "{{ value }}", "value": "10"}
    assert render("{{ value }}: {{group.user}} {{ open", values) == "10: {{ value }} {{ open"


def test_the_fingerprint_is_prometheus_own() -> None:
    """From `model/signature_test.go` of prometheus/common."""
    labels = {"name": "garland, briggs", "fear": "love is not enough"}
    assert int(fingerprint_of(labels), 16) == 5799056148416392346


@pytest.mark.parametrize(
    ("field", "label"),
    [("resource.service.name", "service_name"), ("http.route", "http_route"), ("2fa", "_2fa"), ("body", "body")],
)
def test_a_group_field_becomes_a_prometheus_label(field: str, label: str) -> None:
    assert label_name(field) == label


@pytest.mark.parametrize(
    ("value", "part"), [(None, "(none)"), ("", "(none)"), (5, "5"), ("é", "é"), ("\ud800", "?"), ("x" * 300, "x" * 256)]
)
def test_a_group_value_is_a_bounded_text_that_is_never_empty(value: Any, part: str) -> None:
    assert key_part(value) == part


def test_a_decision_shows_the_last_three_bodies_cut_to_a_readable_length() -> None:
    engine = Engine(rule_file())
    fed = [event(n, body=f"{n} " + "x" * 600, trace_id=f"{n:032x}") for n in range(10)]
    (decision,) = engine.feed(fed, fed[-1].time_unix_nano)
    assert [sample[:2] for sample in decision.samples] == ["7 ", "8 ", "9 "]
    assert {len(sample) for sample in decision.samples} == {513}
    assert (decision.trigger.trace_id, decision.reason) == (f"{9:032x}", "threshold")
