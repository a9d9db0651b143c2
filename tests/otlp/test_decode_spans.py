"""Spans of a traces request."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sealog_exporters.event import OtlpSpan
from sealog_exporters.otlp.decoding.spans import decode_spans
from sealog_exporters.otlp.errors import TooLarge

if TYPE_CHECKING:
    from otlp.conftest import StartReceiver

SPAN = {
    "traceId": "ab" * 16,
    "spanId": "cd" * 8,
    "parentSpanId": "ef" * 8,
    "name": "GET /cart",
    "kind": 2,
    "startTimeUnixNano": "5",
    "endTimeUnixNano": "9",
    "status": {"code": 2, "message": "no cart"},
    "attributes": [{"key": "n", "value": {"intValue": "1"}}],
    "events": [{"timeUnixNano": "7", "name": "retry", "attributes": [{"key": "of", "value": {"intValue": "2"}}]}],
    "links": [{"traceId": "ab" * 16, "spanId": "12" * 8}],
}
REQUEST = {
    "resourceSpans": [
        {
            "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
            "scopeSpans": [{"scope": {"name": "shop.cart"}, "spans": [SPAN]}],
        }
    ]
}
WHOLE = OtlpSpan(
    trace_id="ab" * 16,
    span_id="cd" * 8,
    parent_id="ef" * 8,
    name="GET /cart",
    kind=2,
    start_unix_nano=5,
    end_unix_nano=9,
    status_code=2,
    status_message="no cart",
    attributes={"n": 1},
    events=[{"time_unix_nano": 7, "name": "retry", "attributes": {"of": 2}}],
    links=[{"trace_id": "ab" * 16, "span_id": "12" * 8, "attributes": {}}],
    resource={"service.name": "shop"},
    scope="shop.cart",
)


def test_a_receiver_gives_spans_to_who_wants_them(start: StartReceiver) -> None:
    taken: list[OtlpSpan] = []
    running = start(spans=taken.extend)
    assert httpx.post(f"{running.http}/v1/traces", json=REQUEST, timeout=60).is_success
    assert taken == [WHOLE]
    assert running.receiver.counts == {"traces": 1}


def test_a_sender_repeats_spans_that_could_not_be_kept(
    start: StartReceiver, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_: object) -> None:
        raise OSError("GET /cart")

    running = start(spans=full)
    answer = httpx.post(f"{running.http}/v1/traces", json=REQUEST, timeout=60)
    assert answer.status_code == 503
    assert running.receiver.counts == {"failed": 1}
    assert "cart" not in answer.text + "".join(capsys.readouterr())


def test_ids_of_another_size_are_none() -> None:
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add()
    span.trace_id, span.span_id, span.parent_span_id = b"short", bytes(8), b"x" * 9
    (found,) = decode_spans(request)
    assert (found.trace_id, found.span_id, found.parent_id) == ("", "", "")


def test_more_spans_than_one_request_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.otlp.decoding.spans.MAX_RECORDS", 2)
    request = ExportTraceServiceRequest()
    for _ in range(3):
        request.resource_spans.add().scope_spans.add().spans.add()
    with pytest.raises(TooLarge):
        decode_spans(request)
