"""Reads the `tests` of a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sealog.errors import SettingError
from sealog_exporters.alerting.config.routing.silences import MATCHERS
from sealog_exporters.alerting.matching.severity import NAMES
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.alerting.model.rule_test import (
    Expectation,
    ExpectedAlert,
    ExpectedNotification,
    RuleTest,
    RuleTestInput,
    RuleTestSilence,
)
from sealog_exporters.alerting.syntax.json_schema import LITERALS
from sealog_exporters.alerting.syntax.typed_map import (
    LITERAL,
    TEXT,
    Map,
    Value,
    duration,
    integer,
    needed,
    optional,
    real,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import AttributeValue

_MAX_NS = 31 * 86_400 * 1_000_000_000
_LARGEST = 1e15
_AT = duration(0, _MAX_NS)


def _severity(node: YamlNode) -> int:
    number = NAMES.get(node.literal().upper())
    if number is None:
        raise node.error("must be a severity such as INFO or ERROR")
    return number


def _attribute(node: YamlNode) -> AttributeValue:
    """Read a single value, or a list of them, as they are spelled."""
    return [item.literal() for item in node.items()] if node.is_list else node.literal()


def _status(node: YamlNode) -> str:
    status = node.text()
    if status not in {"firing", "resolved"}:
        raise node.error("must be firing or resolved")
    return status


_ATTRIBUTES = Value(_attribute, LITERALS).by_name()


class _Input(Map, part="input"):
    """Records: `{at: 0s, repeat: 9, every: 1s, severity: ERROR, body: …}`."""

    at = optional(_AT, "When the first of these records comes, from second 0, a Wednesday, 00:00 UTC; default 0s.", 0)
    repeat = optional(integer(1, 100_000), "How many records come; default 1.", 1)
    every = optional(_AT, "The time between them.", 0)
    severity = optional(Value(_severity, LITERAL.schema), "Their severity; default INFO.", NAMES["INFO"])
    body = optional(LITERAL, "Their log line.", "")
    event_name = optional(LITERAL, "Their event name.", "")
    scope = optional(LITERAL, "Their scope: the logger's name.", "")
    trace_id = optional(LITERAL, "Their trace id, hexadecimal.", "")
    attributes = optional(_ATTRIBUTES, "Their attributes.", {})
    resource = optional(_ATTRIBUTES, "The attributes of their resource.", {})


class _Alert(Map, part="expected_alert"):
    """An alert that should fire, or have ended."""

    alert = needed(TEXT, "The alert's name.")
    value = optional(real(-_LARGEST, _LARGEST), "Its value; any if it is left out.")
    labels = optional(LITERAL.by_name(), "Labels that it must have; others don't matter.", {})


class _Notice(_Alert, part="expected_notice"):
    """An alert of a notification: `{alert: A, receiver: ops, status: resolved, labels: {…}}`."""

    value = optional(real(-_LARGEST, _LARGEST), "The value in the notification; any if it is left out.")
    receiver = optional(TEXT, "The notified receiver; any if it is left out.", "")
    status = optional(
        Value(_status, {"enum": ["firing", "resolved"]}), "The status in the notification; default firing.", "firing"
    )


class _Expectation(Map, part="expectation"):
    """`{at: 10s, alerts: […], resolved: […], told: […]}`; an empty list says that there is none."""

    at = needed(_AT, "The moment of the check.")
    alerts = optional(_Alert.as_value().items(empty=True), "Exactly these fire then.")
    resolved = optional(_Alert.as_value().items(empty=True), "Exactly these ended since.")
    told = optional(_Notice.as_value().items(empty=True), "Exactly these notifications were made since.")


class _Silence(Map, part="hush"):
    """`{matchers: [service_name=shop], at: 0s, for: 1h}`."""

    matchers = needed(MATCHERS, "Which alerts it mutes.")
    at = optional(_AT, "When it begins; default 0s.", 0)
    for_ = needed(duration(1, _MAX_NS), "How long it lasts.")


class RuleTestMap(Map, part="case"):
    """`{name, input, expect, silences}`."""

    name = optional(TEXT, "What the test shows.")
    input = needed(
        _Input.as_value().items(empty=True), "The records that come, on virtual time; an empty list is silence."
    )
    expect = needed(_Expectation.as_value().items(), "What has happened by certain moments.")
    silences = optional(_Silence.as_value().items(), "Silences of this test, from `at` on.", ())


def read_rule_tests(
    tests: Sequence[RuleTestMap], alerts: Collection[str], receivers: Collection[str]
) -> tuple[RuleTest, ...]:
    """Read the tests; they may expect only alerts in `alerts` and receivers in `receivers`."""
    known = _Known(alerts, receivers)
    return tuple(_test(test, number, known) for number, test in enumerate(tests, 1))


class _Known(NamedTuple):
    """What a test may name."""

    alerts: Collection[str]
    receivers: Collection[str]


def _test(test: RuleTestMap, number: int, known: _Known) -> RuleTest:
    return RuleTest(
        test.name or f"test {number}",
        tuple(_input(one) for one in test.input),
        tuple(_expectation(one, known) for one in test.expect),
        tuple(_silence(one) for one in test.silences),
    )


def _silence(silence: _Silence) -> RuleTestSilence:
    made = RuleTestSilence(silence.matchers, silence.at, silence.for_)
    try:
        new_silence(made.matchers, 0, made.for_ns)
    except SettingError as error:
        raise silence.node.error(str(error)) from None
    return made


def _input(records: _Input) -> RuleTestInput:
    return RuleTestInput(
        at_ns=records.at,
        repeat=records.repeat,
        every_ns=records.every,
        severity_number=records.severity,
        body=records.body,
        event_name=records.event_name,
        scope=records.scope,
        trace_id=records.trace_id,
        attributes=records.attributes,
        resource=records.resource,
    )


def _expectation(expected: _Expectation, known: _Known) -> Expectation:
    node = expected.node
    if len(expected.given) == 1:
        raise node.error("has no `alerts`, `resolved` or `told`")
    mark = node.raw.start_mark

    def named(alerts: tuple[_Alert, ...] | None) -> tuple[ExpectedAlert, ...] | None:
        return None if alerts is None else tuple(_alert(one, known) for one in alerts)

    return Expectation(
        expected.at,
        named(expected.alerts),
        f"{node.file}:{mark.line + 1}:{mark.column + 1}",
        named(expected.resolved),
        None if (told := expected.told) is None else tuple(_notice(one, known) for one in told),
    )


def _notice(notice: _Notice, known: _Known) -> ExpectedNotification:
    receiver = notice.receiver
    if receiver and receiver not in known.receivers:
        raise notice.given["receiver"].error(f"unknown receiver `{receiver}`; known: {', '.join(known.receivers)}")
    return ExpectedNotification(_alert(notice, known), receiver, notice.status)


def _alert(expected: _Alert, known: _Known) -> ExpectedAlert:
    name = expected.alert
    if name not in known.alerts:
        raise expected.given["alert"].error(f"no rule of this file is called `{name}`")
    return ExpectedAlert(name, expected.value, expected.labels)
