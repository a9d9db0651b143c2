"""Plays a time-line against the engine: `at 10s 1 error with user=a from shop dated 5s -> ErrorBurst 10`.

Between the lines the engine is asked every second, as the service does; what it decides then without being
expected fails the time-line.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from alerting.events import ERROR, INFO, START, WARN, event
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.syntax.duration import NS, format_duration, parse_duration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

_LINE = re.compile(r"at (?P<at>\S+)(?: (?P<what>.+?))? -> (?P<expected>.+)")
_RECORDS = re.compile(
    r"(?P<n>\d+) (?P<kind>error|warning|info)s?(?: with (?P<with>\S+))?"
    r"(?: from (?P<service>\S+))?(?: dated (?P<dated>\S+))?"
)
_SEVERITY = {"error": ERROR, "info": INFO, "warning": WARN}


def seconds(text: str) -> float:
    """Read a duration, in seconds."""
    ns = parse_duration(text)
    assert ns is not None, f"not a duration: {text}"
    return ns / NS


def told(decision: Decision) -> str:
    """Say a decision in a few words; the service only where it is not the usual one."""
    service = dict(decision.group).get("resource.service.name", "shop")
    where = "" if service == "shop" else f" from {service}"
    if decision.kind == "firing":
        return f"{decision.alert} {decision.value}{where}"
    lasted = format_duration(decision.ends_at_ns - decision.starts_at_ns)
    return f"{decision.alert} resolved after {lasted}, {decision.total} in total{where}"


class Timeline:
    """An engine, its time, and the last batch for those who send it again."""

    def __init__(self, rules: RuleFile) -> None:
        self.rules = rules
        self.engine = Engine(rules)
        self.now_s = 0.0
        self._uids = count()
        self._last: list[Event] = []

    def play(self, lines: Iterable[str]) -> None:
        """Play the lines; an outcome that is not the expected one fails."""
        for line in lines:
            found = _LINE.fullmatch(line)
            assert found is not None, f"not a line of a time-line: {line}"
            at_s = seconds(found["at"])
            while self.now_s + 1 < at_s:
                self.now_s += 1
                early = [told(decision) for decision in self.engine.tick(self._now_ns)]
                assert not early, f"{early} at {self.now_s:g}s, before: {line}"
            self.now_s = at_s
            got = "; ".join(told(decision) for decision in self.feed(found["what"])) or "nothing"
            assert got == found["expected"], f"{got}, at: {line}"

    def feed(self, what: str | None) -> list[Decision]:
        """Feed the records of a line now, and let the engine look at the time."""
        return self.engine.feed(self._records(what), self._now_ns) + self.engine.tick(self._now_ns)

    def restart(self, rules: RuleFile | None = None) -> None:
        """Go on with a new engine from the old one's snapshot."""
        self.rules = rules or self.rules
        self.engine = Engine(self.rules, self.engine.snapshot())

    @property
    def _now_ns(self) -> int:
        return START + int(self.now_s * NS)

    def _records(self, what: str | None) -> list[Event]:
        if what is None:
            return []
        if what != "the same again":
            found = _RECORDS.fullmatch(what)
            assert found is not None, f"not records: {what}"
            dated_s = self.now_s if found["dated"] is None else seconds(found["dated"])
            severity = _SEVERITY[found["kind"]]
            service = found["service"] or "shop"
            attributes = dict(pair.split("=") for pair in (found["with"] or "").split(",") if pair)
            self._last = [
                event(dated_s, f"stream-{next(self._uids)}", severity=severity, service=service, attributes=attributes)
                for _ in range(int(found["n"]))
            ]
        return self._last


def play(rules: RuleFile, *lines: str) -> Timeline:
    """Play lines from second 0 and return where that led."""
    timeline = Timeline(rules)
    timeline.play(lines)
    return timeline
