"""Writes the service's counters in Prometheus' text format. Labels are names from the rule file, never data.

Source: Prometheus' documentation, "Exposition formats".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sealog_exporters.alerting.engine.rule_cost import RuleCost

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
GAUGES = frozenset({
    "cold_bytes", "cold_groups", "dead", "firing", "groups", "groups_left_out", "held", "open", "reload_failing",
    "waiting",
})  # fmt: skip
"""The gauges."""

_PREFIX = "sealog_alerting_"


def exposition(stats: Mapping[str, int], rules: Sequence[RuleCost] = ()) -> bytes:
    """Write all counters, sorted by name, and each rule's cost; names of counters that only grow end in `_total`."""
    lines = []
    for name, value in sorted(stats.items()):
        kind = "gauge" if name in GAUGES else "counter"
        full = f"{_PREFIX}{name}" if kind == "gauge" else f"{_PREFIX}{name}_total"
        lines += [f"# TYPE {full} {kind}", f"{full} {value}"]
    lines += _by_rule("rule_cpu_seconds_total", [(rule, f"{rule.cpu_ns / NS:.6f}") for rule in rules])
    lines += _by_rule("rule_records_tried_total", [(rule, str(rule.tried)) for rule in rules])
    return ("\n".join(lines) + "\n").encode("utf-8")


def _by_rule(name: str, values: Iterable[tuple[RuleCost, str]]) -> list[str]:
    """Write one counter of each rule."""
    full = f"{_PREFIX}{name}"
    rows = [f'{full}{{group="{_quoted(rule.group)}",alert="{_quoted(rule.alert)}"}} {text}' for rule, text in values]
    return [f"# TYPE {full} counter", *rows] if rows else []


def _quoted(text: str) -> str:
    """Spell a label's value."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
