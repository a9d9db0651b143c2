"""Runs a plan's nodes in one process, on asyncio. It has no durability: what a killed process had done is lost.

Where a run must be resumed, `to_langgraph` gives the same plan to an engine that keeps checkpoints.
"""

from __future__ import annotations

import asyncio
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from opentelemetry import trace

from sealog.coordinator.attributes import ATTEMPT, NODE
from sealog.coordinator.calls import PlannedCalls, made
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sealog.coordinator.plan import Node, Plan

__all__ = ["check_nodes", "run"]


async def run(
    plan: Plan,
    nodes: Mapping[str, Callable[[Mapping[str, Any]], Any]],
    state: Mapping[str, Any] | None = None,
    *,
    name: str = "workflow",
    calls: PlannedCalls | None = None,
    tracer_provider: trace.TracerProvider | None = None,
) -> dict[str, Any]:
    """Run the nodes of a plan and give the state at the end. Nothing is kept: a killed run starts again.

    `nodes` has a function for each id. It is given the state as a mapping that can't be changed (what `state` held, and
    what the nodes before it gave), and gives what it adds or changes, or None. It may be async; one that is not runs
    in a thread. Each attempt at a node is a span with `sealog.workflow.node`, below one span called `name`.

    Raises:
        SettingError: `nodes` and the plan differ, two nodes at one time changed the same key, or Python is older than
            3.11.
        Exception: whatever a node raised, after the last attempt; the other nodes are cancelled. If several failed at
            one moment, an `ExceptionGroup` of them.
    """
    check_nodes(plan, nodes)
    planned = calls or PlannedCalls(plan)
    tracer = trace.get_tracer("sealog.coordinator", tracer_provider=tracer_provider)
    done = _Done(plan, dict(state or {}))
    with tracer.start_as_current_span(name):
        await _run_all(
            [
                _Step(node, planned.wrap(node.id, _traced(node.id, nodes[node.id], tracer), "node"), done)
                for node in plan.nodes
            ]
        )
    return done.state_after(plan.nodes)


def check_nodes(plan: Plan, nodes: Mapping[str, Any]) -> None:
    """Check that there is a function for each node of a plan, and no other.

    Raises:
        SettingError: there is not.
    """
    wanted = [node.id for node in plan.nodes]
    if not wanted:
        raise SettingError("the plan has no nodes, since its runs differ in their steps; PlannedCalls makes its calls")
    if missing := [one for one in wanted if one not in nodes]:
        raise SettingError(f"the plan has nodes without a function: {', '.join(missing)}")
    if more := [one for one in nodes if one not in wanted]:
        raise SettingError(f"functions that the plan has no node for: {', '.join(more)}")


class _Done:
    """What each node gave, and the state that follows for those after it."""

    def __init__(self, plan: Plan, state: dict[str, Any]) -> None:
        self._after = {node.id: node.after for node in plan.nodes}
        self._state = state
        self._given: dict[str, Mapping[str, Any]] = {}
        self._writer: dict[str, list[str]] = {}

    def add(self, node: str, given: Any) -> None:
        if given is None:
            given = {}
        if not hasattr(given, "keys"):
            raise SettingError(f"node {node} gave {type(given).__name__}; a mapping or None is expected")
        for key in given:
            for other in self._writer.setdefault(key, []):
                if other not in self._after[node]:
                    raise SettingError(
                        f"nodes {other} and {node} run at one time, and both changed one key of the state"
                    )
            self._writer[key].append(node)
        self._given[node] = dict(given)

    def state_before(self, node: Node) -> Mapping[str, Any]:
        merged = dict(self._state)
        for one in node.after:  # in the plan's order, whichever ended first
            merged |= self._given[one]
        return MappingProxyType(merged)

    def state_after(self, nodes: tuple[Node, ...]) -> dict[str, Any]:
        merged = dict(self._state)
        for node in nodes:
            merged |= self._given[node.id]
        return merged


class _Step:
    """One node in one run."""

    def __init__(self, node: Node, function: Callable[..., Awaitable[Any]], done: _Done) -> None:
        self.node = node
        self._function, self._done = function, done
        self.ended = asyncio.Event()

    async def run(self, steps: Mapping[str, _Step]) -> None:
        for before in self.node.after:
            await steps[before].ended.wait()
        self._done.add(self.node.id, await self._function(self._done.state_before(self.node)))
        self.ended.set()


if sys.version_info >= (3, 11):

    async def _run_all(steps: list[_Step]) -> None:
        by_id = {step.node.id: step for step in steps}
        try:
            async with asyncio.TaskGroup() as group:
                for step in steps:
                    group.create_task(step.run(by_id), name=step.node.id)
        except BaseExceptionGroup as failed:  # noqa: F821 - Python 3.11 has it
            if len(failed.exceptions) == 1:
                raise failed.exceptions[0] from None
            raise

else:

    async def _run_all(steps: list[_Step]) -> None:
        raise SettingError(f"sealog.coordinator.run needs Python 3.11 for {len(steps)} nodes; to_langgraph does not")


def _traced(name: str, function: Callable[[Mapping[str, Any]], Any], tracer: trace.Tracer) -> Callable[..., Any]:
    attempts = 0

    async def attempt(state: Mapping[str, Any]) -> Any:
        nonlocal attempts
        attempts += 1
        with tracer.start_as_current_span(name, attributes={NODE: name, ATTEMPT: attempts}):
            return await made(function, state)

    return attempt
