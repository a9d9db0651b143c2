"""The findings that `sealog workflows watch` exports as log records, as a receiver gets them."""

from __future__ import annotations

import json
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from sealog_exporters.services.workflow_findings import ENDPOINT, exported
from sealog_exporters.workflows import Span, analyse

if TYPE_CHECKING:
    from collections.abc import Iterator

TRACE = "0af7651916cd43dd8448eb211c80319c"


def call(number: int, start_ms: int) -> Span:
    """A call that was made before, of a tool that is known to read."""
    attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_weather",
        "gen_ai.tool.call.arguments": json.dumps({"city": "Oslo"}),
        "gen_ai.tool.call.result": json.dumps({"sky": "clear over Oslo"}),
    }
    start = start_ms * 10**6
    return Span(TRACE, f"{number:016x}", f"{1:016x}", "get_weather", start, start + 4 * 10**8, attributes=attributes)


RUN = [Span(TRACE, f"{1:016x}", "", "trip of mira@quellwerk.example", 0, 10**9), call(2, 0), call(3, 500)]


class Received(HTTPServer):
    """Keeps the bodies of requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Taking)
        self.bodies: list[bytes] = []


class Taking(BaseHTTPRequestHandler):
    server: Received

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[Received]:
    with Received() as http:
        thread = Thread(target=http.serve_forever)
        thread.start()
        monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{http.server_port}/v1/logs")
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
        yield http
        http.shutdown()
        thread.join()


def records(received: Received) -> list[Any]:
    messages = map(ExportLogsServiceRequest.FromString, received.bodies)
    return [
        record
        for message in messages
        for resource in message.resource_logs
        for scope in resource.scope_logs
        for record in scope.log_records
    ]


def test_a_finding_is_a_log_record_of_its_run(received: Received) -> None:
    found = analyse(RUN, reads=["get_weather"])
    assert [one["kind"] for one in found.findings] == ["duplicate_call"]
    found.findings[0]["saves_cost"] = None  # as where the trace can't tell
    with exported() as export:
        export("trip", found)
    (record,) = records(received)
    attributes = {pair.key: pair.value for pair in record.attributes}
    assert record.event_name == "sealog.workflow.finding"
    assert record.body.string_value == found.findings[0]["advice"]
    assert record.trace_id.hex() == TRACE
    assert record.span_id.hex() == found.findings[0]["spans"][0]
    assert attributes["sealog.workflow.name"].string_value == "trip"
    assert attributes["sealog.workflow.finding.kind"].string_value == "duplicate_call"
    assert attributes["sealog.workflow.finding.confidence"].string_value == "certain"
    assert attributes["sealog.workflow.finding.saves_ms"].double_value == found.findings[0]["saves_ms"]
    assert "sealog.workflow.finding.saves_cost" not in attributes


def test_personal_data_in_names_is_masked(received: Received) -> None:
    with exported() as export:
        export(RUN[0].name, analyse(RUN, reads=["get_weather"]))
    assert received.bodies
    assert b"mira@" not in b"".join(received.bodies)
    assert b"[masked:email_address]" in b"".join(received.bodies)


def test_weak_findings_are_not_exported(received: Received) -> None:
    found = analyse(RUN, reads=["get_weather"])
    found.findings[0]["confidence"] = "weak"
    with exported() as export:
        export("trip", found)
    assert not received.bodies


def test_ids_that_are_not_opentelemetry_s_are_left_out(received: Received) -> None:
    with exported() as export:
        export("trip", analyse([replace(span, trace_id="run-7") for span in RUN], reads=["get_weather"]))
    (record,) = records(received)
    assert record.trace_id == b""


def test_nothing_is_exported_without_an_endpoint() -> None:
    with exported({}) as export:
        export("trip", analyse(RUN))
