"""Compares ids of traces, which programs spell differently."""

from __future__ import annotations

__all__ = ["bare"]


def bare(trace: str) -> str:
    """Give the id of a trace as it is compared: Jaeger drops leading zeros."""
    return trace.lower().lstrip("0")
