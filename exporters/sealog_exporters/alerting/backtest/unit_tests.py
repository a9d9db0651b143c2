"""Runs the tests of a rule file: records at virtual times, and which alerts fire then, on the live engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
from sealog_exporters.alerting.dispatch.no_receiver import NO_RECEIVER
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.field import number_of
from sealog_exporters.alerting.model.alert.decision import round_significant
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.alerting.syntax.duration import NS, format_duration
from sealog_exporters.event import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.alert.notification import Alert
    from sealog_exporters.alerting.model.rule import Receiver, RuleFile
    from sealog_exporters.alerting.model.rule_test import Expectation, ExpectedAlert, ExpectedNotification, RuleTest

START_NS: Final = 1_735_689_600 * NS
"""Second 0 of every test: Wednesday, 2025-01-01 00:00 UTC."""


@dataclass(frozen=True, slots=True)
class RuleTestResult:
    """The result of one test: it passed if there are no failures, each of which begins with its place."""

    name: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


def run_tests(rules: RuleFile) -> tuple[RuleTestResult, ...]:
    """Run the tests of a rule file, each with a new engine. It asks the engine every second, as the service does."""
    return tuple(RuleTestResult(test.name, tuple(_failures(rules, test))) for test in rules.tests)


def _failures(rules: RuleFile, test: RuleTest) -> list[str]:
    """Play one test."""
    play = _Play(rules, test)
    records = sorted(_records(test), key=lambda record: record.time_unix_nano)
    failures = []
    now_ns, fed = START_NS, 0
    for expectation in sorted(test.expectations, key=lambda expectation: expectation.at_ns):
        until_ns = START_NS + expectation.at_ns
        while True:
            due = fed
            while due < len(records) and records[due].time_unix_nano <= now_ns:
                due += 1
            play.step(records[fed:due], now_ns)
            fed = due
            if now_ns >= until_ns:
                break
            upcoming = records[fed].time_unix_nano if fed < len(records) else until_ns
            now_ns = min(now_ns + NS, upcoming, until_ns)
        failures += _differences(expectation, play.engine.firing(now_ns), play)
        play.forget()
    return failures


class _Play:
    """The engine and the stages of one test, and what ended and was notified since the last expectation."""

    def __init__(self, rules: RuleFile, test: RuleTest) -> None:
        self.engine = Engine(rules)
        silences = [
            new_silence(one.matchers, START_NS + one.at_ns, START_NS + one.at_ns + one.for_ns) for one in test.silences
        ]
        receivers = dict.fromkeys(receiver.name for receiver in rules.receivers)
        self._ends = {receiver.name for receiver in rules.receivers if _tells_ends(receiver)}
        self._dispatcher = Dispatcher(rules, tuple(receivers), silences=silences)
        self.ended: list[Decision] = []
        self.told: list[tuple[str, Alert]] = []

    def step(self, records: list[Event], now_ns: int) -> None:
        """Let records come, and time pass to `now_ns`."""
        decisions = [*self.engine.feed(records, now_ns), *self.engine.tick(now_ns)]
        self.ended += [decision for decision in decisions if decision.kind == "resolved"]
        told = [*self._dispatcher.dispatch(decisions, now_ns), *self._dispatcher.tick(now_ns)]
        self.told += [
            (one.receiver, alert)
            for one in told
            for alert in one.alerts
            if one.receiver != NO_RECEIVER and (alert.status == "firing" or one.receiver in self._ends)
        ]

    def forget(self) -> None:
        """Start new lists."""
        self.ended, self.told = [], []


def _tells_ends(receiver: Receiver) -> bool:
    """Return whether a receiver is notified of ends; one without integrations counts as if it were."""
    integrations = receiver.integrations
    return not integrations or any(integration.send_resolved for integration in integrations)


def _records(test: RuleTest) -> list[Event]:
    """Make the records of a test."""
    return [
        Event(
            time_unix_nano=START_NS + given.at_ns + number * given.every_ns,
            observed_unix_nano=START_NS + given.at_ns + number * given.every_ns,
            severity_number=given.severity_number,
            severity_text="",
            body=given.body,
            attributes={"sealog.uid": f"test{place}-{number}", **given.attributes},
            resource=given.resource,
            scope=given.scope,
            event_name=given.event_name,
            trace_id=given.trace_id,
            span_id="",
        )
        for place, given in enumerate(test.inputs)
        for number in range(given.repeat)
    ]


def _differences(expectation: Expectation, firing: list[Decision], play: _Play) -> list[str]:
    """List what was not expected, and what was expected and is missing."""
    when = f"{expectation.place}: at {format_duration(expectation.at_ns)}"
    failures: list[str] = []
    if expectation.alerts is not None:
        failures += _compared(when, expectation.alerts, [_of_decision(one) for one in firing], "fire")
    if expectation.resolved is not None:
        failures += _compared(when, expectation.resolved, [_of_decision(one) for one in play.ended], "end")
    if expectation.told is not None:
        failures += _notices(when, expectation.told, play.told)
    return failures


def _compared(when: str, wanted: tuple[ExpectedAlert, ...], found: list[_Found], verb: str) -> list[str]:
    left = list(found)
    failures = []
    for one in wanted:
        met = next((other for other in left if _is(one, other)), None)
        if met is None:
            failures.append(f"{when} `{one.alert}`{_spelled(one.value, one.labels)} does not {verb}")
        else:
            left.remove(met)
    return [*failures, *(f"{when} `{one.alert}`{_spelled(one.value, one.labels)} {verb}s" for one in left)]


def _notices(when: str, wanted: tuple[ExpectedNotification, ...], told: list[tuple[str, Alert]]) -> list[str]:
    left = [(receiver, alert.status, _of_alert(alert)) for receiver, alert in told]
    failures = []
    for one in wanted:
        fits = (
            other
            for other in left
            if one.receiver in {"", other[0]} and one.status == other[1] and _is(one.alert, other[2])
        )
        met = next(fits, None)
        if met is None:
            who = f"`{one.receiver}`" if one.receiver else "anybody"
            said = f"`{one.alert.alert}`{_spelled(one.alert.value, one.alert.labels)} {one.status}"
            failures.append(f"{when} {said} is not told to {who}")
        else:
            left.remove(met)
    return [
        *failures,
        *(
            f"{when} `{one.alert}`{_spelled(one.value, one.labels)} {status} is told to `{receiver}`"
            for receiver, status, one in left
        ),
    ]


class _Found(NamedTuple):
    """An alert as a test compares it."""

    alert: str
    value: float | None
    labels: Mapping[str, str]


def _of_decision(decision: Decision) -> _Found:
    return _Found(decision.alert, round_significant(decision.value), decision.labels)


def _of_alert(alert: Alert) -> _Found:
    value = number_of(alert.annotations.get("value", ""))
    return _Found(alert.labels.get("alertname", ""), value, alert.labels)


def _is(expected: ExpectedAlert, found: _Found) -> bool:
    """Return whether an alert is the expected one."""
    return (
        found.alert == expected.alert
        and expected.value in {None, found.value}
        and all(found.labels.get(name) == text for name, text in expected.labels.items())
    )


def _spelled(value: float | None, labels: Mapping[str, str]) -> str:
    shown = ", ".join(f'{name}="{text}"' for name, text in labels.items() if name != "alertname")
    return (f" {{{shown}}}" if shown else "") + ("" if value is None else f" with value {round_significant(value)}")
