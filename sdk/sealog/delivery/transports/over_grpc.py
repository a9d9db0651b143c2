"""OTLP over gRPC: one channel that threads share, and requests that are bytes already. The sender retries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import RetryInfo  # type: ignore[import-untyped]  # no stubs
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]  # no stubs

from sealog.delivery.transports.interface import Answer
from sealog.delivery.transports.partial import taken

if TYPE_CHECKING:
    from sealog.delivery.transports.endpoint import Endpoint

_METHOD = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
_LONGEST_WAIT = 600.0
_OPTIONS = (
    ("grpc.primary_user_agent", "sealog"),
    ("grpc.initial_reconnect_backoff_ms", 250),
    ("grpc.max_reconnect_backoff_ms", 5000),
    ("grpc.enable_retries", 0),
)


class GrpcTransport:
    """Sends to an OTLP/gRPC endpoint; see `Transport`."""

    def __init__(self, endpoint: Endpoint) -> None:
        target = urlsplit(endpoint.url).netloc.rpartition("@")[2]
        compression = grpc.Compression.Gzip if endpoint.compression == "gzip" else grpc.Compression.NoCompression
        if endpoint.insecure:
            channel = grpc.insecure_channel(target, options=_OPTIONS, compression=compression)
        else:
            channel = grpc.secure_channel(target, _credentials(endpoint), options=_OPTIONS, compression=compression)
        self._export: Any = channel.unary_unary(_METHOD, None, None)
        self._timeout = endpoint.timeout
        self._metadata = tuple((name.lower(), value) for name, value in endpoint.headers)

    def send(self, request: bytes) -> Answer:
        """See `Transport`."""
        try:
            return taken(self._export(request, timeout=self._timeout, metadata=self._metadata))
        except grpc.RpcError as error:
            return _answer(error)

    def close(self) -> None:
        """All threads share one channel."""


def _answer(error: Any) -> Answer:
    code = error.code()
    why = f"gRPC {code.name}"
    if code == grpc.StatusCode.INVALID_ARGUMENT:
        return Answer("refused", why)
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED and "larger than max" in (error.details() or ""):
        return Answer("too large", why)
    wait = _wait(dict(error.trailing_metadata() or ()))
    return Answer("later", why, wait, fault=code in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN))


def _wait(metadata: dict[str, Any]) -> float:
    """Read RetryInfo, as the OTLP specification puts it (in the status' details) or on its own."""
    info: Any = RetryInfo()
    try:
        if "google.rpc.retryinfo-bin" in metadata:
            info.ParseFromString(metadata["google.rpc.retryinfo-bin"])
        for detail in Status.FromString(metadata.get("grpc-status-details-bin", b"")).details:
            if detail.Is(RetryInfo.DESCRIPTOR):
                detail.Unpack(info)
    except (DecodeError, TypeError):
        return 0.0
    seconds: float = info.retry_delay.seconds + info.retry_delay.nanos / 1e9
    return min(max(0.0, seconds), _LONGEST_WAIT)


def _credentials(endpoint: Endpoint) -> Any:
    def read(path: str | None) -> bytes | None:
        return Path(path).read_bytes() if path else None

    return grpc.ssl_channel_credentials(
        read(endpoint.certificate), read(endpoint.client_key), read(endpoint.client_certificate)
    )
