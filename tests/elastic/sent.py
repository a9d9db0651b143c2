"""Records of two services that tests send through a sink to a real Elasticsearch."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

from sealog_exporters.elastic.sink import Targets, WriterSettings
from sealog_exporters.services.sink import sink

if TYPE_CHECKING:
    from pathlib import Path

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

MINUTE = 60 * 10**9
START = 29_000_000 * MINUTE
ERROR = 17


def record(
    minute: int, body: str, severity: int = 9, *, entity: str = "", trace: str = "ab" * 16, **further: str
) -> dict[str, Any]:
    attributes = [{"key": "sealog.template.id", "value": {"stringValue": "forged"}}]
    attributes += [{"key": name, "value": {"stringValue": value}} for name, value in further.items()]
    if entity:
        values = [{"stringValue": entity}]
        attributes.append({"key": "sealog.entities", "value": {"arrayValue": {"values": values}}})
    return {
        "timeUnixNano": str(START + minute * MINUTE),
        "severityNumber": severity,
        "severityText": "ERROR" if severity == ERROR else "INFO",
        "traceId": trace,
        "body": {"stringValue": body},
        "attributes": attributes,
    }


def request(service: str, version: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    resource = [
        {"key": "service.name", "value": {"stringValue": service}},
        {"key": "service.version", "value": {"stringValue": version}},
    ]
    return {"resourceLogs": [{"resource": {"attributes": resource}, "scopeLogs": [{"logRecords": records}]}]}


def store(url: str, templates: Path, *requests: dict[str, Any] | ExportLogsServiceRequest) -> None:
    """Send requests to a sink in front of Elasticsearch."""

    async def inside() -> None:
        service = sink(
            url, targets=Targets(), settings=WriterSettings(), grpc=None, http="127.0.0.1:0", templates=templates
        )
        async with (
            service as listeners,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{listeners.http_port}", timeout=60) as client,
        ):
            for one in requests:
                if isinstance(one, dict):
                    answer = await client.post("/v1/logs", json=one)
                else:
                    kind = {"content-type": "application/x-protobuf"}
                    answer = await client.post("/v1/logs", content=one.SerializeToString(), headers=kind)
                answer.raise_for_status()

    asyncio.run(inside())
    httpx.post(f"{url}/logs-*/_refresh", timeout=60).raise_for_status()
