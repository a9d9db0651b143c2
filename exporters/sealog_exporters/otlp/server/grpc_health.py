"""gRPC's health service (grpc.health.v1), for probes and balancers.

`Watch` is not implemented: gRPC defines that a client then treats the server as healthy.
"""

from __future__ import annotations

from google.protobuf.message import DecodeError
from google.protobuf.wrappers_pb2 import Int32Value, StringValue

from sealog_exporters.otlp.errors import BadRequest
from sealog_exporters.otlp.signals import SIGNALS

__all__ = ["CHECK", "health"]

CHECK = "/grpc.health.v1.Health/Check"

_SERVING, _NOT_SERVING = 1, 2
_SERVICES = frozenset({"", *(signal.method.split("/")[1] for signal in SIGNALS)})


def health(request: bytes, problem: str) -> bytes | None:
    """Answer a `HealthCheckRequest` with a `HealthCheckResponse`; None: the service that it names is not here.

    A server with a `problem` is not serving. Both messages have one field of number 1, a text and an enumeration, as
    protobuf's wrappers of a text and an integer have.

    Raises:
        BadRequest: the bytes are no such request.
    """
    try:
        service = StringValue.FromString(request).value
    except DecodeError:
        raise BadRequest("the body is not a health request") from None
    if service not in _SERVICES:
        return None
    return Int32Value(value=_NOT_SERVING if problem else _SERVING).SerializeToString()
