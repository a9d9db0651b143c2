"""Runs compared with others, with a plan's prediction and with their history."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from sealog.coordinator import Plan
from sealog.errors import SettingError
from sealog_exporters.workflows import Span
from sealog_exporters.workflows.plans import ObservedRun, make_plan, observe
from sealog_exporters.workflows.runs import History, check_plan, compare

if TYPE_CHECKING:
    from pathlib import Path

MS = 10**6
LONG = {"sky": "clear all day", "wind": "north, strong"}


def run(number: int, steps: dict[str, tuple[float, float]], version: str = "", tokens: int = 100) -> ObservedRun:
    """Make a run of tool calls with a start and an end each, within a node of the same name, and one model call."""
    trace = f"{number:032x}"
    end = max(one[1] for one in steps.values())
    spans = [Span(trace, "01", "", "trip", 0, round(end * MS), version=version)]
    for place, (name, (start, stop)) in enumerate(steps.items()):
        times = round(start * MS), round(stop * MS)
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": name,
            "gen_ai.tool.call.arguments": json.dumps({"of": name}),
            "gen_ai.tool.call.result": json.dumps(LONG),
        }
        spans.append(Span(trace, f"a{place}", "01", name, *times, attributes={"sealog.workflow.node": name}))
        spans.append(Span(trace, f"b{place}", f"a{place}", f"tool {name}", *times, attributes=attributes))
    model = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1", "gen_ai.usage.input_tokens": tokens}
    spans.append(Span(trace, "c0", "01", "chat m-1", 0, 1, attributes=model))
    return observe(spans, reads=["news", "weather"])


def serial(number: int, weather: float = 400, news: float = 500, **more: Any) -> ObservedRun:
    return run(number, {"weather": (10, 10 + weather), "news": (20 + weather, 20 + weather + news)}, **more)


def parallel(number: int, weather: float = 400, news: float = 500) -> ObservedRun:
    return run(number, {"weather": (10, 10 + weather), "news": (20, 20 + news)})


def whole(found: dict[str, Any]) -> dict[str, Any]:
    return {one["what"]: one for one in found["whole"]}


def noisy(numbers: range, weather: float, seed: int, **more: Any) -> list[ObservedRun]:
    random = Random(seed)
    near = [(random.uniform(0.9, 1.1), random.uniform(0.9, 1.1)) for _ in numbers]
    return [serial(n, weather * one, 500 * two, **more) for n, (one, two) in zip(numbers, near, strict=True)]


def test_a_change_beyond_noise_is_credited_with_what_is_beyond_it() -> None:
    found = whole(compare(noisy(range(1, 9), 400, 1), [parallel(number) for number in range(11, 19)]))
    assert found["wall_ms"]["verdict"] == "less"
    assert -420 < found["wall_ms"]["credited"] < -300
    assert found["tokens"]["verdict"] == "within_noise"


def test_runs_of_the_same_kind_are_within_noise() -> None:
    found = compare(noisy(range(1, 9), 400, 1), noisy(range(11, 19), 400, 2))
    assert {one["verdict"] for one in (*found["whole"], *found["calls"])} == {"within_noise"}
    assert found["regressions"] == []


def test_few_runs_are_said_to_be_too_few() -> None:
    found = compare([serial(1)], [parallel(2)])
    assert {one["verdict"] for one in found["whole"]} == {"too_few_runs"}
    assert {one["credited"] for one in found["whole"]} == {0}


def test_a_regression_is_named_with_the_versions() -> None:
    before = noisy(range(1, 13), 400, 1, version="1.4.0")
    found = compare(before, noisy(range(21, 33), 700, 2, version="1.5.0"))
    named = {(one.get("name"), one["what"]): one for one in found["regressions"]}
    assert {(None, "wall_ms"), ("weather", "ms")} <= named.keys()
    assert ("news", "ms") not in named
    assert (named["weather", "ms"]["from_version"], named["weather", "ms"]["to_version"]) == ("1.4.0", "1.5.0")


def test_calls_that_came_or_went_are_named() -> None:
    found = compare([run(1, {"weather": (0, 9)})], [run(2, {"news": (0, 9)})])
    assert [one["name"] for one in found["new_calls"]] == ["news", "news"]
    assert [one["name"] for one in found["gone_calls"]] == ["weather", "weather"]


def planned() -> dict[str, Any]:
    return make_plan([serial(1), serial(2)])


def test_a_prediction_that_holds_stays() -> None:
    plan = planned()
    rows, kept = check_plan(plan, [parallel(5, 410, 490), parallel(6)])
    assert [row["withdrawn"] for row in rows] == [False, False]
    assert all(abs(row["miss"]) < 0.1 for row in rows)
    assert kept["parallel_groups"] == plan["parallel_groups"]
    assert kept["withdrawn"] == []


def test_a_group_that_misses_is_withdrawn_and_named() -> None:
    slower = [parallel(number, 900, 1_000) for number in (5, 6)]  # at once, each takes twice as long
    rows, kept = check_plan(planned(), slower)
    group = "parallel: weather, news"
    assert [(row["item"], row["withdrawn"]) for row in rows] == [("plan", True), (group, True)]
    assert kept["parallel_groups"] == []
    reasons = [("plan", "missed by +96%"), (group, "missed by +98%")]
    assert [(one["item"], one["reason"]) for one in kept["withdrawn"]] == reasons
    assert [node.after for node in Plan.from_json(kept).nodes] == [(), ("weather",)]


def test_a_plan_whose_items_hold_but_which_misses_as_a_whole_is_withdrawn_as_a_whole() -> None:
    late = run(5, {"weather": (400, 800), "news": (410, 910)})
    rows, kept = check_plan(planned(), [late])
    assert [row["withdrawn"] for row in rows] == [True, True]
    assert kept["parallel_groups"] == []


def test_runs_that_were_not_timed_withdraw_nothing() -> None:
    rows, kept = check_plan(planned(), [run(5, {"weather": (10, 400)})])
    assert rows[1]["measured_ms"] is None
    assert not rows[1]["withdrawn"] or rows[0]["withdrawn"]
    assert Plan.from_json(kept)


def test_a_cache_is_withdrawn_if_equal_calls_are_made_again() -> None:
    cache = {"id": "cache: weather", "key": ["name", "arguments"], "max_age_ms": 900}
    plan = {"version": 1, "nodes": [], "calls": [{"kind": "tool", "name": "weather", "cache": cache}]}
    spans = list(serial(5).tree.spans)
    again = next(span for span in spans if span.name == "tool weather")
    second = Span(again.trace_id, "ff", "01", "tool weather", 500 * MS, 900 * MS, attributes=again.attributes)
    twice = observe([*spans, second])
    assert [row["withdrawn"] for row in check_plan(plan, [serial(5)])[0]] == [False, False]
    rows, kept = check_plan(plan, [twice])
    assert [row["withdrawn"] for row in rows] == [False, True]
    assert kept["calls"] == []
    assert kept["withdrawn"][0]["reason"] == "equal calls were made again"


def test_a_history_gives_quantiles_within_a_percent_after_it_was_stored(tmp_path: Path) -> None:
    random, file = Random(5), tmp_path / "history.json"
    lasted = [random.lognormvariate(5, 1) for _ in range(200)]
    for part in (range(100), range(100, 200)):
        history = History.load(file)
        assert history.add(run(number, {"weather": (0, lasted[number])}) for number in part) == 100
        history.save(file)
    history = History.load(file)
    found = history.usual_ns("tool", "weather")
    assert found is not None
    ordered = sorted(lasted)
    assert found[0] / MS == pytest.approx(ordered[99], rel=0.011)
    assert found[1] / MS == pytest.approx(ordered[197], rel=0.011)
    assert (found[2], history.runs) == (200, 200)
    assert history.calls["tool", "weather"].callers == {"weather": 200}
    assert history.calls["node", "weather"].callers == {"trip": 200}
    assert history.usual_ns("tool", "unknown") is None


def test_a_run_is_learned_once() -> None:
    history = History()
    assert [history.add([serial(1)]), history.add([serial(1), serial(2)])] == [1, 1]
    assert history.calls["tool", "news"].durations.count == 2


CALL = '{"kind": "tool", "name": "a", "buckets": {"1": -1}, "failed": 0, "callers": {}}'
HISTORY = '{"sealog_workflow_history": VERSION, "traces": [], "calls": [CALLS]}'


@pytest.mark.parametrize(("version", "calls"), [("2", ""), ("1", CALL), ("", ""), ("1", "7")])
def test_a_file_that_is_no_history_is_an_error_that_names_it(tmp_path: Path, version: str, calls: str) -> None:
    file = tmp_path / "history.json"
    file.write_text(HISTORY.replace("VERSION", version).replace("CALLS", calls))
    with pytest.raises(SettingError, match=r"history\.json is no history of workflows, version 1"):
        History.load(file)
