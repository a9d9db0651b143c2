"""Plans that run: order, state, failures and spans."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sealog.coordinator import Plan, run
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opentelemetry.sdk.trace import ReadableSpan

pytestmark = pytest.mark.skipif(sys.version_info < (3, 11), reason="asyncio.TaskGroup came with Python 3.11")

CHAIN = [{"id": "a", "after": []}, {"id": "b", "after": ["a"]}, {"id": "c", "after": ["b"]}]
PAIR = {"version": 1, "nodes": CHAIN, "parallel_groups": [{"id": "a and b", "nodes": ["a", "b"]}]}


def given(plan: Plan, nodes: Mapping[str, Any], state: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return asyncio.run(run(plan, nodes, state, **more))


def test_each_node_sees_what_those_before_it_gave() -> None:
    nodes = {
        "a": lambda state: {"a": state["city"]},
        "b": lambda state: {"b": state["a"] + "!", "city": "Rome"},
        "c": lambda state: {"c": [state["b"], state["city"]]},
    }
    found = given(Plan.sequence("abc"), nodes, {"city": "Oslo"})
    assert found == {"city": "Rome", "a": "Oslo", "b": "Oslo!", "c": ["Oslo!", "Rome"]}


def test_nodes_of_a_group_run_at_one_time_and_others_wait_for_all_of_them() -> None:
    met = asyncio.Event()
    other = asyncio.Event()

    async def first(_: Mapping[str, Any]) -> dict[str, int]:
        met.set()
        await other.wait()
        return {"a": 1}

    async def second(_: Mapping[str, Any]) -> dict[str, int]:
        other.set()
        await met.wait()
        return {"b": 2}

    nodes = {"a": first, "b": second, "c": lambda state: {"c": state["a"] + state["b"]}}
    assert given(Plan.from_json(PAIR), nodes)["c"] == 3


def test_two_nodes_of_a_group_must_not_change_one_key() -> None:
    nodes = {"a": lambda _: {"x": 1}, "b": lambda _: {"x": 2}, "c": lambda _: None}
    with pytest.raises(SettingError, match=r"nodes \w and \w run at one time, and both changed one key"):
        given(Plan.from_json(PAIR), nodes)
    assert given(Plan.sequence("abc"), nodes) == {"x": 2}


def test_a_state_can_t_be_changed_in_place() -> None:
    def change(state: Any) -> None:
        state["x"] = 1

    with pytest.raises(TypeError):
        given(Plan.sequence("a"), {"a": change})


def test_a_node_s_own_error_is_raised_and_the_others_are_cancelled() -> None:
    ended = []

    async def fails(_: Mapping[str, Any]) -> None:
        await asyncio.sleep(0)
        raise LookupError("a")

    async def waits(_: Mapping[str, Any]) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("b")

    with pytest.raises(LookupError):
        given(Plan.from_json(PAIR), {"a": fails, "b": waits, "c": lambda _: ended.append("c")})
    assert ended == ["b"]


def test_functions_and_nodes_have_to_fit() -> None:
    for nodes, message in (({}, "without a function: a"), ({"a": print, "z": print}, "no node for: z")):
        with pytest.raises(SettingError, match=message):
            given(Plan.sequence("a"), nodes)
    with pytest.raises(SettingError, match="runs differ in their steps"):
        given(Plan.sequence([]), {})
    with pytest.raises(SettingError, match="node a gave int; a mapping or None is expected"):
        given(Plan.sequence("a"), {"a": lambda _: 1})


def traced(plan: Plan, nodes: Mapping[str, Any]) -> list[ReadableSpan]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    given(plan, nodes, tracer_provider=provider, name="trip")
    provider.shutdown()
    return list(exporter.get_finished_spans())


def test_each_attempt_is_a_span_below_that_of_the_run() -> None:
    left = [1]

    def once(_: Mapping[str, Any]) -> None:
        if left:
            left.pop()
            raise OSError("away")

    calls = [{"kind": "node", "name": "a", "retry": {"max_attempts": 2}}]
    spans = traced(Plan.from_json({"version": 1, "nodes": CHAIN[:1], "calls": calls}), {"a": once})
    first, second, top = spans
    assert [dict(one.attributes or {}) for one in (first, second)] == [
        {"sealog.workflow.node": "a", "sealog.workflow.attempt": number} for number in (1, 2)
    ]
    assert (first.status.is_ok, second.status.is_ok, top.name) == (False, True, "trip")
    assert {one.parent.span_id for one in spans if one.parent} == {top.context.span_id}
