"""The part of the ASGI 3 interface that a plain HTTP application needs: types, reading, answering."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sealog.loopback import is_this_machine
from sealog_exporters.otlp.errors import BadRequest, TooLarge

__all__ = [
    "Answer",
    "App",
    "Message",
    "Receive",
    "Scope",
    "Send",
    "header",
    "names_this_machine",
    "read_body",
    "send_answer",
]

Message: TypeAlias = MutableMapping[str, Any]
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_HOST = re.compile(r"(?:(?P<name>[a-z0-9.-]+)|\[(?P<ipv6>[a-f0-9:.]+)\])(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """An HTTP answer; `close` ends the connection after it."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = field(default=())
    close: bool = False


def header(scope: Scope, name: str) -> str:
    """Give a request header's last value, or the empty string. `name` is in lower case."""
    return str(dict(scope["headers"]).get(name.encode(), b""), "latin-1")


def names_this_machine(scope: Scope) -> bool:
    """Tell whether a request's Host header names this machine.

    A web page of elsewhere whose name was made to lead here (DNS rebinding) sends its own name.
    """
    named = _HOST.fullmatch(header(scope, "host"))
    return named is not None and is_this_machine(named["name"] or named["ipv6"])


async def read_body(
    receive: Receive,
    limit: int,
    chunks: int = 1 << 16,
    turn: Callable[[], Awaitable[object]] | None = None,
    hold: Callable[[int], object] = lambda _: None,
) -> bytes:
    """Read a request's body of at most `limit` bytes, that comes in at most so many chunks.

    What is over the limit is read to its end and thrown away: a client that is still writing would not see our
    answer, because closing a socket with unread bytes resets it. The caller bounds the time. `turn` is awaited before
    each chunk, and `hold` is told after it how many bytes are held.

    Raises:
        BadRequest: the client went away in the middle.
        TooLarge: there was more than `limit`, or more than `chunks`.
    """
    body = bytearray()
    size = 0
    more = True
    while more:
        if turn is not None:
            await turn()
        message = await receive()
        if message["type"] != "http.request":
            raise BadRequest("the client closed the connection before the body's end")
        chunk = message.get("body", b"")
        size += len(chunk)
        chunks -= 1
        if chunks < 0:
            raise TooLarge("a body in too many pieces")
        if size <= limit:
            body += chunk
        else:
            body.clear()
        hold(len(body))
        more = message.get("more_body", False)
    if size > limit:
        raise TooLarge(f"a body of more than {limit} bytes")
    return bytes(body)


async def send_answer(send: Send, answer: Answer) -> None:
    """Send an answer in one piece."""
    headers = [(b"content-type", answer.content_type.encode()), (b"content-length", b"%d" % len(answer.body))]
    for name, value in answer.headers:
        headers.append((name.encode(), value.encode()))
    if answer.close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
