"""The critical path and re-timing, on small traces that are read at a glance and on random ones."""

from __future__ import annotations

from random import Random

import pytest

from sealog_exporters.workflows.critical_path import critical_path
from sealog_exporters.workflows.retiming import Retiming
from sealog_exporters.workflows.span import Span
from sealog_exporters.workflows.tree import ROOT, Tree


def tree(*spans: tuple[str, str, int, int]) -> Tree:
    """Name, parent, start and end of each."""
    return Tree([Span("t", name, parent, name, start, end) for name, parent, start, end in spans])


def told(found: Tree) -> list[tuple[str, int, int]]:
    path = critical_path(found)
    return [("" if one.index == ROOT else found.spans[one.index].name, one.start_ns, one.end_ns) for one in path]


def test_the_child_that_ended_last_was_waited_for() -> None:
    found = tree(("r", "", 0, 10), ("a", "r", 1, 5), ("b", "r", 1, 8))
    assert told(found) == [("r", 0, 1), ("b", 1, 8), ("r", 8, 10)]


def test_calls_in_a_row_are_all_on_the_path() -> None:
    found = tree(("r", "", 0, 10), ("a", "r", 1, 4), ("b", "r", 5, 9))
    assert told(found) == [("r", 0, 1), ("a", 1, 4), ("r", 4, 5), ("b", 5, 9), ("r", 9, 10)]


def test_a_child_may_outlive_its_parent() -> None:
    found = tree(("r", "", 0, 4), ("a", "r", 2, 9))
    assert told(found) == [("r", 0, 2), ("a", 2, 9)]


def test_a_child_that_began_after_its_parent_belongs_to_whom_it_overlaps() -> None:
    found = tree(("r", "", 0, 10), ("a", "r", 1, 3), ("late", "a", 5, 8))
    assert told(found) == [("r", 0, 1), ("a", 1, 3), ("r", 3, 5), ("late", 5, 8), ("r", 8, 10)]


def test_time_between_two_roots_is_no_span() -> None:
    assert told(tree(("a", "", 0, 2), ("b", "", 5, 6))) == [("a", 0, 2), ("", 2, 5), ("b", 5, 6)]


def test_a_child_that_began_before_its_parent_is_on_the_path_with_its_own_time() -> None:
    assert told(tree(("r", "", 5, 20), ("a", "r", 0, 6))) == [("a", 0, 6), ("r", 6, 20)]


def test_a_span_without_an_end_ends_with_its_last_child() -> None:
    found = tree(("r", "", 0, 0), ("a", "r", 1, 7))
    assert (found.endless, found.end[0], found.wall_ns) == ([0], 7, 7)


def test_parents_in_a_circle_end_the_walk() -> None:
    assert tree(("a", "b", 0, 5), ("b", "a", 1, 4), ("c", "c", 2, 3)).wall_ns == 5


def random_tree(seed: int) -> Tree:
    random = Random(seed)
    spans = []
    for index in range(random.randint(1, 40)):
        start = random.randint(0, 60)
        parent = f"s{random.randint(0, 40)}" if random.random() < 0.9 else ""
        spans.append(Span("t", f"s{index}", parent, f"s{index}", start, start + random.randint(-2, 40)))
    return Tree(spans)


@pytest.mark.parametrize("seed", range(300))
def test_any_trace_has_a_path_without_gaps_within_its_spans_and_the_same_time_again(seed: int) -> None:
    found = random_tree(seed)
    path = critical_path(found)
    moment = found.first
    for one in path:
        assert one.start_ns == moment < one.end_ns
        if one.index != ROOT:
            assert found.start[one.index] <= one.start_ns
            assert one.end_ns <= found.end[one.index]
        moment = one.end_ns
    assert moment == found.last
    assert Retiming(found).wall_ns() == found.wall_ns
    for index in range(len(found.spans)):
        assert Retiming(found).wall_ns(together=[index]) == found.wall_ns


def test_a_call_beside_its_twin_saves_only_what_it_takes_longer() -> None:
    found = tree(("r", "", 0, 100), ("a", "r", 0, 90), ("b", "r", 0, 87))
    assert Retiming(found).wall_ns(without=[1]) == 97


def test_calls_at_once_take_as_long_as_the_longest_and_what_it_takes_to_start_them() -> None:
    found = tree(("r", "", 0, 100), ("a", "r", 5, 35), ("b", "r", 37, 77), ("c", "r", 80, 90))
    assert Retiming(found).wall_ns(together=[1, 2]) == 100 - 77 + 5 + 2 + 40


def test_a_trace_as_deep_as_it_has_spans_is_walked() -> None:
    depth = 10_000
    found = tree(*((f"{i}", f"{i - 1}" if i else "", i, 3 * depth - i) for i in range(depth)))
    assert len(critical_path(found)) == 2 * depth - 1
    assert Retiming(found).wall_ns(without=[depth - 1]) == found.wall_ns - (depth + 2)
