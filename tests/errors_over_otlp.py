"""Error records over OTLP/HTTP, as an application or a collector sends them."""

from __future__ import annotations

import time
import urllib.request

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource


def errors_request(service: str, first: int, count: int) -> bytes:
    """Spell a request of errors of now with the uids `SERVICE-FIRST` and on, as protobuf."""
    now = time.time_ns()
    records = [
        LogRecord(
            time_unix_nano=now,
            observed_time_unix_nano=now,
            severity_number=17,  # type: ignore[arg-type]  # the enum's number
            body=AnyValue(string_value="out of stock"),
            attributes=[_pair("sealog.uid", f"{service}-{number}")],
        )
        for number in range(first, first + count)
    ]
    resource = Resource(attributes=[_pair("service.name", service)])
    request = ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=records)])]
    )
    return request.SerializeToString()


def send_errors(base: str, service: str, first: int, count: int) -> None:
    """Send errors of now with the uids `SERVICE-FIRST` and on, in one request, and wait until it is acknowledged."""
    post = urllib.request.Request(
        f"{base}/v1/logs",
        data=errors_request(service, first, count),
        headers={"Content-Type": "application/x-protobuf"},
    )
    with urllib.request.urlopen(post, timeout=10):
        pass


def _pair(key: str, value: str) -> KeyValue:
    return KeyValue(key=key, value=AnyValue(string_value=value))
