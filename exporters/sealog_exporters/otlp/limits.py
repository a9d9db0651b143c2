"""The bounds of one receiver. They protect memory and connections; they authenticate nobody."""

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

    requests: int = 64
    """Requests taken at the same time; more are told to come again."""

    connections: int = 256
    """HTTP connections; more are closed at once. gRPC in Python has no such bound, only `streams`."""

    streams: int = 32
    """Concurrent gRPC requests on one connection."""

    header_s: float = 5.0
    """Seconds for the first byte to the last header of an HTTP request, and for a gRPC handshake."""

    read_s: float = 15.0
    """Seconds for a request's body."""

    idle_s: float = 60.0
    """Seconds that a connection may stay open between two requests."""

    retry_after_s: int = 1
    """Seconds that a refused but repeatable request is asked to wait."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value <= 0:
                raise SettingError(f"limit {field.name} is {value}: it must be above zero")
