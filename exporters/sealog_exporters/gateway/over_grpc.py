"""The next hop over gRPC."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import grpc
import grpc.aio

from sealog.pattern import pattern
from sealog_exporters.gateway.next_hop import Refused, TooLargeThere, Unavailable, client_context, read_pem
from sealog_exporters.otlp.signals import SIGNALS

if TYPE_CHECKING:
    from sealog_exporters.gateway.next_hop import Destination
    from sealog_exporters.otlp.signals import Signal

__all__ = ["GrpcHop"]

_PORT = 4317
_WRONG = frozenset({grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.FAILED_PRECONDITION})
_OVER = frozenset({grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.OUT_OF_RANGE})
_TOO_LARGE = pattern(r"(?i)larger than|too large|exceeds (?:the )?(?:configured )?max|more than \d+ bytes")
"""What gRPC in C, Go, Java, .NET and Rust says of a message over its limit. A quota has the same code and other words,
and it must not cost anybody a text."""

_RETRY_INFO = b"google.rpc.RetryInfo"
_OPTIONS = [
    ("grpc.max_receive_message_length", 4 << 20),
    ("grpc.max_send_message_length", -1),
    # A next hop that was away is found again within seconds, not after two minutes.
    ("grpc.initial_reconnect_backoff_ms", 200),
    ("grpc.min_reconnect_backoff_ms", 200),
    ("grpc.max_reconnect_backoff_ms", 2000),
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 10_000),
]


class GrpcHop:
    """See `NextHop`. One connection carries all requests."""

    def __init__(self, to: Destination) -> None:
        url = urlsplit(to.url)
        host = f"{url.hostname if ':' not in (url.hostname or '') else f'[{url.hostname}]'}:{url.port or _PORT}"
        compression = grpc.Compression.Gzip if to.gzip else grpc.Compression.NoCompression
        if client_context(to) is not None:  # grpcio says nothing of files that are wrong, and connects never
            credentials = grpc.ssl_channel_credentials(read_pem(to.ca), read_pem(to.key), read_pem(to.certificate))
            self._channel = grpc.aio.secure_channel(host, credentials, _OPTIONS, compression)
        else:
            self._channel = grpc.aio.insecure_channel(host, _OPTIONS, compression)
        self._timeout_s = to.timeout_s
        self._metadata = tuple((name.lower(), value) for name, value in to.headers.items())
        self._calls = {
            signal.name: partial(
                self._channel.unary_unary(signal.method, None, None), timeout=self._timeout_s, metadata=self._metadata
            )
            for signal in SIGNALS
        }

    async def send(self, signal: Signal, request: bytes) -> bytes:
        """See `NextHop`."""
        try:
            return cast("bytes", await self._calls[signal.name](request))
        except grpc.aio.AioRpcError as error:
            raise _meaning(error, len(request)) from None

    async def close(self) -> None:
        """See `NextHop`."""
        await self._channel.close(None)


def _meaning(error: grpc.aio.AioRpcError, size: int) -> Exception:
    """Tell what an error means, without its message: that may hold what was sent."""
    code = error.code()
    if code in _WRONG:
        return Refused(f"the next hop refuses the request ({code.name})")
    if code in _OVER and _TOO_LARGE.search(error.details() or "") and not _says_when(error):
        return TooLargeThere(f"the next hop takes no request of {size} bytes ({code.name})")
    return Unavailable(f"the next hop does not take the request now ({code.name})")


def _says_when(error: grpc.aio.AioRpcError) -> bool:
    """Tell whether the next hop asks for another try later, as OTLP says that it does where it is only busy."""
    details: Any = error.trailing_metadata() or ()
    return any(key == "grpc-status-details-bin" and _RETRY_INFO in bytes(value) for key, value in details)
