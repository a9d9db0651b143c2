"""Each panel on VictoriaLogs and Jaeger, asked of a real one as Grafana's data sources ask: it must have rows."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from backends import eventually, needed
from elastic.sent import ERROR, record, request
from local import free, start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local import Running

pytestmark = [pytest.mark.process, pytest.mark.backend]

DASHBOARDS = Path(__file__).parents[2] / "deploy" / "dashboards"
HOST = "http://127.0.0.1"
PATHS = {"instant": "query", "stats": "stats_query", "statsRange": "stats_query_range"}
TRACE = "0af7651916cd43dd8448eb211c80319c"


@pytest.fixture(scope="module")
def running(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    say = pytestconfig.pluginmanager.get_plugin("progress").step
    folder = tmp_path_factory.mktemp("victorialogs") / "run"
    started = needed(lambda: start(("victorialogs", "jaeger"), run_dir=folder, at=free(), say=say))
    yield started
    started.stop(forget=True)


@pytest.fixture(scope="module")
def client(running: Running) -> Iterator[httpx.Client]:
    """A client of both, once they have records and a trace of the service `shop`."""
    ports = running.ports
    records = [record(0, f"order {n} was shipped", entity="email_address") for n in range(3)]
    records.append(record(0, "payment 7 was refused", ERROR, entity="ip_address"))
    now = time.time_ns()
    for one in records:
        one |= {"timeUnixNano": str(now), "traceId": ""}
    logs = ParseDict(request("shop", "1", records), ExportLogsServiceRequest())
    span = {
        "traceId": TRACE, "spanId": "b7ad6b7169203331", "name": "order", "kind": 2,
        "startTimeUnixNano": str(now), "endTimeUnixNano": str(now + 10**6),
    }  # fmt: skip
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]}
    traces = {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": [span]}]}]}
    with httpx.Client(timeout=60) as opened:
        headers = {"content-type": "application/x-protobuf", "VL-Stream-Fields": "service.name"}
        place = f"{HOST}:{ports.victorialogs}/insert/opentelemetry/v1/logs"
        opened.post(place, content=logs.SerializeToString(), headers=headers).raise_for_status()
        opened.post(f"{HOST}:{ports.jaeger_http}/v1/traces", json=traces).raise_for_status()
        yield opened


def asked(client: httpx.Client, ports: Any, target: dict[str, Any]) -> list[Any]:
    """Ask as the data source does, for the last hour."""
    if target["datasource"]["type"] == "jaeger":
        wanted = {"service": target["service"].replace("$service", "shop"), "limit": target["limit"], "lookback": "1h"}
        answer = client.get(f"{HOST}:{ports.jaeger_query}/api/traces", params=wanted).raise_for_status()
        return list(answer.json()["data"])
    query = target["expr"].replace("$service", "shop").replace("$search", "*")
    path = f"{HOST}:{ports.victorialogs}/select/logsql/{PATHS[target['queryType']]}"
    answer = client.post(path, data={"query": query, "start": "1h", "step": "5m"}).raise_for_status()
    if target["queryType"] == "instant":
        return [json.loads(line) for line in answer.text.splitlines()]
    return list(answer.json()["data"]["result"])


def test_every_panel_on_victorialogs_and_jaeger_has_rows(running: Running, client: httpx.Client) -> None:
    found: dict[str, list[Any]] = {}
    for path in sorted(DASHBOARDS.glob("*.json")):
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            for target in panel["targets"]:
                if target["datasource"]["type"] in {"victoriametrics-logs-datasource", "jaeger"}:
                    found[panel["title"]] = eventually(lambda target=target: asked(client, running.ports, target), bool)
    assert len(found["Records"]) == 4
    assert {one["metric"]["sealog.entities"] for one in found["Sealed by entity"]} == {"email_address", "ip_address"}
    assert [one["metric"]["_msg"] for one in found["Most frequent errors"]] == ["payment <N> was refused"]
    assert [one["traceID"] for one in found["Traces"]] == [TRACE]
