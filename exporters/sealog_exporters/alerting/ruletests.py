"""Tests inside rule files: records at virtual times, and which alerts fire then. The engine is the live one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.decision import tidy
from sealog_exporters.alerting.durations import NS, format_duration
from sealog_exporters.alerting.engine import Engine
from sealog_exporters.event import Event

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.case import Case, Expectation, ExpectedAlert
    from sealog_exporters.alerting.decision import Decision
    from sealog_exporters.alerting.rules import RuleFile

START_NS: Final = 1_735_689_600 * NS
"""Second 0 of every test: Wednesday, 2025-01-01 00:00 UTC."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What came of one test: it passed if there are no failures, each of which begins with its place."""

    name: str
    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether everything was as expected."""
        return not self.failures


def run_tests(rules: RuleFile) -> tuple[CaseResult, ...]:
    """Run the tests of a rule file, each with a new engine. It asks the engine every second, as the service does."""
    return tuple(CaseResult(case.name, tuple(_failures(rules, case))) for case in rules.tests)


def _failures(rules: RuleFile, case: Case) -> list[str]:
    """Play one test."""
    engine = Engine(rules)
    records = sorted(_records(case), key=lambda record: record.time_unix_nano)
    failures = []
    now_ns, fed = START_NS, 0
    for expectation in sorted(case.expectations, key=lambda expectation: expectation.at_ns):
        until_ns = START_NS + expectation.at_ns
        while True:
            due = fed
            while due < len(records) and records[due].time_unix_nano <= now_ns:
                due += 1
            engine.feed(records[fed:due], now_ns)
            fed = due
            engine.tick(now_ns)
            if now_ns >= until_ns:
                break
            upcoming = records[fed].time_unix_nano if fed < len(records) else until_ns
            now_ns = min(now_ns + NS, upcoming, until_ns)
        failures += _differences(expectation, engine.firing(now_ns))
    return failures


def _records(case: Case) -> list[Event]:
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
        for place, given in enumerate(case.inputs)
        for number in range(given.repeat)
    ]


def _differences(expectation: Expectation, firing: list[Decision]) -> list[str]:
    """Say what fires and should not, and what should and does not."""
    left = list(firing)
    failures = []
    when = f"{expectation.place}: at {format_duration(expectation.at_ns)}"
    for expected in expectation.alerts:
        met = next((decision for decision in left if _is(expected, decision)), None)
        if met is None:
            failures.append(f"{when} `{expected.alert}`{_spelled(expected.value, expected.labels)} does not fire")
        else:
            left.remove(met)
    failures += [f"{when} `{decision.alert}`{_spelled(decision.value, decision.labels)} fires" for decision in left]
    return failures


def _is(expected: ExpectedAlert, decision: Decision) -> bool:
    """Tell whether a firing alert is the expected one."""
    return (
        decision.alert == expected.alert
        and expected.value in {None, tidy(decision.value)}
        and all(decision.labels.get(name) == text for name, text in expected.labels.items())
    )


def _spelled(value: float | None, labels: Mapping[str, str]) -> str:
    shown = ", ".join(f'{name}="{text}"' for name, text in labels.items() if name != "alertname")
    return (f" {{{shown}}}" if shown else "") + ("" if value is None else f" with value {tidy(value)}")
