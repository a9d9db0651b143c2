"""Timelines of `all` and `any`, which join several aggregations, and a comparison with a simple model."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import ERROR, INFO, START, event, rule_file
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.composite import Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Severity
from sealog_exporters.alerting.matching.severity import ALL
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from alerting.watching import Watch

ERRORS = "ratio: {of: {severity: ERROR}, gte: 0.5, least: 1}"


def test_all_parts_must_hold_at_the_same_time(watch: Watch) -> None:
    watch(
        f"all: [{{count: {{gte: 4}}}}, {{{ERRORS}}}]",
        "at 0s 1 error -> nothing",
        "at 1s 2 infos -> nothing",
        "at 2s 1 info -> nothing",
        "at 3s 2 errors -> A 2",
        "at 4s 1 info -> A resolved after 0s, 7 in total",
    )


def test_any_part_is_enough_and_the_alert_ends_with_the_last(watch: Watch) -> None:
    watch(
        f"any: [{{count: {{gte: 4}}}}, {{{ERRORS}}}]",
        "at 0s 1 info -> nothing",
        "at 1s 1 error -> A 1",
        "at 2s 2 infos -> nothing",
        "at 3s 1 info -> nothing",
        "at 61s -> A resolved after 59s, 5 in total",
    )


def test_a_part_that_time_alone_makes_true_completes_the_rest(watch: Watch) -> None:
    watch(
        "all: [{ratio: {of: {severity: ERROR}, gte: 0.5, least: 1}}, {count: {gte: 2}}]",
        "at 0s 3 infos -> nothing",
        "at 10s 2 errors -> nothing",
        "at 60s -> A 2",
        "at 70s -> A resolved after 9s, 2 in total",
    )


def test_each_part_ends_at_its_own_clear(watch: Watch) -> None:
    watch(
        "all: [{count: {gte: 4, clear: 2}}, {distinct: {field: user, gte: 2, clear: 1}}]",
        "at 0s 2 infos with user=a -> nothing",
        "at 10s 2 infos with user=b -> A 2",
        "at 60s -> nothing",
        "at 70s -> A resolved after 59s, 4 in total",
    )


def test_a_batch_sent_again_counts_once_for_every_part(watch: Watch) -> None:
    timeline = watch(
        f"all: [{{count: {{gte: 4}}}}, {{{ERRORS}}}]",
        "at 0s 3 errors -> nothing",
        "at 1s the same again -> nothing",
    )
    assert timeline.engine.counters.duplicates == 3


def test_parts_survive_a_restart(watch: Watch) -> None:
    timeline = watch(f"all: [{{count: {{gte: 4}}}}, {{{ERRORS}}}]", "at 0s 3 errors -> nothing")
    timeline.restart()
    timeline.play(["at 1s 1 error -> A 2"])
    timeline.restart()
    timeline.play(["at 60s -> A resolved after 58s, 4 in total"])


def test_the_alert_says_what_each_part_measured(watch: Watch) -> None:
    timeline = watch(
        f"all: [{{count: {{gte: 3}}}}, {{{ERRORS}}}]", "at 0s 1 info -> nothing", "at 1s 1 error -> nothing"
    )
    (decision,) = timeline.feed("1 error")
    assert (decision.value, decision.threshold) == (2, 2)
    assert decision.annotations["parts"] == "count 3 (gte 3), ratio 0.666667 (gte 0.5)"


def test_a_part_without_enough_to_judge_says_no_value(watch: Watch) -> None:
    timeline = watch("any: [{count: {gte: 1}}, {ratio: {of: {severity: ERROR}, lte: 0.5, least: 9}}]")
    (decision,) = timeline.feed("1 info")
    assert decision.annotations["parts"] == "count 1 (gte 1), ratio - (lte 0.5)"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("all: [{count: {gte: 1}}]", "all: must be 2 to 8 aggregations"),
        ("any: [{count: {gte: 1}}, {count: {gte: 1}, absent: true}]", "must be one aggregation, such as"),
        ("any: [{count: {gte: 1}}, {all: []}]", "unknown key `all`"),
        ("count: {gte: 1}\nall: [{absent: true}, {absent: true}]", "a rule has one aggregation"),
    ],
)
def test_what_can_not_be_combined_is_refused_with_its_place(tmp_path: Path, lines: str, message: str) -> None:
    with pytest.raises(SettingError, match=message.replace("[", r"\[")):
        rule(tmp_path, lines)


ROWS = st.lists(
    st.tuples(st.integers(0, 150), st.integers(0, 30), st.sampled_from([INFO, ERROR]), st.sampled_from("abc")),
    min_size=1,
    max_size=60,
)


@given(rows=ROWS, every=st.booleans(), gte=st.integers(1, 6), users=st.integers(1, 3), seed=st.integers(0, 9))
@settings(max_examples=150, deadline=None)
def test_it_fires_exactly_while_the_model_holds(
    rows: list[tuple[int, int, int, str]], every: bool, gte: int, users: int, seed: int
) -> None:
    """Records come some seconds late, in any order within a second, one in three again; the window has 60 seconds."""
    parts = (
        Part("count", Count(gte)),
        Part("ratio", Ratio((Severity(frozenset({ERROR})),), Threshold("gte", 0.5), 2)),
        Part("distinct", Distinct("user", users)),
    )
    aggregation = Composite(parts, every=every)
    rules = rule_file(aggregation=aggregation, window_ns=60 * NS, severities=ALL, annotations={})
    engine = Engine(rules)
    chance = random.Random(seed)
    arrivals = [(now + 40, now + 40 - late, f"s-{n}", *rest) for n, (now, late, *rest) in enumerate(rows)]
    arrivals += [(now + 3, *rest) for now, *rest in arrivals if chance.random() < 1 / 3]
    chance.shuffle(arrivals)
    known: dict[str, tuple[int, int, str]] = {}
    for now in range(40, 260):
        batch = [arrival for arrival in arrivals if arrival[0] == now]
        known.update({uid: (second, severity, user) for _, second, uid, severity, user in batch})
        now_ns = START + now * NS
        engine.feed([event(at, uid, severity=n, attributes={"user": user}) for _, at, uid, n, user in batch], now_ns)
        engine.tick(now_ns)
        window = [row for row in known.values() if now - 60 < row[0] <= now]
        holds = (
            len(window) >= gte,
            len(window) >= 2 and sum(severity == ERROR for _, severity, _ in window) / len(window) >= 0.5,
            len({user for _, _, user in window}) >= users,
        )
        assert bool(engine.firing(now_ns)) == (all(holds) if every else any(holds))
        if now % 50 == 0:
            engine = Engine(rules, engine.snapshot())
