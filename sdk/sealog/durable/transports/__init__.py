"""Transports: how a request gets to an endpoint, one file a protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog.durable.endpoint import Endpoint
    from sealog.durable.transports.interface import Transport

__all__ = ["connect"]


def connect(endpoint: Endpoint) -> Transport:
    """Give the transport of an endpoint. Nothing is connected before the first request."""
    if endpoint.protocol == "grpc":
        from sealog.durable.transports.over_grpc import GrpcTransport  # noqa: PLC0415 - grpcio takes 50 ms

        return GrpcTransport(endpoint)
    from sealog.durable.transports.over_http import HttpTransport  # noqa: PLC0415 - what isn't used isn't loaded

    return HttpTransport(endpoint)
