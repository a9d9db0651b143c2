"""Compact series that time alone may make fire: they are read when due, and decide like uncompacted ones."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import ERROR, INFO, START, event, rule_file
from sealog_exporters.alerting.aggregations.absent import Absent, AbsentGauge
from sealog_exporters.alerting.aggregations.composite import Composite, Part
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.engine.series import store as store_module
from sealog_exporters.alerting.matching.condition import Severity
from sealog_exporters.alerting.matching.severity import ALL
from sealog_exporters.alerting.model.rule import Cooldown
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.state.checkpoint import Checkpointer
from sealog_exporters.alerting.state.store import StateStore
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

WINDOW_S = 20
ONCE = Cooldown(86_400 * NS, 1.0, 86_400 * NS)
ERRORS = (Severity(frozenset({ERROR})),)
ABSENT = Absent(WINDOW_S * NS, 400 * NS)
RATIO = Ratio(ERRORS, Threshold("gte", 0.6, 0.3), 2)
LEVELS: dict[str, Aggregation] = {
    "absent": ABSENT,
    "ratio": RATIO,
    "ratio that falls": Ratio(ERRORS, Threshold("lt", 0.4), 2),
    "lowest": Statistic("ms", "min", 0, Threshold("gt", 4), 1),
    "sum": Statistic("ms", "sum", 0, Threshold("lt", 3), 1),
    "percentile": Statistic("ms", "", 50, Threshold("gte", 6), 2),
    "rise": Spike(Threshold("gte", 2), 2, 2, weekly=False),
    "rise from hour to hour": Spike(Threshold("gte", 1.5), 1, 2, weekly=True),
    "fall": Spike(Threshold("lte", 0.5), 1, 2, weekly=False),
    "fall from hour to hour": Spike(Threshold("lte", 0.5), 1, 2, weekly=True),
    "fall that teaches": Spike(Threshold("lte", 1.5), 2, 2, weekly=False),
    "all": Composite((Part("absent", ABSENT), Part("ratio", RATIO)), every=True),
    "any": Composite(
        (Part("count", Count(3)), Part("new", NewValue("ms", 9 * NS, 99 * NS)), Part("ratio", RATIO)), every=False
    ),
    "all but one by record": Composite((Part("distinct", Distinct("ms", 2)), Part("absent", ABSENT)), every=True),
}
STREAM = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1, 1, 2, 5, 13, 40]),
        st.lists(
            st.tuples(
                st.sampled_from("abcdefg"), st.integers(0, 9), st.sampled_from([ERROR, INFO]), st.integers(-30, 3)
            ),
            max_size=4,
        ),
    ),
    max_size=40,
)
"""Seconds until the next batch; and its records: key, number, severity, and how much they are late."""


@contextmanager
def few_ready() -> Iterator[None]:
    """Let engines that are made meanwhile keep one quiet group ready."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_module, "MAX_READY_TIMED", 1)
        yield


def rules_of(aggregation: Aggregation, window_s: int = WINDOW_S, **changes: Any) -> RuleFile:
    changes = {
        "annotations": {},
        "severities": ALL,
        "cooldown": ONCE,
        "keep_firing_for_ns": 0,
        "max_groups": 1_000_000,
        **changes,
    }
    return rule_file(aggregation=aggregation, group_by=("user",), window_ns=window_s * NS, **changes)


def seen(user: str, second: float, severity: int = INFO, ms: int = 3) -> Event:
    return event(second, f"{user}-{second}", severity=severity, attributes={"user": user, "ms": ms})


def told(engine: Engine, seconds: range) -> list[tuple[int, str, str]]:
    """Let seconds pass in which nothing comes; list when what was told of whom."""
    return [
        one
        for second in seconds
        for one in sorted((second, two.group[0][1], two.kind) for two in engine.tick(START + second * NS))
    ]


@pytest.mark.parametrize("kind", LEVELS)
@given(stream=STREAM, stops=st.sets(st.integers(0, 40), max_size=2))
@settings(max_examples=80, deadline=None)
def test_decisions_are_the_same_however_few_groups_are_ready(
    kind: str, stream: list[tuple[int, list[tuple[str, int, int, int]]]], stops: set[int]
) -> None:
    """Also where the process ends in between, and for half an hour in which nothing comes."""
    rules = rules_of(LEVELS[kind])
    with few_ready():
        few = Engine(rules)
    many = Engine(rules)
    now_ns = START
    for number, (seconds, batch) in enumerate([*stream, *[(7, [])] * 30, *[(399, [])] * 5]):
        fed = [
            event(
                (now_ns - START) / NS + late,
                f"s-{number}-{place}",
                severity=severity,
                attributes={"user": user, "ms": ms},
                trace_id=f"{number:016x}{place:016x}",
            )
            for place, (user, ms, severity, late) in enumerate(batch)
        ]
        decided = [
            plain(engine.feed(fed, now_ns)) + plain([] if seconds == 0 else engine.tick(now_ns))
            for engine in (few, many)
        ]
        assert decided[0] == decided[1]
        if number in stops:
            with few_ready():
                few = Engine(rules, few.snapshot())
            many = Engine(rules, many.snapshot())
        now_ns += seconds * NS + 1
    assert many.stats()["cold_groups"] == 0
    assert few.stats()["cold_groups"] >= few.stats()["groups"] - few.stats()["firing"] - 1


def plain(decisions: list[Decision]) -> list[Decision]:
    """Leave out what is not kept of cold groups; who ends or begins in one moment may do so in any order."""
    told = [
        replace(decision, samples=(), total=0, annotations={}, trigger=decision.trigger._replace(uid="", time_ns=0))
        for decision in decisions
    ]
    return sorted(told, key=lambda decision: (decision.kind, decision.fingerprint))


def test_silence_of_a_cold_group_fires_in_its_second_and_ends_with_its_next_record() -> None:
    with few_ready():
        engine = Engine(rules_of(ABSENT))
    engine.feed([seen(user, 0) for user in "abc"], START)
    engine.feed([seen("b", 5)], START + 5 * NS)
    assert engine.stats()["cold_groups"] == 2
    assert told(engine, range(31)) == [(20, "a", "firing"), (20, "c", "firing"), (25, "b", "firing")]
    ended = engine.feed([seen("c", 31)], START + 31 * NS)
    assert [(decision.group[0][1], decision.kind) for decision in ended] == [("c", "resolved")]


def test_a_cold_ratio_rises_and_falls_by_time_alone() -> None:
    """Its good records leave the window, and then its bad ones."""
    with few_ready():
        engine = Engine(rules_of(RATIO))
    batches = [[seen("a", second, INFO) for second in (0, 0.5, 1)], [seen("a", second, ERROR) for second in (9, 9.5)]]
    for batch in batches:
        engine.feed([*batch, seen("z", 9)], START + 9 * NS + NS // 2)
    engine.feed([seen("y", 10)], START + 10 * NS)
    assert engine.stats()["cold_groups"] == 2
    assert told(engine, range(10, 60)) == [(21, "a", "firing"), (29, "a", "resolved")]


def test_a_cold_group_outlives_kill_9_and_fires_by_time_alone(tmp_path: Path) -> None:
    """What lies in the directory while the process goes on is what a killed one leaves."""
    with few_ready():
        store = StateStore(tmp_path / "live")
        checkpointer = Checkpointer(store, durable=True)
        rules = rules_of(ABSENT)
        engine, _ = checkpointer.engine(rules)
        for second in range(3):
            engine.feed([seen(user, second) for user in "abc"], START + second * NS)
            checkpointer.commit(engine, START + second * NS)
        shutil.copytree(tmp_path / "live", tmp_path / "left")
        left = StateStore(tmp_path / "left")
        after, left_out = Checkpointer(left, durable=True).engine(rules, since_ns=START + 9 * NS)
    assert (left_out, after.stats()["groups"], after.stats()["cold_groups"]) == (0, 3, 2)
    assert told(after, range(9, 60)) == [(29, user, "firing") for user in "abc"]
    store.close()
    left.close()


@pytest.mark.parametrize("durable", [False, True])
def test_rules_that_are_taken_anew_all_the_time_still_tell_a_silence_when_it_is_due(
    tmp_path: Path, *, durable: bool
) -> None:
    now = [START]
    rules = rules_of(ABSENT)
    service = AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path if durable else None)
    service.feed([seen("a", 0)])

    async def main() -> None:
        for _ in range(4):
            now[0] += 6 * NS
            await service.reload(rules)
            service.feed([seen("b", (now[0] - START) / NS)])
        await service.start()
        await asyncio.sleep(0.01)

    asyncio.run(main())
    assert [one.alert.labels["user"] for one in service.alert_states()] == ["a"]


def test_a_clock_that_is_set_back_by_an_hour_does_not_stop_the_look_at_cold_groups() -> None:
    with few_ready():
        engine = Engine(rules_of(ABSENT, 400))
    engine.tick(START + 3_600 * NS)
    engine.feed([seen(user, 0) for user in "abc"], START)
    engine.feed([seen("c", 1)], START + NS)
    assert engine.stats()["cold_groups"] == 2
    assert {user for _, user, _ in told(engine, range(2, 21))} == {"a", "b"}


def test_cold_groups_are_looked_at_only_when_time_may_fire_them() -> None:
    """A thousand groups cost what the few cost that are due."""
    with few_ready():
        engine = Engine(rules_of(ABSENT, 400))
    looks = []
    gauge = AbsentGauge.read
    with pytest.MonkeyPatch.context() as patch:
        engine.feed([seen(f"u{number}", 0) for number in range(1_000)], START)
        patch.setattr(AbsentGauge, "read", lambda *args, **kwargs: looks.append(1) or gauge(*args, **kwargs))
        assert told(engine, range(1, 19)) == []
    assert len(looks) < 40


@pytest.mark.parametrize("kind", LEVELS)
def test_a_cold_group_of_one_record_takes_some_hundred_bytes(kind: str) -> None:
    with few_ready():
        engine = Engine(rules_of(LEVELS[kind]))
    engine.feed([seen(user, 0) for user in "abcdefg"], START)
    engine.tick(START + NS)
    stats = engine.stats()
    assert stats["cold_groups"] >= 5
    assert stats["cold_bytes"] / stats["cold_groups"] < 300
