"""A series comes back from its stored state, also from an older version's, and after the clock was set back."""

from __future__ import annotations

import json

from alerting.events import START, rule_file
from sealog_exporters.alerting.engine.series.series import MAX_SAMPLE_CHARS, MAX_SAMPLES, Series
from sealog_exporters.alerting.model.counters import Counters
from sealog_exporters.alerting.syntax.duration import NS


def series() -> Series:
    rule = rule_file().rules[0]
    return Series(("a",), rule.aggregation.new_state(rule.window_ns, Counters()))


def used() -> Series:
    """Give a series in which no field is as at the beginning."""
    one = series()
    one.window.add(START, 7)
    one.pending_ns, one.starts_at_ns, one.told_at_ns, one.seen_ns = (START + n * NS for n in range(4))
    one.total, one.told, one.told_count, one.withheld, one.record = 5, True, 3, 2, ("a", "b")
    one.take(("trace", "span", 7), "a line")
    return one


def test_a_series_comes_back_from_what_was_dumped() -> None:
    before, after = used(), series()
    after.load(json.loads(json.dumps(before.dump())))
    assert after.dump() == before.dump()
    assert after.dump() != series().dump()
    assert (after.trigger, after.samples, after.record) == (before.trigger, before.samples, before.record)


def test_a_state_of_an_older_version_has_withheld_nothing_and_names_no_record() -> None:
    state = used().dump()
    del state["withheld"], state["record"]
    after = used()
    after.load(state)
    assert (after.withheld, after.record) == (0, ())


def test_a_set_back_clock_moves_what_lies_ahead_and_nothing_else() -> None:
    one = used()
    one.window.add(START + 100 * NS, 8)
    one.turn_back(START + 2 * NS)
    assert [(at - START) // NS for at in (one.pending_ns, one.starts_at_ns, one.told_at_ns, one.seen_ns)] == [
        0,
        1,
        2,
        2,
    ]
    window = rule_file().rules[0].window_ns
    assert one.window.value(START + 2 * NS + window - 1) == 1
    assert one.window.value(START + 2 * NS + window) == 0


def test_the_newest_lines_are_kept_and_long_ones_are_cut() -> None:
    one = series()
    for number in range(MAX_SAMPLES + 1):
        one.take(("t", "s", number), f"line {number}")
    assert one.samples == tuple(f"line {number}" for number in range(1, MAX_SAMPLES + 1))
    assert one.trigger == ("t", "s", MAX_SAMPLES)
    for longer, kept in ((0, 0), (1, 1), (2, 0)):
        one.take(("t", "s", 0), "x" * (MAX_SAMPLE_CHARS + longer))
        ending = "…" if longer > 1 else "x" * kept
        assert one.samples[-1] == "x" * MAX_SAMPLE_CHARS + ending
