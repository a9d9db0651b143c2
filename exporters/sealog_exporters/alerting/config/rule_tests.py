"""Reads the `tests` of a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sealog.errors import SettingError
from sealog_exporters.alerting.config.routing.silences import read_matchers
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

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import AttributeValue

_INPUT = ("at", "repeat", "every", "severity", "body", "event_name", "scope", "trace_id", "attributes", "resource")
_EXPECTED = ("alert", "value", "labels")
_MAX_NS = 31 * 86_400 * 1_000_000_000
_MAX_REPEAT = 100_000
_LARGEST = 1e15


def read_rule_tests(node: YamlNode, alerts: Collection[str], receivers: Collection[str]) -> tuple[RuleTest, ...]:
    """Read the tests; they may expect only alerts in `alerts` and receivers in `receivers`."""
    known = _Known(alerts, receivers)
    return tuple(_test(item, number, known) for number, item in enumerate(node.items(), 1))


class _Known(NamedTuple):
    """What a test may name."""

    alerts: Collection[str]
    receivers: Collection[str]


def _test(node: YamlNode, number: int, known: _Known) -> RuleTest:
    """Read `{name, input, expect, silences}`."""
    keys = node.keys(("name", "input", "expect", "silences"))
    for name in ("input", "expect"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    return RuleTest(
        keys["name"].text() if "name" in keys else f"test {number}",
        tuple(_input(item) for item in _list(keys["input"])),
        tuple(_expectation(item, known) for item in keys["expect"].items()),
        tuple(_silence(item) for item in keys["silences"].items()) if "silences" in keys else (),
    )


def _list(node: YamlNode) -> list[YamlNode]:
    """Read a list that may be empty."""
    return [] if node.is_list and not node.raw.value else node.items()


def _silence(node: YamlNode) -> RuleTestSilence:
    """Read `{matchers: [service_name=shop], at: 0s, for: 1h}`."""
    keys = node.keys(("matchers", "at", "for"))
    for name in ("matchers", "for"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    at_ns = keys["at"].duration(0, _MAX_NS) if "at" in keys else 0
    matchers, for_ns = read_matchers(keys["matchers"]), keys["for"].duration(1, _MAX_NS)
    try:
        new_silence(matchers, 0, for_ns)
    except SettingError as error:
        raise node.error(str(error)) from None
    return RuleTestSilence(matchers, at_ns, for_ns)


def _input(node: YamlNode) -> RuleTestInput:
    """Read records: `{at: 0s, repeat: 9, every: 1s, severity: ERROR, body: …}`."""
    keys = node.keys(_INPUT)
    severity = keys["severity"].literal().upper() if "severity" in keys else "INFO"
    if severity not in NAMES:
        raise keys["severity"].error("must be a severity such as INFO or ERROR")
    texts = {name: keys[name].literal() if name in keys else "" for name in ("body", "event_name", "scope", "trace_id")}
    return RuleTestInput(
        at_ns=keys["at"].duration(0, _MAX_NS) if "at" in keys else 0,
        repeat=keys["repeat"].integer(1, _MAX_REPEAT) if "repeat" in keys else 1,
        every_ns=keys["every"].duration(0, _MAX_NS) if "every" in keys else 0,
        severity_number=NAMES[severity],
        attributes=_attributes(keys.get("attributes")),
        resource=_attributes(keys.get("resource")),
        **texts,
    )


def _attributes(node: YamlNode | None) -> dict[str, AttributeValue]:
    """Read attributes: single values, or lists of them, as they are spelled."""
    entries = node.entries() if node else {}
    return {
        name: [item.literal() for item in value.items()] if value.is_list else value.literal()
        for name, value in entries.items()
    }


def _expectation(node: YamlNode, known: _Known) -> Expectation:
    """Read `{at: 10s, alerts: […], resolved: […], told: […]}`; an empty list says that there is none."""
    keys = node.keys(("at", "alerts", "resolved", "told"))
    if "at" not in keys:
        raise node.error("has no `at`")
    if len(keys) == 1:
        raise node.error("has no `alerts`, `resolved` or `told`")
    mark = node.raw.start_mark

    def listed(name: str) -> tuple[ExpectedAlert, ...] | None:
        return tuple(_expected(item, known) for item in _list(keys[name])) if name in keys else None

    return Expectation(
        keys["at"].duration(0, _MAX_NS),
        listed("alerts"),
        f"{node.file}:{mark.line + 1}:{mark.column + 1}",
        listed("resolved"),
        tuple(_notification(item, known) for item in _list(keys["told"])) if "told" in keys else None,
    )


def _notification(node: YamlNode, known: _Known) -> ExpectedNotification:
    """Read one alert of a notification: `{alert: A, receiver: ops, status: resolved, labels: {…}}`."""
    keys = node.keys((*_EXPECTED, "receiver", "status"))
    receiver = keys["receiver"].text() if "receiver" in keys else ""
    if receiver and receiver not in known.receivers:
        raise keys["receiver"].error(f"unknown receiver `{receiver}`; known: {', '.join(known.receivers)}")
    status = keys["status"].text() if "status" in keys else "firing"
    if status not in {"firing", "resolved"}:
        raise keys["status"].error("must be firing or resolved")
    return ExpectedNotification(_named(node, keys, known), receiver, status)


def _expected(node: YamlNode, known: _Known) -> ExpectedAlert:
    """Read one alert that should fire, or have ended."""
    return _named(node, node.keys(_EXPECTED), known)


def _named(node: YamlNode, keys: Mapping[str, YamlNode], known: _Known) -> ExpectedAlert:
    if "alert" not in keys:
        raise node.error("has no `alert`")
    name = keys["alert"].text()
    if name not in known.alerts:
        raise keys["alert"].error(f"no rule of this file is called `{name}`")
    labels = keys["labels"].entries() if "labels" in keys else {}
    return ExpectedAlert(
        name,
        keys["value"].real(-_LARGEST, _LARGEST) if "value" in keys else None,
        {label: value.literal() for label, value in labels.items()},
    )
