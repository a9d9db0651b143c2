"""The alert rules of the runbook name metrics that there are, and each has its row on the page."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from sealog_exporters.elastic.sink import Counters

ROOT = Path(__file__).parents[2]
COLLECTORS = {  # as collector v0.165 exposes them at its own endpoint, seen in a run
    "otelcol_exporter_enqueue_failed_log_records",
    "otelcol_exporter_queue_capacity",
    "otelcol_exporter_queue_size",
    "otelcol_exporter_send_failed_log_records",
    "otelcol_process_memory_rss",
    "otelcol_receiver_failed_log_records",
    "otelcol_receiver_refused_log_records",
}


def test_rules_name_metrics_that_there_are_and_stand_on_the_page() -> None:
    rules = [
        rule
        for group in yaml.safe_load((ROOT / "deploy/prometheus/pipeline.rules.yaml").read_text())["groups"]
        for rule in group["rules"]
    ]
    named = {name for rule in rules for name in re.findall(r"\b(?:sealog|otelcol)_\w+", rule["expr"])}
    sinks = set(re.findall(r"# TYPE (\w+)", Counters().exposition(is_ready=True)))
    assert named <= COLLECTORS | sinks
    page = (ROOT / "docs/runbook.md").read_text()
    assert [name for name in named if f"`{name}" not in page] == []
    assert all(rule["annotations"]["summary"] and rule["labels"]["severity"] for rule in rules)
