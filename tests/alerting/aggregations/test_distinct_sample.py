"""`distinct` above its exact limit: it follows a sample of the values."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event, rule_file
from alerting.rulefiles import rule
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.event import Event

WINDOW_S = 60


def records(values: int, seconds: int = WINDOW_S - 1) -> list[Event]:
    """Each value once, spread over some seconds."""
    return [
        event(seconds * number / values, f"s-{number}", attributes={"user": f"user-{number}"})
        for number in range(values)
    ]


def fired_with(gte: int, fed: list[Event]) -> tuple[int, float] | None:
    """Give how many records it took to fire, and the value that was told."""
    engine = Engine(rule_file(aggregation=Distinct("user", gte), window_ns=WINDOW_S * NS))
    for number, one in enumerate(fed, 1):
        decisions = engine.feed([one], START + WINDOW_S * NS)
        if decisions:
            return number, decisions[0].value
    return None


def test_below_the_bound_it_is_exact() -> None:
    assert fired_with(4_095, records(4_200)) == (4_095, 4_095)


@pytest.mark.parametrize("gte", [4_096, 5_000, 8_191, 20_000, 65_536])
def test_above_it_fires_within_seven_hundredths_of_the_threshold(gte: int) -> None:
    """Three standard errors of 2.2 %."""
    fired = fired_with(gte, records(int(1.1 * gte)))
    assert fired is not None
    number, value = fired
    assert abs(number - gte) < 0.07 * gte
    assert value >= gte


def test_above_it_does_not_fire_below_nine_tenths_of_the_threshold() -> None:
    assert fired_with(20_000, records(18_000)) is None


def test_the_estimate_does_not_depend_on_order_nor_on_repetitions() -> None:
    fed = records(12_000, seconds=90)
    shuffled = [*fed, *fed[:3_000]]
    random.Random(3).shuffle(shuffled)
    readings = set()
    for stream in (fed, shuffled):
        aggregation = Distinct("user", 9_000)
        meter = aggregation.new_state(WINDOW_S * NS, Engine(rule_file()).counters)
        sense = aggregation.extractor()
        for one in stream:
            meter.add(one.time_unix_nano, 0, sense(one))
        readings.add(meter.value(START + 90 * NS))
    (reading,) = readings
    assert abs(reading - 8_000) < 0.07 * 8_000


def test_a_group_keeps_sixteen_thousand_values_at_most_whatever_the_threshold() -> None:
    assert max(Distinct("user", gte).max_values for gte in range(1, 1_000_000, 997)) <= 16_384


def test_state_is_kept_while_the_same_values_are_followed() -> None:
    counted = [Distinct("user", gte).state_identity for gte in (5, 4_095, 4_096, 8_191, 8_192)]
    assert counted == ["distinct user", "distinct user", "distinct user 1/2", "distinct user 1/2", "distinct user 1/4"]


def test_a_rule_file_may_ask_for_a_million_values(tmp_path: Path) -> None:
    assert rule(tmp_path, "distinct: {field: user, gte: 1000000}").aggregation.threshold.level == 1_000_000
