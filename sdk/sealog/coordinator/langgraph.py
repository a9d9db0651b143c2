"""Makes a LangGraph graph from a plan: its order, time-outs, retries and caching. `pip install sealog[langgraph]`."""

from __future__ import annotations

import asyncio
import inspect
import math
from functools import wraps
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

from sealog.coordinator.executor import check_nodes
from sealog.coordinator.plan import CallPolicy
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sealog.coordinator.plan import Plan

__all__ = ["to_langgraph"]


def to_langgraph(
    plan: Plan,
    nodes: Mapping[str, Callable[..., Any]],
    state: Any = Annotated[dict[str, Any], or_],
    *,
    retry_on: tuple[type[Exception], ...] = (Exception,),
) -> Any:
    """Give a `langgraph.graph.StateGraph` that runs a plan; compile it with a checkpointer, and a run can be resumed.

    `nodes` are functions as `run` takes them; `state` is the schema of the graph's state, by default a dict into which
    each node's result is merged. A node with a time-out is made async, since LangGraph can end no other, so call such a
    graph by `ainvoke`. Compile it with a `cache` if the plan caches nodes. How many nodes run at one time is
    `max_concurrency` in LangGraph's own config.

    Raises:
        SettingError: LangGraph 1.2 or later is not installed, or `nodes` and the plan differ.
    """
    try:
        from langgraph.graph import END, START, StateGraph  # noqa: PLC0415 - an extra
        from langgraph.types import CachePolicy, RetryPolicy, TimeoutPolicy  # noqa: PLC0415 - same
    except ImportError as error:
        raise SettingError("to_langgraph needs LangGraph 1.2 or later: pip install 'sealog[langgraph]'") from error
    check_nodes(plan, nodes)
    graph = StateGraph(state)
    for node in plan.nodes:
        policy = plan.calls.get(("node", node.id), CallPolicy())
        function, more = nodes[node.id], {}
        if policy.timeout_ms is not None:
            function = _asynchronous(function)
            more["timeout"] = TimeoutPolicy(run_timeout=policy.timeout_ms / 1_000)
        if policy.max_attempts > 1:
            more["retry_policy"] = RetryPolicy(
                max_attempts=policy.max_attempts,
                initial_interval=policy.pause_ms / 1_000,
                retry_on=retry_on,
            )
        if policy.cache_ms is not None:
            more["cache_policy"] = CachePolicy(ttl=math.ceil(policy.cache_ms / 1_000))
        graph.add_node(node.id, function, **more)
    followed = set()
    for node in plan.nodes:
        # Only the last before it: a node that another one of them follows is before it all the same.
        after = {one.id: one.after for one in plan.nodes if one.id in node.after}
        last = [one for one in node.after if not any(one in others for others in after.values())]
        followed |= set(last)
        graph.add_edge(last if len(last) > 1 else (last or [START])[0], node.id)
    for node in plan.nodes:
        if node.id not in followed:
            graph.add_edge(node.id, END)
    return graph


def _asynchronous(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    if inspect.iscoroutinefunction(function):
        return function

    @wraps(function)
    async def call(state: Any) -> Any:
        return await asyncio.to_thread(function, state)

    return call
