"""Exports the findings of runs as log records over OTLP, where OTEL_EXPORTER_OTLP_LOGS_ENDPOINT names who takes them.

Alert rules match them by their event name. Personal data that a name in a trace holds is masked.
"""
# ruff: noqa: PLC0415 -- the SDK takes a third of a second to load, which who exports nothing should not wait for

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opentelemetry._logs import LogRecord

    from sealog_exporters.workflows import Analysis

__all__ = ["ENDPOINT", "EVENT_NAME", "exported"]

ENDPOINT: Final = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"
EVENT_NAME: Final = "sealog.workflow.finding"
_PROTOCOLS: Final = ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_SAVINGS: Final = ("saves_ms", "saves_tokens", "saves_cost")


@contextmanager
def exported(environ: Mapping[str, str] = os.environ) -> Iterator[Callable[[str, Analysis], None]]:
    """Give what exports the findings of a run that are certain or likely; it takes the name of the run's first span.

    It does not wait for the receiver. At most 2,048 records wait (OTEL_BLRP_MAX_QUEUE_SIZE); what waits at the end of
    the block is sent then. Where no endpoint is set, it does nothing.
    """
    if not environ.get(ENDPOINT):
        yield lambda name, found: None  # noqa: ARG005 - what it would take
        return
    from opentelemetry.sdk._logs import LoggerProvider
    from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
    from opentelemetry.sdk.resources import Resource

    from sealog.correlate.uid import UidSource
    from sealog.detect.engine.scanner import default_scanner
    from sealog.processor.processor import SealingProcessor

    grpc = next((environ[name] for name in _PROTOCOLS if environ.get(name)), "http/protobuf") == "grpc"
    if grpc:
        from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    else:
        from opentelemetry.exporter.otlp.proto.http._log_exporter import (  # type: ignore[assignment] # same use
            OTLPLogExporter,
        )
    resource = Resource.create({} if "OTEL_SERVICE_NAME" in environ else {"service.name": "sealog-workflows"})
    provider = LoggerProvider(resource, shutdown_on_exit=False)
    provider.add_log_record_processor(SealingProcessor(default_scanner(), None, UidSource()))
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    logger = provider.get_logger("sealog.workflows")

    def export(name: str, found: Analysis) -> None:
        for one in found.findings:
            if one["confidence"] != "weak":
                logger.emit(_record(name, found, one))

    try:
        yield export
    finally:
        provider.shutdown()


def _record(name: str, found: Analysis, finding: Mapping[str, Any]) -> LogRecord:
    from opentelemetry._logs import LogRecord, SeverityNumber
    from opentelemetry.trace import NonRecordingSpan, SpanContext, set_span_in_context

    attributes = {
        "sealog.workflow.name": name,
        "sealog.workflow.finding.kind": finding["kind"],
        "sealog.workflow.finding.confidence": finding["confidence"],
    }
    savings = {f"sealog.workflow.finding.{key}": finding[key] for key in _SAVINGS if finding[key] is not None}
    place = SpanContext(_id(found.trace_id, 32), _id(finding["spans"][0], 16), is_remote=True)
    return LogRecord(
        context=set_span_in_context(NonRecordingSpan(place)),
        severity_number=SeverityNumber.WARN,
        severity_text="WARN",
        body=finding["advice"],
        attributes=attributes | savings,
        event_name=EVENT_NAME,
    )


def _id(text: str, digits: int) -> int:
    """Give an id as OpenTelemetry's SDK has it, 0 where it is none of OpenTelemetry's."""
    return int(text, 16) if re.fullmatch(f"[0-9a-f]{{1,{digits}}}", text) else 0
