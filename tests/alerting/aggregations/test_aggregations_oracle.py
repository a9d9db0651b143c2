"""Aggregations other than `count` against simple models that keep everything: late, repeated and shuffled records."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.sequence import Sequence
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.aggregation import Aggregation

WINDOW_S = 20
ROW = tuple[int, str, str]


@st.composite
def disordered(draw: st.DrawFn, values: str = "abcde", upto: int = 90) -> list[ROW]:
    """Draw (second, value, uid) records, some of them more than once, in any order."""
    pairs = draw(st.lists(st.tuples(st.integers(0, upto), st.sampled_from(values)), min_size=1, max_size=40))
    records = [(second, value, f"s-{n}") for n, (second, value) in enumerate(pairs)]
    again = draw(st.lists(st.sampled_from(records), max_size=20))
    return draw(st.permutations(records + again))


def engine_of(aggregation: Aggregation) -> Engine:
    return Engine(rule_file(aggregation=aggregation, window_ns=WINDOW_S * NS))


def in_reach(row: ROW, seen: Iterable[ROW]) -> bool:
    """Tell whether a record is taken: at most two windows behind the newest."""
    return row[0] > max((other[0] for other in seen), default=0) - 2 * WINDOW_S or not seen


def enough_distinct(rows: Iterable[ROW], wanted: int) -> bool:
    rows = list(rows)
    return any(
        len({value for second, value, _ in rows if end - WINDOW_S < second <= end}) >= wanted for end, _, _ in rows
    )


@given(stream=disordered(), wanted=st.integers(1, 5))
@settings(max_examples=300, deadline=None)
def test_distinct_fires_with_exactly_the_record_that_completes_a_window(stream: list[ROW], wanted: int) -> None:
    engine = engine_of(Distinct("value", wanted))
    seen: list[ROW] = []
    for row in stream:
        if in_reach(row, seen):
            seen.append(row)
        second, value, uid = row
        fired = engine.feed([event(second, uid, attributes={"value": value})], START + 20 * NS)
        assert bool(fired) == enough_distinct(seen, wanted)
        if fired:
            break
        engine = restarted(engine, Distinct("value", wanted)) if second % 7 == 0 else engine


def restarted(engine: Engine, aggregation: Aggregation) -> Engine:
    again = engine_of(aggregation)
    again.restore(engine.snapshot())
    return again


def has_chain(rows: Iterable[ROW]) -> bool:
    """Look at every three records, in the order of time; of one time, earlier steps come first."""
    ordered = sorted({row for row in rows if row[1] in "abc"})
    return any((x[1], y[1], z[1]) == ("a", "b", "c") and z[0] - x[0] < WINDOW_S for x, y, z in combinations(ordered, 3))


@given(stream=disordered("abcd", upto=60))
@settings(max_examples=300, deadline=None)
def test_a_sequence_fires_with_exactly_the_record_that_completes_it(stream: list[ROW]) -> None:
    aggregation = Sequence(tuple((Condition("value", "equals", (step,)),) for step in "abc"), ordered=True)
    engine = engine_of(aggregation)
    seen: list[ROW] = []
    for row in stream:
        second, value, uid = row
        if value in "abc" and in_reach(row, seen):
            seen.append(row)
        fired = engine.feed([event(second, uid, attributes={"value": value})], START + 20 * NS)
        assert bool(fired) == has_chain(seen)
        if fired:
            break
        engine = restarted(engine, aggregation) if second % 7 == 0 else engine


@given(stream=disordered("012345", upto=39), at_s=st.integers(40, 70))
@settings(max_examples=300, deadline=None)
def test_levels_read_the_same_whatever_the_order_and_however_often(stream: list[ROW], at_s: int) -> None:
    """Seconds are whole slots' boundaries here: a slot of a 20-second window is a third of a second."""
    rows = {row for row in stream if row[0] > at_s - WINDOW_S}
    numbers = [int(value) for _, value, _ in rows]
    measures: dict[float, Aggregation] = {}
    if numbers:
        part = sum(number >= 3 for number in numbers) / len(numbers)
        measures = {
            part: Ratio((Condition("value", "gte", ("3",)),), Threshold("gte", 0), 1),
            sum(numbers): Statistic("value", "sum", 0, Threshold("gte", -1), 1),
            max(numbers): Statistic("value", "max", 0, Threshold("gte", -1), 1),
        }
    for expected, aggregation in measures.items():
        engine = engine_of(aggregation)
        now_ns = START + at_s * NS
        fed = [event(second, uid, attributes={"value": value}) for second, value, uid in stream]
        half = len(fed) // 2
        engine.feed(fed[:half], START + 39 * NS)
        engine = restarted(engine, aggregation)
        engine.feed(fed[half:], START + 39 * NS)
        engine.tick(now_ns)
        (decision,) = engine.firing(now_ns)
        assert abs(decision.value - expected) < 1e-4


@given(numbers=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), percentile=st.integers(0, 100))
@settings(max_examples=200, deadline=None)
def test_a_percentile_is_within_a_hundredth_of_the_true_one(numbers: list[float], percentile: int) -> None:
    engine = engine_of(Statistic("value", "", percentile, Threshold("gte", -1e15), 1))
    now_ns = START + NS
    (decision,) = engine.feed([event(0, f"s-{n}", attributes={"value": x}) for n, x in enumerate(numbers)], now_ns)
    true = sorted(numbers)[max(-(-percentile * len(numbers) // 100), 1) - 1]
    assert abs(decision.value - true) <= 0.0101 * abs(true) + 1e-8
