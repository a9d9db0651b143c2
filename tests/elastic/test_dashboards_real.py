"""Each panel that asks Elasticsearch, asked of a real one with records in it: it must have rows."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from alerting.notifications import notifications
from elastic.sent import ERROR, MINUTE, START, record, request, store
from sealog_exporters.alerting.notifiers.otlp import request_of

if TYPE_CHECKING:
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

pytestmark = pytest.mark.backend

FOLDER = Path(__file__).parents[2] / "deploy" / "dashboards"


LINES: dict[str, Any] = {"metrics": [{"type": "logs", "settings": {"limit": "1"}}]}
"""What an annotation has in place of metrics: records are all that it is about."""


def alert() -> ExportLogsServiceRequest:
    """Give an alert as a receiver with `otlp_configs` sends it."""
    made = request_of(notifications()[0])
    made.resource_logs[0].scope_logs[0].log_records[0].time_unix_nano = START + 70 * MINUTE
    return made


def search(target: dict[str, Any], service: str) -> dict[str, Any]:
    """Make of a panel's query the search that Grafana's data source makes of it."""
    query = target["query"].replace("$service", service).replace("$search", "*").replace("$template", "*")
    bounds = {"gte": START // 10**6, "lte": (START + 100 * MINUTE) // 10**6, "format": "epoch_millis"}
    found: dict[str, Any] = {
        "size": 0,
        "query": {
            "bool": {
                "filter": [
                    {"range": {"@timestamp": bounds}},
                    {"query_string": {"analyze_wildcard": True, "query": query}},
                ]
            }
        },
    }
    if target["metrics"][0]["type"] == "logs":
        return found | {"size": int(target["metrics"][0]["settings"]["limit"]), "sort": [{"@timestamp": "desc"}]}
    inner: dict[str, Any] = {}
    for one in reversed(target["bucketAggs"]):
        if one["type"] == "terms":
            settings = one["settings"]
            order = {settings["orderBy"]: settings["order"]}
            aggregation = {"terms": {"field": one["field"], "size": int(settings["size"]), "order": order}}
        else:
            aggregation = {"date_histogram": {"field": one["field"], "fixed_interval": "5m", "min_doc_count": 0}}
        inner = {"aggs": {one["id"]: aggregation | inner}}
    return found | inner


def rows(answer: dict[str, Any]) -> int:
    if "aggregations" not in answer:
        return len(answer["hits"]["hits"])
    (outer,) = answer["aggregations"].values()
    return sum(_leaves(bucket) for bucket in outer["buckets"])


def _leaves(bucket: dict[str, Any]) -> int:
    below = [value["buckets"] for value in bucket.values() if isinstance(value, dict) and "buckets" in value]
    return sum(_leaves(one) for one in below[0]) if below else int(bucket["doc_count"] > 0)


def test_every_panel_on_elasticsearch_has_rows(elasticsearch_url: str, tmp_path: Path) -> None:
    service = f"shop-{uuid.uuid4().hex[:8]}"
    orders = [record(minute, f"order {minute} was shipped", entity="email_address") for minute in range(10)]
    refused = [record(70, f"payment {n} was refused", ERROR, entity="ip_address", trace="") for n in range(5)]
    store(elasticsearch_url, tmp_path / "t.json", request(service, "1", [*orders, *refused]), alert())
    empty, asked = [], 0
    with httpx.Client(base_url=elasticsearch_url, timeout=60) as client:
        for path in sorted(FOLDER.glob("*.json")):
            dashboard = json.loads(path.read_text())
            queries = [(panel["title"], target) for panel in dashboard["panels"] for target in panel["targets"]]
            queries += [(one["name"], one | LINES) for one in dashboard["annotations"].get("list", ())]
            for title, target in queries:
                if target["datasource"]["type"] == "elasticsearch":
                    asked += 1
                    answer = client.post("/logs-*/_search", json=search(target, service)).raise_for_status()
                    if not rows(answer.json()):
                        empty.append((path.name, title))
    assert asked > 20
    assert empty == []
