"""What the listeners do with a request whose body is here, whichever transport it came by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.places import Places
    from sealog_exporters.otlp.signals import Signal

__all__ = ["Handler"]


class Handler(Protocol):
    """Takes requests; belongs to one event loop."""

    places: Places
    """How many are worked on at a time."""

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:
        """Take a request as it was sent, and give the response's message as protobuf.

        `coding` is its Content-Encoding; `sender` is who authentication says it is from, else the address or network.

        Raises:
            BadRequest: it is no request of this signal, or over a limit; the same request is never taken.
            SinkFailed: it can't be taken now; the same request may come again.
        """
        ...

    def refuse(self) -> None:
        """Count a request that is no OTLP or over a limit."""

    def turn_away(self) -> None:
        """Count a request that may come again when there is more room."""

    def problem(self) -> str:
        """Tell why requests are not taken as they should be, or nothing."""
        ...
