"""Decides which requests the page answers, and adds the headers that confine what a browser does with the answer."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, Final

from sealog_exporters.otlp.server.asgi import Answer, header, names_this_machine, send_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.otlp.server.asgi import App, Message, Receive, Scope, Send

__all__ = ["COOKIE", "SESSION_S", "Guard", "Sessions"]

COOKIE: Final = "sealog_session"

SESSION_S: Final = 12 * 3_600
"""Seconds until a session ends."""

_OPEN = re.compile(r"/login|/static/[a-z0-9.-]+", re.ASCII)
_POLICY: Final = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"content-security-policy", _POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # `no-referrer` would make the Origin of our own forms `null`
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class Sessions:
    """Checks tokens, and makes and checks the cookies and form tokens that follow; they end with the process.

    Without a token whoever reaches the page may use it.
    """

    def __init__(self, token: str, clock: Callable[[], float]) -> None:
        self._token = _digest(token) if token else b""
        self._secret = secrets.token_bytes(32)
        self._clock = clock
        self.form_token = self._mac("form")

    @property
    def needed(self) -> bool:
        """Whether a token is needed."""
        return bool(self._token)

    def is_token(self, text: str) -> bool:
        """Tell whether this is the token."""
        return hmac.compare_digest(self._token, _digest(text))

    def is_form_token(self, text: str) -> bool:
        """Tell whether this stands in our own forms."""
        return hmac.compare_digest(self.form_token.encode(), text.encode("utf-8", "replace"))

    def cookie(self) -> str:
        """Give the value of a new session's cookie."""
        end = str(int(self._clock()) + SESSION_S)
        return f"{end}.{self._mac(end)}"

    def admits(self, scope: Scope) -> bool:
        """Tell whether a request has the token or a cookie."""
        if not self._token:
            return True
        scheme, _, given = header(scope, "authorization").partition(" ")
        if scheme.lower() == "bearer" and self.is_token(given.strip()):
            return True
        for part in header(scope, "cookie").split(";"):
            name, _, value = part.strip().partition("=")
            end, _, mac = value.partition(".")
            if name == COOKIE and hmac.compare_digest(self._mac(end).encode(), mac.encode("utf-8", "replace")):
                return end.isdecimal() and int(end) > self._clock()
        return False

    def _mac(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


class Guard:
    """Wraps the page's application (ASGI 3).

    Without a token, only requests that name a loopback host are answered: a page elsewhere can have its own name lead
    here (DNS rebinding). A form is taken from our own pages only.
    """

    def __init__(self, app: App, sessions: Sessions) -> None:
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def confined(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_HEADERS]
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await send_answer(confined, refusal)
        else:
            with contextlib.suppress(Exception):  # Starlette has answered and raises it again, for a server's log
                await self._app(scope, receive, confined)

    def _refusal(self, scope: Scope) -> Answer | None:
        if scope["method"] not in {"GET", "HEAD", "POST"}:
            return Answer(405, b"GET and POST only\n", headers=(("allow", "GET, HEAD, POST"),), close=True)
        host = header(scope, "host")
        if not self._sessions.needed and not names_this_machine(scope):
            return Answer(403, b"without a token this page answers on loopback only\n", close=True)
        if scope["method"] == "POST" and not _same_origin(scope, host):
            return Answer(403, b"a form is taken from this page only\n", close=True)
        if not _OPEN.fullmatch(scope["path"]) and not self._sessions.admits(scope):
            return Answer(303, b"", headers=(("location", "/login"),), close=True)
        return None


def _same_origin(scope: Scope, host: str) -> bool:
    site = header(scope, "sec-fetch-site")
    if site:
        return site == "same-origin"
    return header(scope, "origin").partition("://")[2] == host


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
