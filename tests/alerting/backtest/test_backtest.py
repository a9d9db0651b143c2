"""A backtest decides like the live service, and the threshold that it suggests is right."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import ERROR, INFO, START, event, rule_file
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.backtest.peaks import Recorder
from sealog_exporters.alerting.backtest.replay import Decided, Replay
from sealog_exporters.alerting.backtest.suggest_threshold import scale_of, suggest, with_level
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import Event

KINDS = [
    "count: {gte: 3}\nwindow: 20s\ncooldown: 1s",
    "count: {gte: 2}\nwindow: 10s\nfor: 5s\nkeep_firing_for: 7s\ncooldown: 30s",
    "absent: true\nwindow: 30s\nmatch: {severity: any}\ncooldown: 1m",
    "ratio: {of: {severity: ERROR}, gte: 0.5, least: 2}\nwindow: 1m",
    "spike: {gte: 2, least: 2, warmup: 2}\nwindow: 20s",
    "new: {field: body, learn: 0s}\nwindow: 10s",
    "value: {field: n, stat: avg, gte: 3}\nwindow: 30s",
]


def live(rules: RuleFile, events: list[Event], until_s: int) -> list[Decided]:
    """Do what the service does: each second it takes what came in it, and then looks at the time."""
    engine = Engine(rules)
    decided = []
    first_s = events[0].observed_unix_nano // NS
    for second in range(first_s, START // NS + until_s + 1):
        batch = [one for one in events if one.observed_unix_nano // NS == second]
        if batch:
            now_ns = batch[-1].observed_unix_nano
            decided += [Decided(now_ns, decision) for decision in engine.feed(batch, now_ns)]
        tick_ns = (second + 1) * NS
        if tick_ns <= START + until_s * NS:
            decided += [Decided(tick_ns, decision) for decision in engine.tick(tick_ns)]
    return decided


@pytest.mark.parametrize("lines", KINDS, ids=[lines.split(":")[0] for lines in KINDS])
@settings(max_examples=30, deadline=None)
@given(
    gaps=st.lists(st.sampled_from([0.0, 0.2, 1.0, 2.5, 15.0, 90.0, 400.0]), min_size=1, max_size=40),
    seed=st.integers(0, 3),
)
def test_skipping_quiet_seconds_changes_no_decision(
    tmp_path_factory: pytest.TempPathFactory, lines: str, gaps: list[float], seed: int
) -> None:
    rules = RuleFile((rule(tmp_path_factory.mktemp("rules"), lines),), ())
    at_s, events = 0.0, []
    for number, gap in enumerate(gaps):
        at_s += gap
        severity = ERROR if (number + seed) % 3 else INFO
        attributes = {"n": (number + seed) % 5}
        events.append(event(at_s, f"s-{number}", severity=severity, attributes=attributes, body=f"b{number % 7}"))
    until_s = int(at_s) + 600
    replayed = list(Replay(rules).run(events, START + until_s * NS))
    assert replayed == live(rules, events, until_s)


def test_a_record_counts_when_it_was_observed_and_at_its_own_time_where_that_is_unknown() -> None:
    came = [event(0), event(1, observed_unix_nano=START + 50 * NS), event(60, observed_unix_nano=0)]
    replay = Replay(rule_file(threshold=1))
    assert [decided.at_ns for decided in replay.run(came)] == [START]
    assert (replay.records, replay.first_ns, replay.last_ns) == (3, START, START + 60 * NS)


def test_a_record_without_a_time_counts_with_the_first_that_has_one() -> None:
    came = [event(0, time_unix_nano=0, observed_unix_nano=0), event(0)]
    assert [decided.at_ns for decided in Replay(rule_file(threshold=2)).run(came)] == [START]


def test_a_record_from_long_ago_costs_no_half_a_century_of_seconds(tmp_path: Path) -> None:
    rules = RuleFile((rule(tmp_path, "absent: true\nwindow: 1d\nmatch: {severity: any}"),), ())
    old = event(0, time_unix_nano=NS, observed_unix_nano=NS)
    decided = list(Replay(rules).run([old, event(0)]))
    assert [one.decision.reason for one in decided][:2] == ["threshold", "repeat"]


def test_without_an_end_time_stops_with_the_last_record() -> None:
    replay = Replay(rule_file(threshold=1))
    assert [decided.decision.kind for decided in replay.run([event(0)])] == ["firing"]
    assert [decision.alert for decision in replay.engine.firing(replay.now_ns)] == ["ErrorBurst"]


def told(rule: Rule, level: float, events: list[Event], until_ns: int) -> int:
    changed = RuleFile((rule_with(rule, level),), ())
    return sum(decided.decision.kind == "firing" for decided in Replay(changed).run(events, until_ns))


def rule_with(rule: Rule, level: float) -> Rule:
    return replace(rule, aggregation=with_level(rule.aggregation, level))


@pytest.mark.thorough
@settings(max_examples=20, deadline=None)
@given(bursts=st.lists(st.integers(1, 60), min_size=1, max_size=25), most=st.integers(0, 12))
def test_the_suggested_count_is_the_lowest_above_all_that_tell_too_often(bursts: list[int], most: int) -> None:
    rules = rule_file(window_ns=60 * NS)
    events = [
        event(number * 3_600 + place * 0.5, f"s-{number}-{place}")
        for number, burst in enumerate(bursts)
        for place in range(burst)
    ]
    until_ns = START + len(bursts) * 3_600 * NS
    found = suggest(rules.rules[0], most, lambda: iter(events), until_ns)
    rates = [told(rules.rules[0], level, events, until_ns) for level in range(1, 62)]
    lowest = max((level for level, rate in enumerate(rates, 1) if rate > most), default=0) + 1
    assert found.level == lowest
    assert found.told == rates[lowest - 1]
    assert found.below == (lowest - 1 or None)


def test_a_ratio_is_suggested_to_a_thousandth(tmp_path: Path) -> None:
    lines = "ratio: {of: {severity: ERROR}, gte: 0.5, clear: 0.4, least: 10}\nwindow: 1m"
    asked = rule(tmp_path, lines)
    events = [event(at, f"s-{at}", severity=ERROR if at % 4 == 0 else INFO) for at in range(120)]
    found = suggest(asked, 0, lambda: iter(events), START + 200 * NS)
    assert found.level is not None
    assert found.below is not None
    assert found.level - found.below == pytest.approx(0.001)
    assert told(asked, found.level, events, START + 200 * NS) == 0
    assert told(asked, found.below, events, START + 200 * NS) > 0


@pytest.mark.parametrize(("bound", "beyond"), [("gt: 1", 730.0), ("gte: 1, clear: 0.5", 730.0), ("lt: 1", -730.0)])
def test_a_value_is_suggested_to_two_digits(tmp_path: Path, bound: str, beyond: float) -> None:
    asked = rule(tmp_path, f"value: {{field: n, stat: max, {bound}, least: 1}}\nwindow: 1m")
    events = [event(at * 600, f"s-{at}", attributes={"n": beyond * at / 10}) for at in range(1, 11)]
    until_ns = START + 7_000 * NS
    found = suggest(asked, 3, lambda: iter(events), until_ns)
    assert found.level is not None
    assert found.below is not None
    assert float(f"{found.level:.1e}") == found.level
    assert told(asked, found.level, events, until_ns) == found.told <= 3
    assert told(asked, found.below, events, until_ns) == found.told_below > 3


def test_a_value_takes_five_readings_at_most(tmp_path: Path) -> None:
    readings = []

    def history() -> Iterator[Event]:
        readings.append(1)
        yield event(attributes={"n": 4_711})

    found = suggest(rule(tmp_path, "value: {field: n, stat: sum, gte: 1, least: 1}"), 0, history, START + NS)
    assert (found.level, found.below) == (4_800, 4_700)
    assert len(readings) <= 5


def test_a_fall_is_searched_downwards(tmp_path: Path) -> None:
    scale = scale_of(rule(tmp_path, "spike: {lte: 0.2}").aggregation)
    assert scale[0] > scale[-1]


def test_history_in_which_every_threshold_tells_too_often_has_none(tmp_path: Path) -> None:
    asked = rule(tmp_path, "ratio: {of: {severity: ERROR}, gte: 0.5, least: 1}\nwindow: 1m")
    found = suggest(asked, 0, lambda: iter([event(0)]), START + 5 * NS)
    assert (found.level, found.told) == (None, 1)


@pytest.mark.parametrize("lines", ["new: {field: body}", "absent: true"])
def test_what_has_no_threshold_gets_none(tmp_path: Path, lines: str) -> None:
    with pytest.raises(SettingError, match="for count, distinct, ratio, spike and value only"):
        suggest(rule(tmp_path, lines), 1, lambda: iter([]), 0)


def test_a_picture_shows_the_most_records_of_one_group_in_one_window() -> None:
    (asked,) = rule_file(window_ns=10 * NS, threshold=4).rules
    recorder = Recorder(asked, 72)
    for at, service in [(0, "shop"), (1, "shop"), (1, "cart"), (9, "shop"), (30, "shop"), (31, "cart")]:
        recorder.take(event(at, service=service))
    recorder.take(event(31, severity=INFO))
    peaks = recorder.peaks()
    assert (peaks.start_ns, peaks.bucket_ns, peaks.threshold) == (START, NS, 4)
    assert {place: height for place, height in enumerate(peaks.values) if height} == {0: 1, 1: 2, 9: 3, 30: 1, 31: 1}


def test_a_picture_of_a_long_time_has_few_buckets_that_keep_the_highest() -> None:
    recorder = Recorder(rule_file(window_ns=10 * NS).rules[0], 10)
    for at in [*range(5), 100_000, 200_000]:
        recorder.take(event(at))
    values = recorder.peaks().values
    assert len(values) <= 20
    assert (values[0], values[-1]) == (5, 1)
