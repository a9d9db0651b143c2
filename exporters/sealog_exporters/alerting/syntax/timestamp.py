"""Formats times for links."""

from __future__ import annotations

from datetime import datetime, timezone


def millis(ns: int) -> str:
    """Spell ns since the epoch in milliseconds."""
    return str(ns // 1_000_000)


def moment(ns: int) -> str:
    """Spell ns since the epoch as RFC 3339 in UTC, with milliseconds."""
    whole = datetime.fromtimestamp(ns // 1_000_000_000, timezone.utc)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{ns // 1_000_000 % 1_000:03d}Z"
