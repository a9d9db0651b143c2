"""The attributes of spans that the executor writes, and by which an analysis finds the nodes again."""

from __future__ import annotations

__all__ = ["ATTEMPT", "NODE"]

NODE = "sealog.workflow.node"
"""The id of the node that a span is an attempt of."""

ATTEMPT = "sealog.workflow.attempt"
"""Which attempt it is, from 1."""
