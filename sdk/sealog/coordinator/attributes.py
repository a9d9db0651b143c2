"""The attributes of spans that the coordinator writes, and by which an analysis finds its nodes again."""

from __future__ import annotations

__all__ = ["ATTEMPT", "CACHED", "NODE"]

NODE = "sealog.workflow.node"
"""The id of the node that a span is an attempt of."""

ATTEMPT = "sealog.workflow.attempt"
"""Which attempt it is, from 1."""

CACHED = "sealog.workflow.cached"
"""How many calls in a node were answered from the cache."""
