"""`new`, `absent` and `spike` against simple models that keep everything: late, repeated and shuffled records."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.aggregations.absent import Absent
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from random import Random

    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.event import Event

WINDOW_S = 20
LEARN_S, FORGET_S = 10, 64
SILENCE_S = 30
WARMUP = 3
MORE = 2


def engine_of(aggregation: Aggregation, window_s: int = WINDOW_S) -> Engine:
    return Engine(rule_file(aggregation=aggregation, window_ns=window_s * NS, keep_firing_for_ns=0))


def record(second: int, number: int, value: str = "a") -> Event:
    return event(second, f"s-{number}", attributes={"value": value})


@st.composite
def arrivals(draw: st.DrawFn, upto: int = 150, late: int = 15) -> list[tuple[int, int, int]]:
    """Draw (second of arrival, second of the record, number) in the order of arrival; some come twice."""
    times = draw(st.lists(st.integers(0, upto), min_size=1, max_size=40))
    rows = [
        (second + draw(st.integers(0, late)), second, number)
        for number, second in enumerate(times)
        for _ in range(draw(st.sampled_from([1, 1, 2])))
    ]
    return sorted(rows, key=lambda row: row[0])


@given(
    stream=st.lists(st.tuples(st.integers(0, 200), st.sampled_from("abcd")), min_size=1, max_size=40),
    again=st.lists(st.integers(0, 39), max_size=10),
)
@settings(max_examples=200, deadline=None)
def test_new_fires_with_exactly_the_values_that_were_not_there_before(
    stream: list[tuple[int, str]], again: list[int]
) -> None:
    """What is known of a value is when it came last, in the order of arrival; its time is noted to a 64th."""
    engine = engine_of(NewValue("value", LEARN_S * NS, FORGET_S * NS))
    last: dict[str, int] = {}
    first: int | None = None
    numbered = list(enumerate(stream))
    for number, (second, value) in numbered + [numbered[n] for n in again if n < len(numbered)]:
        first = second if first is None else first
        new = value not in last or second - last[value] > FORGET_S
        if value not in last or second - last[value] > FORGET_S // 64:
            last[value] = second
        expected = new and second >= first + LEARN_S
        before = engine.counters.fired
        now_ns = START + 300 * NS
        engine.feed([record(second, number, value)], now_ns)
        assert engine.counters.fired - before == expected
        engine.tick(now_ns)  # its window is over, so the next new value begins an alert of its own


@given(stream=arrivals())
@settings(max_examples=200, deadline=None)
def test_absent_is_on_in_exactly_the_seconds_at_which_nothing_came_for_so_long(
    stream: list[tuple[int, int, int]],
) -> None:
    """The newest time counts, whatever the order; at the start, silence counts from the first look."""
    engine = engine_of(Absent(SILENCE_S * NS, 10_000 * NS), SILENCE_S)
    newest: int | None = None
    looked: int | None = None
    by_second = {second: list(rows) for second, rows in groupby(stream, key=lambda row: row[0])}
    for now in range(220):
        now_ns = START + now * NS
        came = by_second.get(now, [])
        engine.feed([record(second, number) for _, second, number in came], now_ns)
        engine.tick(now_ns)
        if came:
            newest = max([second for _, second, _ in came] + ([] if newest is None else [newest]))
            looked = now if looked is None else looked
        if newest is not None and looked is not None:
            on = bool(engine.firing(now_ns))
            assert on == (now - max(newest, looked) >= SILENCE_S)


@given(counts=st.lists(st.integers(0, 6), min_size=1, max_size=14), order=st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_spike_is_on_at_exactly_the_window_ends_with_so_many_times_the_usual_count(
    counts: list[int], order: Random
) -> None:
    """Each window's records come shuffled and twice, during it; what is usual is computed here from all windows."""
    aggregation = Spike(Threshold("gte", MORE), 1, WARMUP, weekly=False)
    engine = engine_of(aggregation)
    base = -(-START // (WINDOW_S * NS)) * WINDOW_S - START // NS  # a window begins there
    number = 0
    for window, count in enumerate([1, *counts]):
        begin = base + window * WINDOW_S
        rows = [(begin + 1 + place, number + place) for place in range(count)] * 2
        order.shuffle(rows)
        number += count
        now_ns = START + (begin + WINDOW_S) * NS - 1
        engine.feed([record(second, one) for second, one in rows], now_ns)
        engine.tick(now_ns)
        usual = usual_count([1, *counts][: max(window - 1, 0)])
        expected = usual is not None and count >= 1 and count / max(usual, 1.0) >= MORE
        assert bool(engine.firing(now_ns)) == expected


def usual_count(whole: list[int]) -> float | None:
    """Compute the average over all windows that are over for one window; the first was seen in part and teaches not."""
    seen = whole[1:]
    if len(seen) < WARMUP:
        return None
    mean = 0.0
    for learned, count in enumerate(seen, 1):
        taught = min(count, max(mean, 1.0) * MORE) if learned > WARMUP else count
        mean += (taught - mean) * max(1 / learned, 2 / (2 * WARMUP + 1))
    return mean
