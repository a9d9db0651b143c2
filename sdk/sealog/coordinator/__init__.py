"""Runs a workflow of agents by a plan: steps in parallel, time-outs, retries, caching; guards that stop a run."""

from __future__ import annotations

from sealog.coordinator.calls import PlannedCalls
from sealog.coordinator.executor import run
from sealog.coordinator.guards import Guards, GuardStopped, Warned
from sealog.coordinator.langgraph import to_langgraph
from sealog.coordinator.plan import CallPolicy, Node, Plan, schema

__all__ = [
    "CallPolicy",
    "GuardStopped",
    "Guards",
    "Node",
    "Plan",
    "PlannedCalls",
    "Warned",
    "run",
    "schema",
    "to_langgraph",
]
