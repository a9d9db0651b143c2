"""The next hop over HTTP, with protobuf bodies."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import httpx

from sealog_exporters.gateway.next_hop import Refused, TooLargeThere, Unavailable, client_context

if TYPE_CHECKING:
    from sealog_exporters.gateway.next_hop import Destination
    from sealog_exporters.otlp.signals import Signal

__all__ = ["HttpHop"]

_CONNECTIONS = 64
_WRONG = frozenset({400, 415, 422})
_TOO_LARGE = 413
_LEVEL = 1
_MOST = 1 << 20
"""Bytes of a response that are read: OTLP's have some hundred."""


class HttpHop:
    """See `NextHop`."""

    def __init__(self, to: Destination) -> None:
        self._base = to.url.rstrip("/")
        self._gzip = to.gzip
        headers = {"content-type": "application/x-protobuf", **to.headers}
        if to.gzip:
            headers["content-encoding"] = "gzip"
        self._client = httpx.AsyncClient(
            headers=headers,
            timeout=to.timeout_s,
            verify=client_context(to) or False,
            trust_env=False,
            limits=httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS),
        )

    async def send(self, signal: Signal, request: bytes) -> bytes:
        """See `NextHop`."""
        body = gzip.compress(request, _LEVEL, mtime=0) if self._gzip else request
        try:
            async with self._client.stream("POST", self._base + signal.path, content=body) as response:
                answer = b""
                async for chunk in response.aiter_bytes():
                    answer += chunk
                    if len(answer) > _MOST:
                        break
        except httpx.HTTPError as error:
            raise Unavailable(f"the next hop can't be reached ({type(error).__name__})") from None
        if response.is_success:
            return answer if response.headers.get("content-type", "").startswith("application/x-protobuf") else b""
        if response.status_code == _TOO_LARGE:
            raise TooLargeThere(f"the next hop takes no request of {len(request)} bytes (413)")
        if response.status_code in _WRONG:
            raise Refused(f"the next hop refuses the request ({response.status_code})")
        raise Unavailable(f"the next hop does not take the request now ({response.status_code})")

    async def close(self) -> None:
        """See `NextHop`."""
        await self._client.aclose()
