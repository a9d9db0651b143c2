"""Reads the `tests` of a rule file. Runs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sealog.errors import SettingError
from sealog_exporters.alerting.config.routing.silences import read_matchers
from sealog_exporters.alerting.matching.severity import NAMES
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.alerting.model.rule_test import Case, Expectation, ExpectedAlert, ExpectedNotice, Hush, Input

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from sealog_exporters.alerting.syntax.yaml_node import Spot
    from sealog_exporters.event import AttributeValue

_INPUT = ("at", "repeat", "every", "severity", "body", "event_name", "scope", "trace_id", "attributes", "resource")
_EXPECTED = ("alert", "value", "labels")
_MAX_NS = 31 * 86_400 * 1_000_000_000
_MAX_REPEAT = 100_000
_LARGEST = 1e15


def read_cases(spot: Spot, alerts: Collection[str], receivers: Collection[str]) -> tuple[Case, ...]:
    """Read the tests; they may expect only what is among `alerts`, and tell only `receivers`."""
    known = _Known(alerts, receivers)
    return tuple(_case(item, number, known) for number, item in enumerate(spot.items(), 1))


class _Known(NamedTuple):
    """What a test may name."""

    alerts: Collection[str]
    receivers: Collection[str]


def _case(spot: Spot, number: int, known: _Known) -> Case:
    """Read `{name, input, expect, silences}`."""
    keys = spot.keys(("name", "input", "expect", "silences"))
    for name in ("input", "expect"):
        if name not in keys:
            raise spot.error(f"has no `{name}`")
    return Case(
        keys["name"].text() if "name" in keys else f"test {number}",
        tuple(_input(item) for item in _list(keys["input"])),
        tuple(_expectation(item, known) for item in keys["expect"].items()),
        tuple(_hush(item) for item in keys["silences"].items()) if "silences" in keys else (),
    )


def _list(spot: Spot) -> list[Spot]:
    """Read a list that may be empty."""
    return [] if spot.is_list and not spot.node.value else spot.items()


def _hush(spot: Spot) -> Hush:
    """Read `{matchers: [service_name=shop], at: 0s, for: 1h}`."""
    keys = spot.keys(("matchers", "at", "for"))
    for name in ("matchers", "for"):
        if name not in keys:
            raise spot.error(f"has no `{name}`")
    at_ns = keys["at"].duration(0, _MAX_NS) if "at" in keys else 0
    matchers, for_ns = read_matchers(keys["matchers"]), keys["for"].duration(1, _MAX_NS)
    try:
        new_silence(matchers, 0, for_ns)
    except SettingError as error:
        raise spot.error(str(error)) from None
    return Hush(matchers, at_ns, for_ns)


def _input(spot: Spot) -> Input:
    """Read records: `{at: 0s, repeat: 9, every: 1s, severity: ERROR, body: …}`."""
    keys = spot.keys(_INPUT)
    severity = keys["severity"].literal().upper() if "severity" in keys else "INFO"
    if severity not in NAMES:
        raise keys["severity"].error("must be a severity such as INFO or ERROR")
    texts = {name: keys[name].literal() if name in keys else "" for name in ("body", "event_name", "scope", "trace_id")}
    return Input(
        at_ns=keys["at"].duration(0, _MAX_NS) if "at" in keys else 0,
        repeat=keys["repeat"].integer(1, _MAX_REPEAT) if "repeat" in keys else 1,
        every_ns=keys["every"].duration(0, _MAX_NS) if "every" in keys else 0,
        severity_number=NAMES[severity],
        attributes=_attributes(keys.get("attributes")),
        resource=_attributes(keys.get("resource")),
        **texts,
    )


def _attributes(spot: Spot | None) -> dict[str, AttributeValue]:
    """Read attributes: single values, or lists of them, as they are spelled."""
    entries = spot.entries() if spot else {}
    return {
        name: [item.literal() for item in value.items()] if value.is_list else value.literal()
        for name, value in entries.items()
    }


def _expectation(spot: Spot, known: _Known) -> Expectation:
    """Read `{at: 10s, alerts: […], resolved: […], told: […]}`; an empty list says that there is none."""
    keys = spot.keys(("at", "alerts", "resolved", "told"))
    if "at" not in keys:
        raise spot.error("has no `at`")
    if len(keys) == 1:
        raise spot.error("has no `alerts`, `resolved` or `told`")
    mark = spot.node.start_mark

    def listed(name: str) -> tuple[ExpectedAlert, ...] | None:
        return tuple(_expected(item, known) for item in _list(keys[name])) if name in keys else None

    return Expectation(
        keys["at"].duration(0, _MAX_NS),
        listed("alerts"),
        f"{spot.file}:{mark.line + 1}:{mark.column + 1}",
        listed("resolved"),
        tuple(_notice(item, known) for item in _list(keys["told"])) if "told" in keys else None,
    )


def _notice(spot: Spot, known: _Known) -> ExpectedNotice:
    """Read one alert that somebody is told of: `{alert: A, receiver: ops, status: resolved, labels: {…}}`."""
    keys = spot.keys((*_EXPECTED, "receiver", "status"))
    receiver = keys["receiver"].text() if "receiver" in keys else ""
    if receiver and receiver not in known.receivers:
        raise keys["receiver"].error(f"unknown receiver `{receiver}`; known: {', '.join(known.receivers)}")
    status = keys["status"].text() if "status" in keys else "firing"
    if status not in {"firing", "resolved"}:
        raise keys["status"].error("must be firing or resolved")
    return ExpectedNotice(_named(spot, keys, known), receiver, status)


def _expected(spot: Spot, known: _Known) -> ExpectedAlert:
    """Read one alert that should fire, or have ended."""
    return _named(spot, spot.keys(_EXPECTED), known)


def _named(spot: Spot, keys: Mapping[str, Spot], known: _Known) -> ExpectedAlert:
    if "alert" not in keys:
        raise spot.error("has no `alert`")
    name = keys["alert"].text()
    if name not in known.alerts:
        raise keys["alert"].error(f"no rule of this file is called `{name}`")
    labels = keys["labels"].entries() if "labels" in keys else {}
    return ExpectedAlert(
        name,
        keys["value"].real(-_LARGEST, _LARGEST) if "value" in keys else None,
        {label: value.literal() for label, value in labels.items()},
    )
