"""Transports, which send a request to an endpoint: one file for each protocol."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.transports.endpoint import Endpoint, Protocol
    from sealog.delivery.transports.interface import Transport

__all__ = ["connect", "kind_of"]


def kind_of(protocol: Protocol) -> Callable[[Endpoint], Transport]:
    """Load a protocol's modules and return the function that makes its transports."""
    if protocol == "grpc":
        from sealog.delivery.transports.over_grpc import GrpcTransport  # noqa: PLC0415 - grpcio takes 50 ms

        return GrpcTransport
    from sealog.delivery.transports.over_http import HttpTransport  # noqa: PLC0415 - what isn't used isn't loaded

    return HttpTransport


def connect(endpoint: Endpoint) -> Transport:
    """Give the transport of an endpoint. Nothing is connected before the first request."""
    return kind_of(endpoint.protocol)(endpoint)
