"""OTLP over HTTP as a plain ASGI application. It opens no socket and keeps nothing.

Follows https://opentelemetry.io/docs/specs/otlp/#otlphttp: every refusal carries a `google.rpc.Status` in the
request's encoding, and only what may be repeated answers 429 or 503.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from sealog.notices import say_once
from sealog_exporters.otlp.encoding import (
    Encoding,
    encoding_of,
    render_response,
    render_status,
)
from sealog_exporters.otlp.errors import (
    BadRequest,
    Overloaded,
    SinkFailed,
    TooLarge,
    Unauthenticated,
    UnsupportedType,
)
from sealog_exporters.otlp.room import sender_of
from sealog_exporters.otlp.server.asgi import Answer, read_body, send_answer
from sealog_exporters.otlp.signals import SIGNALS

if TYPE_CHECKING:
    from sealog_exporters.otlp.handler import Handler
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.room import Room
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.asgi import Receive, Scope, Send
    from sealog_exporters.otlp.signals import Signal

__all__ = ["HttpApp"]

_BY_PATH = {signal.path: signal for signal in SIGNALS}
_HEALTH = "/healthz"
_CODES = {400: 3, 401: 16, 404: 5, 405: 12, 408: 4, 413: 8, 415: 3, 429: 8, 500: 13, 503: 14}
"""HTTP status to the nearest code of google/rpc/code.proto."""


class HttpApp:
    """Answers `POST /v1/{logs,traces,metrics}` and `GET /healthz`. Without `access` anybody may send."""

    def __init__(self, handler: Handler, room: Room, limits: Limits, access: Access | None = None) -> None:
        self._handler = handler
        self._room = room
        self._limits = limits
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI 3, `http` scope)."""
        await send_answer(send, await self._answer(scope, receive))

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        path, method = scope["path"], scope["method"]
        headers: dict[bytes, bytes] = dict(scope["headers"])  # of a name that comes twice, the last
        try:
            encoding, unsupported = encoding_of(str(headers.get(b"content-type", b""), "latin-1")), ""
        except UnsupportedType as error:
            encoding, unsupported = Encoding.JSON, str(error)  # of the answer
        if path == _HEALTH:
            return self._health() if method in {"GET", "HEAD"} else _wrong_method("GET, HEAD", encoding)
        signal = _BY_PATH.get(path)
        if signal is None:
            return _refusal(404, "no such path: OTLP is at " + ", ".join(_BY_PATH), encoding, close=True)
        if method != "POST":
            return _wrong_method("POST", encoding)
        if unsupported:
            self._handler.refuse()
            return _refusal(415, unsupported, encoding, close=True)
        coding = str(headers.get(b"content-encoding", b""), "latin-1")
        try:
            if self._access is None:
                sender = sender_of((scope.get("client") or ("",))[0])
            else:
                sender = self._access.sender(str(headers.get(b"authorization", b""), "latin-1"))
        except Unauthenticated as error:
            self._handler.refuse()
            return _refusal(401, str(error), encoding, ("www-authenticate", "Bearer"), close=True)
        return await self._export(signal, encoding, coding, sender, receive)

    async def _export(self, signal: Signal, encoding: Encoding, coding: str, sender: str, receive: Receive) -> Answer:
        try:
            limits = self._limits
            reading = partial(read_body, receive, limits.body_bytes, limits.chunks, partial(self._room.step, sender))
            body = await self._room.read(sender, reading, limits.read_s)
            with self._handler.places.admitted(sender):
                response = await self._handler.handle(signal, encoding, coding, body, sender)
        except BadRequest as error:
            self._handler.refuse()
            status = 413 if isinstance(error, TooLarge) else 415 if isinstance(error, UnsupportedType) else 400
            return _refusal(status, str(error), encoding, close=True)
        except asyncio.TimeoutError:
            self._handler.refuse()
            return _refusal(408, "the body did not come in time", encoding, close=True)
        except Overloaded as error:
            self._handler.turn_away()
            return self._for_now(429, str(error), encoding, close=True)  # its body may not have been read
        except SinkFailed as error:
            return self._for_now(503, str(error), encoding)
        except Exception as error:  # noqa: BLE001 -- a server goes on; its message may hold data, so only the type
            say_once("otlp-http", f"an HTTP request failed ({type(error).__name__})")
            return _refusal(500, "the request can't be taken", encoding, close=True)
        return Answer(200, render_response(signal, encoding, response), encoding.value)

    def _health(self) -> Answer:
        problem = self._handler.problem()
        return Answer(503, f"not serving: {problem}\n".encode()) if problem else Answer(200, b"ok\n")

    def _for_now(self, status: int, message: str, encoding: Encoding, *, close: bool = False) -> Answer:
        retry = ("retry-after", str(self._limits.retry_after_s))
        return _refusal(status, message, encoding, retry, close=close)


def _wrong_method(allowed: str, encoding: Encoding) -> Answer:
    return _refusal(405, f"only {allowed} is answered here", encoding, ("allow", allowed), close=True)


def _refusal(
    status: int,
    message: str,
    encoding: Encoding,
    *headers: tuple[str, str],
    close: bool = False,
) -> Answer:
    return Answer(status, render_status(_CODES[status], message, encoding), encoding.value, headers, close)
