"""The limits of one receiver, which protect memory and connections."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sealog.errors import SettingError

__all__ = ["Limits"]

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Bounds of a receiver, each of them above zero.

    Raises:
        SettingError: a bound is zero or less; the message names it.
    """

    body_bytes: int = 4 * _MIB
    """An HTTP body as it is sent. The collector's stack overflow on nested values needs more (core #15301)."""

    message_bytes: int = 16 * _MIB
    """A request after decompression, gRPC and HTTP: gzip makes a thousandfold of a small body."""

    values: int = 500_000
    """Resources, scopes, records, attributes and values within values of one protobuf request, counted on the wire."""

    json_bytes: int = 4 * _MIB
    """A JSON request after decompression: as a tree it takes some twenty times as much."""

    json_values: int = 250_000
    """Objects, arrays, members and elements of one JSON request, counted in its text."""

    requests: int = 64
    """Requests in progress, at most half of them of one sender; beyond it, senders are told to come again."""

    bodies: int = 128
    """Requests whose body is still arriving; for one more, the sender with most of them loses its oldest."""

    held_bytes: int = 64 * _MIB
    """Bytes of all HTTP bodies that are still arriving; beyond it, the sender with most of them loses its oldest."""

    connections: int = 256
    """HTTP connections; for one more, the sender with most of them loses the one that waits for longest.

    gRPC in Python has no such bound, only `streams`.
    """

    chunks: int = 8_192
    """Parts of one HTTP body: each takes longer than a thousand bytes do."""

    streams: int = 32
    """Concurrent gRPC requests on one connection."""

    header_s: float = 5.0
    """Seconds for the first byte to the last header of an HTTP request, and for a gRPC handshake."""

    read_s: float = 15.0
    """Seconds for a request's body."""

    idle_s: float = 60.0
    """Seconds that a connection may stay open between two requests."""

    retry_after_s: int = 1
    """Seconds after which a sender is told to repeat a refused request."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value <= 0:
                raise SettingError(f"limit {field.name} is {value}: it must be above zero")
