"""The service's counters in Prometheus' text format. Names and numbers only, no label that comes from data.

Source: Prometheus' documentation, "Exposition formats".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
GAUGES = frozenset({
    "cold_bytes", "cold_groups", "dead", "firing", "groups", "groups_left_out", "held", "open", "reload_failing",
    "waiting",
})  # fmt: skip
"""What goes up and down."""

_PREFIX = "sealog_alerting_"


def exposition(stats: Mapping[str, int]) -> bytes:
    """Write all counters, sorted by name; what only grows ends in `_total`."""
    lines = []
    for name, value in sorted(stats.items()):
        kind = "gauge" if name in GAUGES else "counter"
        full = f"{_PREFIX}{name}" if kind == "gauge" else f"{_PREFIX}{name}_total"
        lines += [f"# TYPE {full} {kind}", f"{full} {value}"]
    return ("\n".join(lines) + "\n").encode("ascii")
