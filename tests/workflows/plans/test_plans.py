"""Plans from planted runs, each item beside a run that must not give it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from sealog.coordinator import Plan, schema
from sealog.errors import SettingError
from sealog_exporters.workflows import Span
from sealog_exporters.workflows.plans import ObservedRun, make_plan, observe
from sealog_exporters.workflows.runs import History

MS = 10**6
LONG = {"sky": "clear all day", "wind": "north, strong", "source": "the station on the hill"}


class Workflow:
    """Writes a run of nodes one after the other, 10 ms between them; each node makes one tool call."""

    def __init__(self, number: int = 1) -> None:
        self.trace = f"{number:032x}"
        self.spans: list[Span] = []
        self.now = 0

    def span(self, name: str, start: int, end: int, parent: str, attributes: dict[str, Any], **more: Any) -> str:
        span_id = f"{len(self.spans) + 2:016x}"
        self.spans.append(
            Span(self.trace, span_id, parent, name, start * MS, end * MS, attributes=attributes, scope="app", **more)
        )
        return span_id

    def node(self, name: str, arguments: Any, result: Any = LONG, **more: Any) -> Workflow:
        ms, tool = more.get("ms", 400), more.get("tool", name)
        start = more.get("at", self.now + 10)
        node = self.span(name, start, start + ms, f"{1:016x}", {"sealog.workflow.node": name})
        self.call(tool, start, start + ms, node, arguments, result, failed=more.get("failed", False))
        self.now = max(self.now, start + ms)
        return self

    def call(
        self, tool: str, start: int, end: int, parent: str, arguments: Any, result: Any, *, failed: bool = False
    ) -> None:
        attributes = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": tool,
            "gen_ai.tool.call.arguments": json.dumps(arguments),
        }
        if not failed:
            attributes["gen_ai.tool.call.result"] = json.dumps(result)
        self.span(f"execute_tool {tool}", start, end, parent, attributes, failed=failed)

    def model(self, tokens: int | None, ms: int = 100) -> Workflow:
        attributes: dict[str, Any] = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1"}
        if tokens is not None:
            attributes["gen_ai.usage.input_tokens"] = tokens
        start = self.now + 10
        node = self.span("answer", start, start + ms, f"{1:016x}", {"sealog.workflow.node": "answer"})
        self.span("chat m-1", start, start + ms, node, attributes)
        self.now = start + ms
        return self

    def observed(self, *reads: str) -> ObservedRun:
        root = Span(self.trace, f"{1:016x}", "", "workflow", 0, (self.now + 10) * MS)
        return observe([root, *self.spans], reads=reads)


def serial(number: int = 1) -> ObservedRun:
    run = Workflow(number).node("get_weather", {"city": "Oslo"}).node("get_news", {"topic": "tennis"}, ms=500)
    return run.model(200).observed("get_weather", "get_news")


def planned(*runs: ObservedRun) -> dict[str, Any]:
    found = make_plan(runs)
    jsonschema.validate(found, schema())
    assert Plan.from_json(json.loads(json.dumps(found))).document == found
    return found


def order(found: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {node.id: node.after for node in Plan.from_json(found).nodes}


def test_independent_nodes_start_at_once_and_what_follows_waits_for_both() -> None:
    found = planned(serial(1), serial(2))
    (group,) = found["parallel_groups"]
    assert (group["nodes"], group["confidence"]) == (["get_weather", "get_news"], "certain")
    assert group["predicted"] == {"saves_ms": 400, "before_ms": 910, "after_ms": 510}
    assert found["predicted"] == {"wall_ms": 640, "saves_ms": 400, "saves_tokens": 0, "saves_cost": 0}
    assert order(found) == {"get_weather": (), "get_news": (), "answer": ("get_weather", "get_news")}


def test_a_node_that_uses_another_s_result_stays_after_it() -> None:
    run = Workflow().node("find_city", {"name": "the capital"}, {"city": "Trondheim", "country": "Norway"})
    found = planned(run.node("get_weather", {"city": "Trondheim"}).observed("find_city", "get_weather"))
    assert found["parallel_groups"] == []
    assert order(found)["get_weather"] == ("find_city",)


def test_tools_that_act_are_not_planned_in_parallel() -> None:
    run = Workflow().node("book_flight", {"to": "Lisbon"}).node("book_hotel", {"near": "harbour"})
    found = planned(run.observed())
    assert found["parallel_groups"] == []


def test_a_group_that_one_run_does_not_show_is_withheld() -> None:
    dependent = Workflow(2).node("get_weather", {"city": "Oslo"}, LONG | {"topic": "tennis"})
    dependent.node("get_news", {"topic": "tennis"}, ms=500).model(200)
    found = planned(serial(1), dependent.observed("get_weather", "get_news"))
    assert found["parallel_groups"] == []
    assert {"what": "get_weather, get_news in parallel", "reason": "1 of 2 runs show it"} in found["withheld"]


def test_runs_with_other_steps_have_no_order() -> None:
    other = Workflow(2).node("get_weather", {"city": "Oslo"}).model(200).observed()
    found = planned(serial(1), other)
    assert found["nodes"] == []
    assert found["parallel_groups"] == []
    assert "the runs differ in their steps, so no order is planned" in [one["reason"] for one in found["withheld"]]


def test_a_step_that_overlapped_another_in_one_run_does_not_wait_for_it() -> None:
    both = Workflow(2).node("get_weather", {"city": "Oslo"}).node("get_news", {"topic": "tennis"}, at=200)
    found = planned(serial(1), both.model(100).observed())
    assert order(found)["get_news"] == ()


def test_calls_within_one_node_are_advice() -> None:
    run = Workflow()
    node = run.span("look", 10, 920, f"{1:016x}", {"sealog.workflow.node": "look"})
    run.call("get_weather", 10, 410, node, {"city": "Oslo"}, LONG)
    run.call("get_news", 420, 920, node, {"topic": "tennis"}, LONG)
    run.now = 920
    found = planned(run.model(100).observed("get_weather", "get_news"))
    (inner,) = found["parallel_calls"]
    assert (inner["node"], inner["tools"]) == ("look", ["get_news", "get_weather"])
    assert found["parallel_groups"] == []


def test_a_time_out_needs_twenty_calls() -> None:
    runs = [Workflow(number) for number in range(1, 21)]
    for place, run in enumerate(runs):
        run.node("get_weather", {"city": f"city {place}"}, ms=400 + place)
    calls = {(one["kind"], one["name"]): one for one in planned(*(run.observed() for run in runs))["calls"]}
    evidence = {"calls": 20, "p99_ms": 419, "factor": 2}
    assert calls["tool", "get_weather"]["timeout"] == {"ms": 838, "evidence": evidence}
    fewer = planned(*(run.observed() for run in runs[:19]))
    assert fewer["calls"] == []
    assert {"what": "time-out of tool get_weather", "reason": "19 timed calls; 20 are needed"} in fewer["withheld"]


def test_a_time_out_counts_calls_of_earlier_runs_too() -> None:
    history = History()
    for number in range(1, 21):
        history.add([Workflow(number).node("get_weather", {"city": "Oslo"}, ms=400).observed()])
    found = make_plan([Workflow(20).node("get_weather", {"city": "Oslo"}).observed()], history.usual_ns)
    timeouts = {(one["kind"], one["name"]): one["timeout"]["ms"] for one in found["calls"]}
    assert timeouts["tool", "get_weather"] == pytest.approx(800, rel=0.011)


def attempts(*failed: bool) -> ObservedRun:
    run = Workflow()
    node = run.span("look", 0, 1_000, f"{1:016x}", {"sealog.workflow.node": "look"})
    for place, one in enumerate(failed):
        start = 10 + 150 * place
        run.call("get_weather", start, start + 100, node, {"city": "Oslo"}, LONG, failed=one)
    run.now = 1_000
    return run.observed("get_weather")


def test_retries_are_planned_where_they_helped() -> None:
    (call,) = planned(attempts(True, True, False))["calls"]
    assert call["retry"] == {
        "max_attempts": 3,
        "pause_ms": 50,
        "evidence": {"succeeded_after_retry": 1, "failed_attempts": 2},
    }


def test_retries_that_never_helped_are_withheld() -> None:
    found = planned(attempts(True, True, True))
    assert found["calls"] == []
    assert "retries of tool get_weather" in [one["what"] for one in found["withheld"]]


def test_equal_calls_are_cached_for_as_long_as_they_stayed_equal() -> None:
    run = (
        Workflow().node("get_weather", {"city": "Oslo"}).model(100).node("again", {"city": "Oslo"}, tool="get_weather")
    )
    (call,) = planned(run.observed("get_weather"))["calls"]
    assert call["cache"]["key"] == ["name", "arguments"]
    assert call["cache"]["max_age_ms"] == 920
    assert call["cache"]["predicted"]["saves_ms"] == 400


def test_a_result_that_changed_is_not_cached() -> None:
    run = Workflow().node("get_weather", {"city": "Oslo"}).model(100)
    run.node("again", {"city": "Oslo"}, LONG | {"sky": "rain"}, tool="get_weather")
    assert planned(run.observed("get_weather"))["calls"] == []


def test_a_budget_is_twice_the_dearest_run_and_needs_all_token_counts() -> None:
    runs = [Workflow(1).model(300).observed(), Workflow(2).model(500).observed()]
    assert planned(*runs)["token_budget"] == {
        "tokens": 1_000,
        "evidence": {"runs": 2, "highest": 500, "factor": 2},
    }
    assert "token_budget" not in planned(*runs, Workflow(3).model(None).observed())


def test_nothing_is_predicted_from_times_that_can_t_be_trusted() -> None:
    run = Workflow().node("get_weather", {"city": "Oslo"}).node("get_news", {"topic": "tennis"})
    run.span("no end", 10, 0, f"{1:016x}", {})
    found = planned(run.observed("get_weather", "get_news"))
    assert found["predicted"]["wall_ms"] is None
    assert "times" in [one["what"] for one in found["withheld"]]


def test_steps_are_found_where_no_node_names_itself() -> None:
    root, run = f"{1:016x}", Workflow()
    outer = run.span("graph", 0, 300, root, {})
    for place, name in enumerate(("plan", "work", "plan")):
        run.span(name, 100 * place, 100 * place + 90, outer, {})
    run.now = 300
    assert order(planned(run.observed())) == {"plan": (), "work": ("plan",), "plan#2": ("plan", "work")}


NODES = [{"id": "a", "after": []}, {"id": "b", "after": ["a"]}, {"id": "c", "after": ["b"]}]
WRONG: list[tuple[Any, str]] = [
    ([], "plan: an object is expected"),
    ({"version": 2, "nodes": []}, "plan: version: 1 is expected"),
    ({"version": True, "nodes": []}, "plan: version: 1 is expected"),
    ({"version": 1}, "plan: nodes: a list is expected"),
    ({"version": 1, "nodes": [], "more": 1}, "plan: 1 unknown keys"),
    ({"version": 1, "nodes": [{"id": "", "after": []}]}, "plan: nodes[0].id: a text is expected"),
    ({"version": 1, "nodes": [{"id": "a"}]}, "plan: nodes[0].after: a list is expected"),
    ({"version": 1, "nodes": [], "token_budget": {"tokens": 0}}, "plan: token_budget.tokens: a whole number from 1"),
    ({"version": 1, "nodes": [], "calls": [{"kind": "x", "name": "n"}]}, "plan: calls[0].kind: one of tool, model"),
    (
        {"version": 1, "nodes": [], "calls": [{"kind": "tool", "name": "n", "timeout": {"ms": 0}}]},
        "plan: calls[0].timeout.ms: ms from above 0",
    ),
    (
        {"version": 1, "nodes": [], "calls": [{"kind": "tool", "name": "n", "retry": {"max_attempts": 11}}]},
        "plan: calls[0].retry.max_attempts: a whole number from 1 to 10",
    ),
    ({"version": 1, "nodes": NODES, "parallel_groups": [{"id": "g", "nodes": ["a"]}]}, "parallel_groups[0].nodes: two"),
]
WRONG_BEYOND_THE_SCHEMA: list[tuple[Any, str]] = [
    (
        {"version": 1, "nodes": [{"id": "a", "after": ["b"]}, {"id": "b", "after": []}]},
        "nodes[0].after: each is the id",
    ),
    ({"version": 1, "nodes": [NODES[0], NODES[0]]}, "nodes[1].id: an earlier node has it"),
    (
        {"version": 1, "nodes": NODES, "parallel_groups": [{"id": "g", "nodes": ["a", "c"]}]},
        "parallel_groups[0]: a node that stands between two others",
    ),
    (
        {"version": 1, "nodes": NODES, "parallel_groups": [{"id": i, "nodes": ["a", "b"]} for i in "gh"]},
        "parallel_groups[1].nodes: a node is in one group, once",
    ),
]


@pytest.mark.parametrize(("document", "message"), [*WRONG, *WRONG_BEYOND_THE_SCHEMA], ids=str)
def test_what_is_wrong_with_a_plan_is_named_by_its_path(document: Any, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        Plan.from_json(document)
    assert message in str(caught.value)


@pytest.mark.parametrize(("document", "_message"), WRONG, ids=str)
def test_the_schema_refuses_it_too(document: Any, _message: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_a_sequence_runs_one_after_the_other() -> None:
    assert [(node.id, node.after) for node in Plan.sequence("abc").nodes] == [
        ("a", ()),
        ("b", ("a",)),
        ("c", ("a", "b")),
    ]
