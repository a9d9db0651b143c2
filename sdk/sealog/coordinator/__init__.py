"""Runs a workflow of agents by a plan: steps in parallel, time-outs, retries, caching."""

from __future__ import annotations

from sealog.coordinator.plan import CallPolicy, Node, Plan, schema

__all__ = ["CallPolicy", "Node", "Plan", "schema"]
