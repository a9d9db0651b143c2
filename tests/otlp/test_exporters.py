"""OpenTelemetry's own Python exporters against a listening receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import grpc
import httpx
import pytest
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GrpcLogExporter
from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter as GrpcSpanExporter
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HttpLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter as HttpSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import LogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from sealog_exporters.otlp.signals import LOGS
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from conftest import Running

LOG_EXPORTERS = {
    "grpc": lambda running: GrpcLogExporter(endpoint=running.grpc, insecure=True),
    "grpc-gzip": lambda running: GrpcLogExporter(
        endpoint=running.grpc, insecure=True, compression=grpc.Compression.Gzip
    ),
    "http": lambda running: HttpLogExporter(endpoint=f"{running.http}/v1/logs"),
    "http-gzip": lambda running: HttpLogExporter(endpoint=f"{running.http}/v1/logs", compression=Compression.Gzip),
}
SPAN_EXPORTERS = {
    "grpc": lambda running: GrpcSpanExporter(endpoint=running.grpc, insecure=True),
    "http": lambda running: HttpSpanExporter(endpoint=f"{running.http}/v1/traces"),
}


def emit(exporter: LogRecordExporter, record: LogRecord) -> None:
    provider = LoggerProvider(Resource({"service.name": "shop"}))
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    provider.get_logger("shop.cart").emit(record)
    provider.shutdown()


@pytest.mark.process
@pytest.mark.parametrize("name", LOG_EXPORTERS)
def test_a_record_arrives_as_it_was_emitted(running: Running, name: str) -> None:
    record = LogRecord(
        timestamp=5,
        observed_timestamp=6,
        severity_number=SeverityNumber.ERROR,
        severity_text="ERROR",
        body={"order": [1, True, None, 0.5]},
        attributes={"sealog.uid": "s-1", "sealog.index": ("mfrggzdfmztwq",)},
        event_name="paid",
    )
    emit(LOG_EXPORTERS[name](running), record)
    (event,) = running.sink.events
    assert event.body == {"order": [1, True, None, 0.5]}
    assert event.attributes == {"sealog.uid": "s-1", "sealog.index": ["mfrggzdfmztwq"]}
    assert (event.time_unix_nano, event.observed_unix_nano, event.severity_number) == (5, 6, 17)
    assert (event.uid, event.service, event.scope, event.event_name) == ("s-1", "shop", "shop.cart", "paid")


@pytest.mark.process
@pytest.mark.parametrize("name", SPAN_EXPORTERS)
def test_spans_are_counted(running: Running, name: str) -> None:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(SPAN_EXPORTERS[name](running)))
    with provider.get_tracer("shop").start_as_current_span("pay"):
        pass
    provider.shutdown()
    assert running.receiver.counts == {"traces": 1}


@pytest.mark.process
@pytest.mark.parametrize("name", ["grpc", "http"])
def test_an_exporter_repeats_until_the_sink_takes_the_record(running: Running, name: str) -> None:
    failures = iter([OSError("down"), None])
    taken = running.sink

    def recovering(events: object) -> None:
        taken.failure = next(failures, None)
        taken(events)  # type: ignore[arg-type] # the sink's own type

    running.receiver._intake._sinks[LOGS] = recovering
    emit(LOG_EXPORTERS[name](running), LogRecord(body="once"))
    assert [event.body for event in taken.events] == ["once"]
    assert running.receiver.counts["failed"] == 1


@pytest.mark.process
def test_a_batch_that_is_sent_twice_is_kept_once(running: Running) -> None:
    attribute = {"key": "sealog.uid", "value": {"stringValue": "s-1"}}
    body = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"attributes": [attribute]}]}]}]}
    for _ in range(2):
        assert httpx.post(f"{running.http}/v1/logs", json=body, timeout=60).is_success
    with LogStore(":memory:") as store:
        assert [store.add([event]) for event in running.sink.events] == [1, 0]
