"""One error record over OTLP/gRPC, as a collector hands it over: an acknowledged request of its own."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXPORT = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"


def request(number: int) -> bytes:
    """Write the request of record `number`."""
    now = time.time_ns()
    record = LogRecord(
        time_unix_nano=now,
        observed_time_unix_nano=now,
        severity_number=17,  # type: ignore[arg-type]  # the enum's number
        severity_text="ERROR",
        body=AnyValue(string_value=f"payment {number} refused"),
        attributes=[pair("sealog.uid", f"peer-{number}"), pair("n", str(number))],
    )
    resource = Resource(attributes=[pair("service.name", "shop")])
    made = ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=[record])])]
    )
    return bytes(made.SerializeToString())


@contextmanager
def sender(address: str) -> Iterator[Callable[[int], None]]:
    """Give what sends record n to `HOST:PORT` and waits for the answer."""
    with grpc.insecure_channel(address) as channel:
        export = channel.unary_unary(EXPORT)
        yield lambda number: export(request(number), timeout=30) and None


def pair(key: str, value: str) -> KeyValue:
    """Make an attribute."""
    return KeyValue(key=key, value=AnyValue(string_value=value))
