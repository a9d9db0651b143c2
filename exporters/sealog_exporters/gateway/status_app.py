"""Health and metrics of a service, over HTTP. It shows no record and changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sealog_exporters.otlp.server.asgi import Answer, send_answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.otlp.server.asgi import Receive, Scope, Send

__all__ = ["Counting", "StatusApp"]


class Counting(Protocol):
    """What counts itself."""

    def exposition(self, *, is_ready: bool) -> str:
        """Give all counts in the text format of Prometheus."""
        ...


class StatusApp:
    """Answers `GET /healthz` (200, or 503 with the reason) and `GET /metrics` (Prometheus's text format).

    `problem` gives why the service is not serving as its settings say, or an empty text.
    """

    def __init__(self, counters: Counting, problem: Callable[[], str]) -> None:
        self._counters = counters
        self._problem = problem

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's signature
        """Answer one request (ASGI 3, `http` scope)."""
        await send_answer(send, self._answer(scope["path"], scope["method"]))

    def _answer(self, path: str, method: str) -> Answer:
        if method not in {"GET", "HEAD"}:
            return Answer(405, b"only GET and HEAD are answered here\n", headers=(("allow", "GET, HEAD"),), close=True)
        problem = self._problem()
        if path == "/healthz":
            return Answer(503, f"not serving: {problem}\n".encode()) if problem else Answer(200, b"ok\n")
        if path == "/metrics":
            text = self._counters.exposition(is_ready=not problem)
            return Answer(200, text.encode(), "text/plain; version=0.0.4; charset=utf-8")
        return Answer(404, b"no such path: /healthz and /metrics are here\n", close=True)
