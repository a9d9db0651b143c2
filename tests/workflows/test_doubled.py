"""Calls and tokens that a trace has twice: each counts once."""

from __future__ import annotations

import pytest

from workflows.agents import FACTS, Agent


def test_one_call_in_two_records_counts_once() -> None:
    agent = Agent()
    outer = agent.model(tokens=50, length=100)
    agent.model(tokens=50, length=95, at=12, parent=outer, scope="another")
    found = agent.analysed()
    assert [one["kind"] for one in found.trace_quality] == ["doubled_instrumentation"]
    assert (found.tokens, found.model_calls) == (50, 1)


@pytest.mark.parametrize("scope", ["agents", "mcp"])
def test_a_tool_call_and_the_server_s_record_of_it_are_one_call(scope: str) -> None:
    agent = Agent()
    outer = agent.tool("get_city", {"name": "Oslo"}, FACTS, length=300)
    mcp = {"gen_ai.operation.name": "", "mcp.method.name": "tools/call"}
    wire = agent.add("POST", {}, at=50, length=220, parent=outer)
    agent.tool("get_city", {"name": "Oslo"}, FACTS, at=150, length=40, parent=wire, scope=scope, attributes=mcp)
    found = agent.analysed()
    assert [one["kind"] for one in found.trace_quality] == ["doubled_instrumentation"]
    assert (found.tool_calls, found.findings) == (1, [])


def test_calls_that_a_tool_makes_of_itself_again_stay_apart() -> None:
    agent = Agent()
    outer = agent.tool("get_city", {"name": "Oslo"}, FACTS, length=300)
    for at in (20, 150):
        agent.tool("get_city", {"name": "Oslo"}, FACTS, at=at, length=100, parent=outer)
    assert agent.analysed().tool_calls == 3


def test_usage_that_a_parent_repeats_counts_once() -> None:
    agent = Agent()
    team = agent.add("team", {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 90}, length=300)
    agent.model(tokens=50, at=20, parent=team)
    agent.model(tokens=40, at=130, parent=team)
    found = agent.analysed()
    assert [(one["kind"], one["spans"]) for one in found.trace_quality] == [("repeated_usage", [team])]
    assert found.tokens == 90
