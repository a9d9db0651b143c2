"""One ordinary web application with its instrumentations: nothing personal in logs, spans or on stdout, one trace."""

from __future__ import annotations

import urllib.error
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from backends import eventually
from servers import answers, free_port, get, server
from support import gatekeeper

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink

pytestmark = pytest.mark.process

ADA = "ada.lovelace@example.com"
GRACE = "grace.hopper@example.org"
PERSONAL = ("lovelace", "hopper")


@pytest.fixture
def printed(keys: Keys, sink: Sink, tmp_path: Path) -> str:
    """What the application prints while it is asked for customers, plain and percent-encoded, and for what fails."""
    port = free_port()
    everything = {
        "SEALOG_CONSOLE": "seal",
        "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_REQUEST": ".*",
        "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_CLIENT_REQUEST": ".*",
    }
    command = ("uvicorn", "shop_fastapi:app", "--port", str(port))
    with server(*command, endpoint=sink.endpoint, keys=keys, folder=tmp_path, **everything) as running:
        eventually(lambda: answers(port) or running.printed, lambda seen: seen is True)
        url = f"http://127.0.0.1:{port}"
        assert get(f"{url}/customers/{ADA}?friend={GRACE}") == '"\\"somewhere\\""'
        assert get(f"{url}/customers/{quote(ADA, safe='')}?friend={quote(GRACE, safe='')}") == '"\\"somewhere\\""'
        with suppress(urllib.error.HTTPError):
            get(f"{url}/orders/{ADA}")
        running.end()
        return running.printed


def spans(sink: Sink) -> list[Any]:
    return [
        span
        for path, body in sink.requests
        if path == "/v1/traces"
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]


def test_nothing_personal_leaves_it_and_everything_else_does(
    printed: str, keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    for personal in PERSONAL:
        assert personal.encode() not in sink.wire
        assert personal not in printed
    found = spans(sink)
    bodies = [record.body.string_value for record in sink.records()]
    assert {span.name for span in found} >= {
        "GET /customers/{mail}",
        "GET /addresses/{mail}",
        "GET",
        "select",
        "insert",
    }
    for word in ("looking for seal1~", "insert into customers", "the address of seal1~", "it failed for seal1~"):
        assert sum(word in body for body in bodies) >= 1, word
    kept = {pair.key: pair.value for span in found for pair in span.attributes}
    assert {"http.request.header.x_customer", "db.statement"} <= {key.replace("-", "_") for key in kept}
    assert any(event.name == "exception" for span in found for event in span.events)
    assert_each_log_is_on_a_span(sink)
    keeper = gatekeeper(keys.keyring, tmp_path / "audit.jsonl")
    opened = keeper.open_text(printed).text
    assert f"GET /customers/{quote(ADA)}?friend={quote(GRACE)}" in opened, "uvicorn's own line"
    assert f"LookupError: no order of {ADA}" in opened


def assert_each_log_is_on_a_span(sink: Sink) -> None:
    places = {(span.trace_id, span.span_id) for span in spans(sink)}
    logs = [
        record for record in sink.records() if record.body.string_value.startswith(("looking", "found", "the", "it"))
    ]
    assert len(logs) == 7
    for record in logs:
        assert (record.trace_id, record.span_id) in places
    asked = [record for record in logs if record.body.string_value.startswith(("looking", "the address"))]
    assert len({record.trace_id for record in asked}) == 2, "requests carried the trace to the application itself"
