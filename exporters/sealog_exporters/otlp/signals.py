"""The three signals of OTLP as a table: path, method and messages of each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsServiceRequest,
    ExportLogsServiceResponse,
)
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

if TYPE_CHECKING:
    from google.protobuf.message import Message

__all__ = ["LOGS", "METRICS", "SIGNALS", "TRACES", "Signal"]


@dataclass(frozen=True)
class Signal:
    """One signal of OTLP 1.x: its HTTP path, its gRPC method and its messages.

    `levels` are the repeated fields that lead from the request to its items (records, spans, metrics).
    """

    name: Literal["logs", "traces", "metrics"]
    path: str
    method: str
    request: type[Message]
    response: type[Message]
    levels: tuple[str, ...]

    @cached_property
    def holders(self) -> tuple[type[Message], type[Message]]:
        """The messages that hold a resource, and a scope."""
        request: Any = self.request
        resource = type(getattr(request(), self.levels[0]).add())
        return resource, type(getattr(resource(), self.levels[1]).add())

    @cached_property
    def item(self) -> type[Message]:
        """The message of a record, span or metric."""
        return type(getattr(self.holders[1](), self.levels[2]).add())

    def count(self, request: Message) -> int:
        """Count the items in a request of this signal."""
        parents: list[Any] = [request]
        for level in self.levels[:-1]:
            parents = [child for parent in parents for child in getattr(parent, level)]
        return sum(len(getattr(parent, self.levels[-1])) for parent in parents)


_SERVICES = "/opentelemetry.proto.collector"

LOGS = Signal(
    name="logs",
    path="/v1/logs",
    method=f"{_SERVICES}.logs.v1.LogsService/Export",
    request=ExportLogsServiceRequest,
    response=ExportLogsServiceResponse,
    levels=("resource_logs", "scope_logs", "log_records"),
)
TRACES = Signal(
    name="traces",
    path="/v1/traces",
    method=f"{_SERVICES}.trace.v1.TraceService/Export",
    request=ExportTraceServiceRequest,
    response=ExportTraceServiceResponse,
    levels=("resource_spans", "scope_spans", "spans"),
)
METRICS = Signal(
    name="metrics",
    path="/v1/metrics",
    method=f"{_SERVICES}.metrics.v1.MetricsService/Export",
    request=ExportMetricsServiceRequest,
    response=ExportMetricsServiceResponse,
    levels=("resource_metrics", "scope_metrics", "metrics"),
)

SIGNALS = (LOGS, TRACES, METRICS)
