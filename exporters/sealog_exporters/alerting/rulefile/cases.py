"""Reads the `tests` of a rule file. Runs none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.case import Case, Expectation, ExpectedAlert, Input
from sealog_exporters.alerting.severity import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog_exporters.alerting.rulefile.spot import Spot
    from sealog_exporters.event import AttributeValue

_INPUT = ("at", "repeat", "every", "severity", "body", "event_name", "scope", "trace_id", "attributes", "resource")
_MAX_NS = 31 * 86_400 * 1_000_000_000
_MAX_REPEAT = 100_000
_LARGEST = 1e15


def read_cases(spot: Spot, alerts: Collection[str]) -> tuple[Case, ...]:
    """Read the tests; they may expect only what is among `alerts`."""
    return tuple(_case(item, number, alerts) for number, item in enumerate(spot.items(), 1))


def _case(spot: Spot, number: int, alerts: Collection[str]) -> Case:
    """Read `{name, input, expect}`."""
    keys = spot.keys(("name", "input", "expect"))
    for name in ("input", "expect"):
        if name not in keys:
            raise spot.error(f"has no `{name}`")
    return Case(
        keys["name"].text() if "name" in keys else f"test {number}",
        tuple(_input(item) for item in keys["input"].items()),
        tuple(_expectation(item, alerts) for item in keys["expect"].items()),
    )


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


def _expectation(spot: Spot, alerts: Collection[str]) -> Expectation:
    """Read `{at: 10s, alerts: [{alert: A, value: 10, labels: {…}}]}`; an empty list says that nothing fires."""
    keys = spot.keys(("at", "alerts"))
    for name in ("at", "alerts"):
        if name not in keys:
            raise spot.error(f"has no `{name}`")
    listed = keys["alerts"]
    nothing = listed.is_list and not listed.node.value
    mark = spot.node.start_mark
    return Expectation(
        keys["at"].duration(0, _MAX_NS),
        () if nothing else tuple(_expected(item, alerts) for item in listed.items()),
        f"{spot.file}:{mark.line + 1}:{mark.column + 1}",
    )


def _expected(spot: Spot, alerts: Collection[str]) -> ExpectedAlert:
    """Read one alert that should fire."""
    keys = spot.keys(("alert", "value", "labels"))
    if "alert" not in keys:
        raise spot.error("has no `alert`")
    name = keys["alert"].text()
    if name not in alerts:
        raise keys["alert"].error(f"no rule of this file is called `{name}`")
    labels = keys["labels"].entries() if "labels" in keys else {}
    return ExpectedAlert(
        name,
        keys["value"].real(-_LARGEST, _LARGEST) if "value" in keys else None,
        {label: value.literal() for label, value in labels.items()},
    )
