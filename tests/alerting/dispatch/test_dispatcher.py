"""Timelines from a decision to a notification, through a real engine and all stages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event, rule_file
from alerting.rulefiles import load
from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.label_matcher import parse_matcher
from sealog_exporters.alerting.model.alert.state import load_alert_state
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.alerting.syntax.duration import NS, parse_duration

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.rule import RuleFile

RECEIVERS = """
receivers:
- {name: ops, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}
- {name: dev, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}
"""
RULES = f"""{RECEIVERS}
groups:
- name: g
  rules:
  - alert: Errors
    count: {{gte: 2}}
    window: 1m
    cooldown: 10m
    notify: ops
"""


def seconds(text: str) -> int:
    ns = parse_duration(text)
    assert ns is not None
    return ns // NS


class Life:
    """Engine and stages, second by second; notes what is told and when."""

    def __init__(self, rules: RuleFile, *silences: Silence) -> None:
        self.engine = Engine(rules)
        self.rules = rules
        self.dispatcher = Dispatcher(rules, ("ops", "dev"), silences=silences)
        self.now = 0
        self.lines: list[str] = []
        self.why: list[str] = []

    def errors(self, at: str, n: int = 2, service: str = "shop", severity: int = 17) -> None:
        """Let `n` errors come at second `at`."""
        self.until(at)
        records = [event(self.now, f"{service}-{self.now}-{i}", service=service, severity=severity) for i in range(n)]
        now_ns = START + self.now * NS
        self._note(self.dispatcher.dispatch(self.engine.feed(records, now_ns), now_ns))

    def backlog(self, *dated: int) -> None:
        """Let errors of these seconds come at once, now."""
        now_ns = START + self.now * NS
        self._note(self.dispatcher.dispatch(self.engine.feed([event(at, f"b-{at}") for at in dated], now_ns), now_ns))

    def burn(self, first: str, last: str, service: str = "shop") -> None:
        """Let errors come every 20 s, so that the alert fires on and on."""
        for at in range(seconds(first), seconds(last) + 1, 20):
            self.errors(f"{at}s", service=service)

    def until(self, at: str) -> None:
        """Let time pass up to `at`."""
        while self.now < seconds(at):
            self.now += 1
            now_ns = START + self.now * NS
            self._note(self.dispatcher.dispatch(self.engine.tick(now_ns), now_ns))
            self._note(self.dispatcher.tick(now_ns))

    def restart(self, rules: RuleFile | None = None) -> None:
        """Go on from what was saved, as after a kill."""
        self.rules = rules or self.rules
        self.engine = Engine(self.rules, self.engine.snapshot())
        kept = [load_alert_state(one.dump()) for one in self.dispatcher.states()]
        self.dispatcher = Dispatcher(self.rules, ("ops", "dev"), kept)

    def _note(self, told: list[Notification]) -> None:
        for one in told:
            alerts = ", ".join(f"{alert.status} {alert.labels.get('service_name', '')}" for alert in one.alerts)
            self.lines.append(f"{self.now}s {one.receiver}: {alerts}")
        trail = list(self.dispatcher.trail)
        self.why += [f"{(step.at_ns - START) // NS}s {' '.join(filter(None, step.outcome))}" for step in trail]
        self.dispatcher.saved()


def silence(text: str, first: str, last: str) -> Silence:
    return new_silence((parse_matcher(text),), START + seconds(first) * NS, START + seconds(last) * NS)


def test_without_stages_that_hold_an_alert_is_told_at_once_and_resolved_once(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES))
    life.errors("5s")
    life.until("5m")
    assert life.lines == ["5s ops: firing shop", "65s ops: resolved shop"]
    assert life.why == ["5s notify threshold", "65s notify below_threshold"]


def test_an_alert_that_began_and_ended_within_one_batch_is_told_and_resolved(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES))
    life.until("1h")
    life.backlog(0, 1, 600, 3_599)
    life.until("2h")
    assert life.lines == ["3600s ops: firing shop", "3600s ops: resolved shop"]


def test_a_silenced_alert_that_began_and_ended_within_one_batch_is_not_told(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES), silence("service_name=shop", "0s", "2h"))
    life.until("1h")
    life.backlog(0, 1, 600)
    assert life.lines == []
    assert life.why[-1] == "3600s notify ended_untold silence"


def test_a_silenced_alert_that_still_fires_afterwards_is_told_then(tmp_path: Path) -> None:
    muted = silence("service_name=shop", "0s", "2m")
    life = Life(load(tmp_path, RULES), muted)
    life.burn("5s", "3m")
    assert life.lines == ["120s ops: firing shop"]
    assert life.why == [f"5s silence silenced {muted.id}", "120s notify threshold after silence"]


def test_a_silenced_alert_that_ends_before_its_silence_is_never_told_and_that_is_recorded(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES), silence("service_name=shop", "0s", "1h"))
    life.errors("5s")
    life.until("2m")
    assert life.lines == []
    assert life.why[-1] == "65s notify ended_untold silence"


def test_the_end_of_an_alert_that_was_told_passes_a_silence(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES), silence("service_name=shop", "30s", "1h"))
    life.errors("5s")
    life.until("2m")
    assert life.lines == ["5s ops: firing shop", "65s ops: resolved shop"]


def test_a_silence_mutes_only_what_it_matches(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES), silence('service_name=~"shop|till"', "0s", "1h"))
    life.errors("5s", service="shop")
    life.errors("6s", service="shopping")
    assert life.lines == ["6s ops: firing shopping"]


def test_after_a_late_notification_the_cooldown_counts_from_it(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES), silence("service_name=shop", "0s", "8m"))
    life.burn("0s", "20m")
    # The engine would repeat at 600 s and 1200 s; told at 480 s, the next may be at 1080 s.
    assert life.lines == ["480s ops: firing shop", "1080s ops: firing shop"]
    assert "600s cooldown cooling 1" in life.why


def test_what_waits_for_a_silence_survives_a_restart(tmp_path: Path) -> None:
    text = f"{RULES}silences: [{{matchers: service_name=shop, ends_at: 2023-11-14T22:15:20Z}}]\n"
    life = Life(load(tmp_path, text))
    life.errors("70s")
    life.restart()
    life.until("121s")
    assert life.lines == ["120s ops: firing shop"]


ROUTED = f"""{RECEIVERS}
groups:
- name: g
  rules:
  - {{alert: Errors, count: {{gte: 2}}, window: 1m, cooldown: 10m}}
  - {{alert: Fatal, match: {{severity: FATAL}}, count: {{gte: 1}}, window: 1m, cooldown: 10m}}
"""


def test_a_route_tells_alerts_of_one_group_in_one_notification(tmp_path: Path) -> None:
    life = Life(load(tmp_path, f"{ROUTED}route: {{receiver: ops, group_by: [alertname], group_wait: 30s}}\n"))
    life.errors("1s", service="shop")
    life.errors("11s", service="till")
    life.until("40s")
    assert life.lines == ["31s ops: firing shop, firing till"]
    assert life.why[:2] == ["1s group group_wait", "11s group group_wait"]


def test_group_interval_holds_what_comes_to_a_group_that_was_told(tmp_path: Path) -> None:
    route = "{receiver: ops, group_by: [alertname], group_wait: 10s, group_interval: 40s}"
    life = Life(load(tmp_path, f"{ROUTED}route: {route}\n"))
    life.errors("1s", service="shop")
    life.errors("20s", service="till")
    life.until("60s")
    assert life.lines == ["11s ops: firing shop", "51s ops: firing till"]


def test_the_first_branch_that_matches_is_taken_and_continue_takes_the_next_too(tmp_path: Path) -> None:
    routes = "[{matchers: service_name=shop, receiver: dev, continue: true}, {matchers: alertname=~E.*, receiver: ops}]"
    life = Life(load(tmp_path, f"{ROUTED}route: {{receiver: dev, routes: {routes}}}\n"))
    life.errors("1s", service="shop")
    life.errors("2s", service="till")
    assert life.lines == ["1s dev: firing shop", "1s ops: firing shop", "2s ops: firing till"]


INHIBIT = """
inhibit_rules: [{source_matchers: alertname=Fatal, target_matchers: alertname=Errors, equal: [service_name]}]
"""


def test_an_alert_that_another_explains_is_muted_while_that_fires_and_told_afterwards(tmp_path: Path) -> None:
    life = Life(load(tmp_path, f"{ROUTED}route: {{receiver: ops}}\n{INHIBIT}"))
    life.errors("0s", n=1, severity=21)
    life.burn("5s", "100s")
    life.errors("101s", service="till")
    assert life.lines[0] == "0s ops: firing shop"  # Fatal
    assert "60s ops: firing shop" in life.lines  # Errors, once Fatal is over
    assert any(line.startswith("5s inhibit inhibited ") for line in life.why)
    assert life.lines[-1] == "101s ops: firing till"  # not equal: never muted


NIGHT = """
time_intervals: [{name: night, time_intervals: [{times: [{start_time: '22:00', end_time: '22:15'}]}]}]
"""  # second 0 is 22:13:20


@pytest.mark.parametrize("kind", ["mute", "active"])
def test_what_comes_at_night_is_told_when_the_night_is_over(tmp_path: Path, kind: str) -> None:
    first = NIGHT if kind == "mute" else NIGHT.replace("'22:15'", "'24:00'").replace("'22:00'", "'22:15'")
    life = Life(load(tmp_path, f"{ROUTED}route: {{receiver: ops, {kind}_time_intervals: [night]}}\n{first}"))
    life.burn("5s", "90s")
    life.until("110s")
    assert life.lines == ["100s ops: firing shop"]


def test_an_end_that_comes_at_night_is_told_when_the_night_is_over(tmp_path: Path) -> None:
    later = NIGHT.replace("'22:00'", "'22:14'").replace("'22:15'", "'22:20'")  # seconds 40 to 400
    life = Life(load(tmp_path, f"{ROUTED}route: {{receiver: ops, mute_time_intervals: [night]}}\n{later}"))
    life.errors("5s")
    life.until("450s")
    assert life.lines == ["5s ops: firing shop", "400s ops: resolved shop"]


def test_an_alert_whose_rule_is_removed_is_told_as_ended(tmp_path: Path) -> None:
    life = Life(load(tmp_path, RULES))
    life.errors("5s")
    life.restart(load(tmp_path, RULES.replace("alert: Errors", "alert: Other")))
    life.until("10s")
    assert life.lines == ["5s ops: firing shop", "6s ops: resolved shop"]
    assert life.why[-1] == "6s notify rule_removed"
    life.until("12s")
    assert list(life.dispatcher.states()) == []


def test_an_alert_without_receiver_waits_with_a_reason() -> None:
    life = Life(rule_file(notify=(), threshold=2))
    life.errors("5s")
    assert (life.lines, life.why) == ([], ["5s route no_receiver"])
