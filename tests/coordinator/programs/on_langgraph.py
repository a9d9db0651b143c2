"""Runs plans on LangGraph and prints what came of them as JSON."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from langgraph.cache.memory import InMemoryCache
from langgraph.checkpoint.memory import InMemorySaver

from sealog.coordinator import Plan, to_langgraph

CHAIN = [{"id": "a", "after": []}, {"id": "b", "after": ["a"]}, {"id": "c", "after": ["b"]}]


async def parallel() -> Any:
    met, other = asyncio.Event(), asyncio.Event()

    async def first(_: Any) -> dict[str, int]:
        met.set()
        await other.wait()
        return {"a": 1}

    async def second(_: Any) -> dict[str, int]:
        other.set()
        await met.wait()
        return {"b": 2}

    group = [{"id": "a and b", "nodes": ["a", "b"]}]
    plan = Plan.from_json({"version": 1, "nodes": CHAIN, "parallel_groups": group})
    nodes = {"a": first, "b": second, "c": lambda state: {"c": state["a"] + state["b"]}}
    return await to_langgraph(plan, nodes).compile().ainvoke({"city": "Oslo"})


def of_one(**policy: Any) -> Plan:
    return Plan.from_json({"version": 1, "nodes": CHAIN[:1], "calls": [{"kind": "node", "name": "a", **policy}]})


async def retried() -> Any:
    made = []

    def fails_once(_: Any) -> dict[str, int]:
        made.append(1)
        if len(made) == 1:
            raise OSError("away")
        return {"a": len(made)}

    plan = of_one(retry={"max_attempts": 2, "pause_ms": 1})
    found = await to_langgraph(plan, {"a": fails_once}).compile().ainvoke({})
    return [len(made), found]


async def timed_out() -> Any:
    async def hangs(_: Any) -> None:
        await asyncio.Event().wait()

    try:
        await to_langgraph(of_one(timeout={"ms": 20}), {"a": hangs}).compile().ainvoke({})
    except Exception as error:  # noqa: BLE001 - its name is the result
        return type(error).__name__


async def cached() -> Any:
    made = []

    def look(_: Any) -> dict[str, int]:
        made.append(1)
        return {"a": 1}

    plan = of_one(cache={"key": ["name", "arguments"], "max_age_ms": 60_000})
    graph = to_langgraph(plan, {"a": look}).compile(cache=InMemoryCache())
    await graph.ainvoke({"city": "Oslo"})
    await graph.ainvoke({"city": "Oslo"})
    return len(made)


async def resumed() -> Any:
    made: list[str] = []
    dies = [True]

    def node(name: str, number: int) -> Any:
        def call(_: Any) -> dict[str, int]:
            made.append(name)
            if name == "b" and dies:
                dies.pop()
                raise SystemError("killed")
            return {name: number}

        return call

    graph = to_langgraph(Plan.sequence("abc"), {name: node(name, i) for i, name in enumerate("abc", 1)})
    app = graph.compile(checkpointer=InMemorySaver())
    config: Any = {"configurable": {"thread_id": "1"}}
    try:
        await app.ainvoke({}, config)
    except SystemError:
        first = list(made)
    made.clear()
    state = await app.ainvoke(None, config)
    return {"first": first, "second": made, "state": state}


async def main() -> None:
    told = {"parallel": await parallel(), "retried": await retried(), "timed_out": await timed_out()}
    print(json.dumps(told | {"cached": await cached(), "resumed": await resumed()}))


asyncio.run(main())
