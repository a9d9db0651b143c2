"""Reads from the body of a success answer how many records the endpoint rejected all the same."""

from __future__ import annotations

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse

from sealog.delivery.transports.interface import Answer


def taken(body: bytes) -> Answer:
    """Read an `ExportLogsServiceResponse`; one that can't be read rejects nothing."""
    if not body:
        return Answer("taken")
    try:
        rejected = ExportLogsServiceResponse.FromString(body).partial_success.rejected_log_records
    except DecodeError:
        rejected = 0
    return Answer("taken", rejected=max(0, rejected))
