"""A test of a rule file as a value: records at virtual times, and the alerts that fire then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.matching.label_matcher import Matcher
    from sealog_exporters.event import AttributeValue


@dataclass(frozen=True, slots=True)
class RuleTestInput:
    """`repeat` equal records from `at_ns` on, one every `every_ns`; each is a record of its own, with a uid."""

    at_ns: int
    repeat: int
    every_ns: int
    severity_number: int
    body: str
    event_name: str
    scope: str
    trace_id: str
    attributes: Mapping[str, AttributeValue]
    resource: Mapping[str, AttributeValue]


@dataclass(frozen=True, slots=True)
class ExpectedAlert:
    """An alert that fires; `value` and labels only as far as they are given."""

    alert: str
    value: float | None
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ExpectedNotification:
    """An alert of a notification, firing or, if `status` says so, resolved."""

    alert: ExpectedAlert
    receiver: str = ""
    status: str = "firing"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected at `at_ns`; `None` expects nothing in particular. `place` is its file:line:column.

    Exactly `alerts` fire then; since the expectation before, exactly `resolved` ended and exactly `told` was notified.
    """

    at_ns: int
    alerts: tuple[ExpectedAlert, ...] | None
    place: str
    resolved: tuple[ExpectedAlert, ...] | None = None
    told: tuple[ExpectedNotification, ...] | None = None


@dataclass(frozen=True, slots=True)
class RuleTestSilence:
    """A silence of one test: `matchers`, as of a silence, from `at_ns` for `for_ns`."""

    matchers: tuple[Matcher, ...]
    at_ns: int
    for_ns: int


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test of a rule file."""

    name: str
    inputs: tuple[RuleTestInput, ...]
    expectations: tuple[Expectation, ...]
    silences: tuple[RuleTestSilence, ...] = ()
