"""Runs collected from spans as they come. Time is given."""

from __future__ import annotations

from sealog_exporters.workflows import Span
from sealog_exporters.workflows.loading import SpanEvent
from sealog_exporters.workflows.runs.live import LiveRuns


def span(trace: str, name: str, parent: str = "r") -> Span:
    return Span(trace, name, parent, name, 0, 1)


def prompt(trace: str, text: str) -> SpanEvent:
    return SpanEvent(trace, "x", ("gen_ai.content.prompt", {"gen_ai.prompt": text}))


def told(runs: list[list[Span]]) -> list[list[str]]:
    return [[one.name for one in run] for run in runs]


def test_a_run_is_over_when_its_first_span_is_there_and_nothing_comes_any_more() -> None:
    live = LiveRuns(5)
    live.add([span("a", "x")], 0)
    live.add([span("a", "r", parent="")], 4)
    assert live.over(8.9) == []
    assert told(live.over(9)) == [["x", "r"]]
    assert live.over(100) == live.rest() == []


def test_a_run_without_its_first_span_waits_longer() -> None:
    live = LiveRuns(5)
    live.add([span("a", "x")], 0)
    assert live.over(59.9) == []
    assert told(live.over(60)) == [["x"]]


def test_spans_of_several_runs_are_kept_apart() -> None:
    live = LiveRuns(5)
    live.add([span("a", "r", ""), span("b", "r2", ""), span("a", "x")], 0)
    live.add([span("b", "y")], 3)
    assert told(live.over(5)) == [["r", "x"]]
    assert told(live.rest()) == [["r2", "y"]]


def test_what_waits_has_a_bound_and_nothing_is_lost() -> None:
    live = LiveRuns(5)
    given = [run for number in range(3_000) for run in live.add([span(f"t{number}", "x")], number)]
    assert len(given) == 1_000
    assert len(live.rest()) == 2_000
    large = [span("big", "x")] * 150_000
    assert live.add(large, 0) == []
    assert [len(run) for run in live.add([*large[:60_000], span("small", "x")], 1)] == [210_000]
    assert told(live.rest()) == [["x"]]


def test_events_are_contents_of_their_span_whichever_comes_first() -> None:
    for order in (1, -1):
        live = LiveRuns(5)
        for part in [prompt("a", "hello"), span("a", "x"), span("a", "r", "")][::order]:
            live.add([part], 0)
        (run,) = live.over(5)
        assert {one.name: one.attributes.get("gen_ai.prompt") for one in run} == {"x": "hello", "r": None}


def test_events_alone_are_no_run() -> None:
    live = LiveRuns(5)
    live.add([prompt("a", "hello"), prompt("b", "hello")], 0)
    live.add([span("b", "x")], 0)
    assert live.over(5) == []
    assert told(live.over(60)) == [["x"]]
    assert live.rest() == []


def test_the_bytes_of_what_waits_have_a_bound() -> None:
    live = LiveRuns(5)
    assert live.add([span("a", "x"), span("b", "y")], 0, 2**28) == []
    assert told(live.add([span("c", "z")], 1, 2**27)) == [["x"]]
    assert told(live.rest()) == [["y"], ["z"]]
    assert live.add([span("d", "x")], 2, 2**28) == []
