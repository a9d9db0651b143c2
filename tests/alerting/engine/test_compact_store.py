"""The store of compact series: packed, ordered, bounded, and complete when a series is used again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from alerting.events import START, event, rule_file
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.new_value import NewValue
from sealog_exporters.alerting.aggregations.ratio import Ratio
from sealog_exporters.alerting.aggregations.sequence import Sequence
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.engine.series.series import Phase, Series
from sealog_exporters.alerting.engine.series.store import SeriesStore
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.aggregation import DUPLICATE
from sealog_exporters.alerting.model.counters import Counters
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.aggregation import Aggregation
    from sealog_exporters.alerting.model.alert.decision import Decision

COUNT = Count(3)
SEQUENCE = Sequence(tuple((Condition("value", "equals", (text,)),) for text in "xy"), ordered=True)


def groups(limit: int, max_ready: int, aggregation: Aggregation = COUNT) -> SeriesStore:
    return SeriesStore(limit, max_ready, lambda key: Series(key, aggregation.new_state(60 * NS, Counters())))


def group(
    name: str, at_s: int = 0, *, item: Any = True, phase: Phase = Phase.INACTIVE, aggregation: Aggregation = COUNT
) -> Series:
    made = Series((name,), aggregation.new_state(60 * NS, Counters()))
    made.window.add(START + at_s * NS, 7 + at_s, item)
    made.seen_ns = START + at_s * NS
    made.phase = phase
    return made


def names(groups: SeriesStore) -> str:
    return "".join(group.key[0] for group in groups)


@pytest.mark.parametrize(
    ("aggregation", "item"),
    [
        (COUNT, True),
        (Distinct("user", 3), (5, -6)),
        (NewValue("kind", 0, NS), (5, -6)),
        (Sequence(((), ()), True), (0,)),
    ],
    ids=["count", "distinct", "new", "sequence"],
)
def test_a_cold_group_comes_back_with_all_that_it_measured(aggregation: Aggregation, item: object) -> None:
    table = groups(9, 1, aggregation)
    before = group("a", item=item, aggregation=aggregation)
    before.told_at_ns, before.told_count = START, 2
    table.add(before)
    table.add(group("b", item=item, aggregation=aggregation))
    assert (len(table), table.ready) == (2, 1)
    after = table.get(("a",))
    assert after is not None
    assert after is not before
    assert after.window.dump() == before.window.dump()
    assert (after.seen_ns, after.told_at_ns, after.told_count) == (START, START, 2)


def test_the_groups_used_last_are_the_ready_ones() -> None:
    table = groups(9, 2)
    for name in "abc":
        table.add(group(name))
    assert (table.get(("a",)) is not None, names(table), table.ready) == (True, "bca", 2)


def test_of_too_many_groups_the_longest_unseen_goes_cold_ones_first() -> None:
    table = groups(3, 1)
    gone = [one for name in "abcd" for one in table.add(group(name))]
    assert (gone, names(table)) == ([(("a",), None)], "bcd")


def test_a_firing_group_is_never_cold() -> None:
    table = groups(9, 1)
    for name in "abc":
        table.add(group(name, phase=Phase.FIRING if name == "a" else Phase.INACTIVE))
    assert [group.key for group in table.active()] == [("a",)]


def test_more_firing_groups_than_may_be_ready_give_up_the_longest_unseen() -> None:
    table = groups(9, 2)
    gone = [one for name in "abc" for one in table.add(group(name, phase=Phase.FIRING))]
    assert [key for key, _ in gone] == [("a",)]


def test_groups_with_too_many_numbers_are_laid_down_until_the_rest_is_small_enough() -> None:
    table = groups(9, 9)
    for name in "abcd":
        table.add(group(name))
    assert (table.shrink(2), table.ready, len(table)) == ([], 2, 4)


def test_firing_groups_with_too_many_numbers_are_given_up_to_the_last() -> None:
    table = groups(9, 9)
    for name in "abc":
        table.add(group(name, phase=Phase.FIRING))
    assert ([key for key, _ in table.shrink(0)], table.ready) == ([("a",), ("b",)], 1)


def test_the_bytes_of_cold_groups_are_counted_and_given_back() -> None:
    table = groups(9, 1)
    for name in "abc":
        table.add(group(name))
    assert 0 < table.compact_bytes < 2 * 100
    table.remove(("a",))
    table.get(("b",))
    table.remove(("b",))
    table.remove(("c",))
    assert (table.compact_bytes, len(table)) == (0, 0)


def test_cold_groups_that_nothing_came_for_are_listed_longest_unseen_first() -> None:
    table = groups(9, 1)
    for second, name in enumerate("abcd"):
        table.add(group(name, second))
    assert [group.key[0] for group in table.unseen_since(START + NS)] == ["a", "b"]
    assert [group.key[0] for group in table.unseen_since(START + 9 * NS)] == ["a", "b", "c", "d"]


def test_group_keys_of_several_fields_lie_cold_as_well() -> None:
    table = groups(9, 1)
    for key in (("a", "b"), ("a", "c"), ()):
        made = group("x")
        made.key = key
        table.add(made)
    assert [group.key for group in table] == [("a", "b"), ("a", "c"), ()]


def test_levels_with_too_many_uids_forget_those_of_the_longest_unseen() -> None:
    aggregation = Ratio((), Threshold("gte", 1), 1)
    table = groups(9, 9, aggregation)
    old, new = (group(name, second, aggregation=aggregation) for second, name in enumerate("ab"))
    table.add(old)
    table.add(new)
    table.drop_dedup(1)
    assert [one.window.add(one.seen_ns, 7 + second, True) for second, one in enumerate((old, new))] == [0, DUPLICATE]


@given(
    stream=st.lists(st.tuples(st.integers(0, 60), st.sampled_from("abcdefg"), st.sampled_from("xyz")), max_size=60),
    aggregation=st.sampled_from([COUNT, Distinct("value", 2), NewValue("value", 20 * NS, 40 * NS), SEQUENCE]),
)
@settings(max_examples=200, deadline=None)
def test_decisions_are_the_same_however_few_groups_are_ready(
    stream: list[tuple[int, str, str]], aggregation: Aggregation
) -> None:
    rules = rule_file(aggregation=aggregation, group_by=("user",), window_ns=20 * NS, annotations={})
    few, many = Engine(rules, max_ready=2), Engine(rules)
    for number, (second, user, value) in enumerate(stream):
        fed = [event(second, f"s-{number}", attributes={"user": user, "value": value})]
        now_ns = START + 61 * NS + number * NS
        decided = [plain(engine.feed(fed, now_ns) + engine.tick(now_ns)) for engine in (few, many)]
        assume(not few.counters.evicted_firing)  # three that fire can't all be ready
        assert decided[0] == decided[1]


def plain(decisions: list[Decision]) -> list[Decision]:
    """Leave out what is not kept of cold groups."""
    return [replace(decision, samples=(), total=0, annotations={}) for decision in decisions]


def test_a_rule_file_sets_how_many_groups_are_kept(tmp_path: Path) -> None:
    assert rule(tmp_path, "max_groups: 1000000").max_groups == 1_000_000
    assert rule(tmp_path, "").max_groups == 10_000


def test_what_is_judged_as_time_passes_may_have_as_many_groups(tmp_path: Path) -> None:
    assert rule(tmp_path, "absent: true\nmax_groups: 1000000").max_groups == 1_000_000
    with pytest.raises(SettingError, match=r"max_groups.*from 1 to 1000000"):
        rule(tmp_path, "absent: true\nmax_groups: 1000001")
