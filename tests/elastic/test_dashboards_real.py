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


@pytest.fixture
def service(elasticsearch_url: str, tmp_path: Path) -> str:
    """The name of a service whose records are stored, with an alert."""
    name = f"shop-{uuid.uuid4().hex[:8]}"
    orders = [record(minute, f"order {minute} was shipped", entity="email_address") for minute in range(10)]
    refused = [record(70, f"payment {n} was refused", ERROR, entity="ip_address", trace="") for n in range(5)]
    store(elasticsearch_url, tmp_path / "t.json", request(name, "1", [*orders, *refused]), alert())
    return name


def lens(state: dict[str, Any], service: str) -> dict[str, Any]:
    """Make of a Lens panel the search that Kibana makes of it."""
    (layer,) = state["datasourceStates"]["formBased"]["layers"].values()
    filters = [f'resource.attributes.service.name:"{service}"']
    if asked := state["query"]["query"]:  # in Kibana's language; Lucene spells it otherwise
        field, _, least = asked.partition(" >= ")
        filters.append(f"{field}:>={least}" if least else f"_exists_:{field.removesuffix(': *')}")
    inner: dict[str, Any] = {}
    for name in reversed(layer["columnOrder"]):
        column = layer["columns"][name]
        if column["operationType"] == "terms":
            inner = {
                "aggs": {name: {"terms": {"field": column["sourceField"], "size": column["params"]["size"]}} | inner}
            }
        elif column["operationType"] == "date_histogram":
            inner = {
                "aggs": {name: {"date_histogram": {"field": column["sourceField"], "fixed_interval": "5m"}} | inner}
            }
    return {"query": {"query_string": {"query": " AND ".join(filters)}}, "size": 0 if inner else 1, **inner}


def test_every_panel_of_kibana_has_rows(elasticsearch_url: str, service: str) -> None:
    *_, dashboard = map(json.loads, (FOLDER / "kibana.ndjson").read_text("utf-8").splitlines())
    found = {}
    with httpx.Client(base_url=elasticsearch_url, timeout=60) as client:
        for panel in json.loads(dashboard["attributes"]["panelsJSON"]):
            attributes = panel["embeddableConfig"]["attributes"]
            answer = client.post("/logs-*/_search", json=lens(attributes["state"], service)).raise_for_status().json()
            found[attributes["title"]] = rows(answer) if "aggregations" in answer else answer["hits"]["total"]["value"]
    assert 0 not in found.values()
    assert (found["Records"], found["Errors"], found["With sealed values"], found["Templates"]) == (15, 5, 15, 2)


def test_every_panel_on_elasticsearch_has_rows(elasticsearch_url: str, service: str) -> None:
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
