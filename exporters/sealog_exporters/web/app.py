"""The page as a Starlette application: which path leads to which answer."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.routing import Route

from sealog.errors import SealogError
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.web.answers import Answers
from sealog_exporters.web.guard import Guard, Sessions
from sealog_exporters.web.metrics import MetricPages
from sealog_exporters.web.pages import Pages
from sealog_exporters.web.traces import TracePages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog_exporters.otlp.server.asgi import App
    from sealog_exporters.web.interface import Holder, PinsTemplates, WatchesAlerts

__all__ = ["make_app"]


def make_app(
    store: Path,
    *,
    token: str = "",
    holder: Holder | None = None,
    alerts: WatchesAlerts | None = None,
    templates: PinsTemplates | None = None,
    clock: Callable[[], int] = time.time_ns,
) -> App:
    """Make the page's application (ASGI 3, no lifespan).

    Args:
        store: the embedded store's file, read only.
        token: what a visitor must know; empty: nothing, and then only loopback is answered.
        holder: searches and opens; None: the page offers neither.
        alerts: the alerting service of the same event loop; None: the page shows no alerts.
        templates: pins templates, in the same event loop; None: the page does not offer it.
        clock: ns since the epoch.
    """
    sessions = Sessions(token, lambda: clock() / 1e9)
    answers = Answers(store, sessions, holder)
    page, traces = Pages(answers, alerts, templates, clock), TracePages(answers, clock)
    metrics = MetricPages(answers, clock)
    routes = [
        Route("/", page.overview),
        Route("/templates/{name}", page.template),
        Route("/templates/{name}/pin", page.pin, methods=["POST"]),
        Route("/logs", page.logs),
        Route("/records/{number:int}", page.record),
        Route("/records/{number:int}/open", page.open, methods=["POST"]),
        Route("/traces/{name}", traces.trace),
        Route("/spans/{number:int}", traces.span),
        Route("/spans/{number:int}/open", traces.span, methods=["POST"]),
        Route("/operations", traces.operations),
        Route("/metrics", metrics.metrics),
        Route("/metric", metrics.metric),
        Route("/search", page.search, methods=["GET", "POST"]),
        Route("/privacy", page.privacy),
        Route("/alerts", page.alerts),
        Route("/alerts/silence", page.silence, methods=["POST"]),
        Route("/alerts/unsilence", page.unsilence, methods=["POST"]),
        Route("/login", page.login, methods=["GET", "POST"]),
        Route("/static/{name}", page.static),
    ]
    handlers: Any = {
        SealogError: page.refused,
        BadRequest: page.refused,
        TooLarge: page.refused,
        Exception: page.failed,
    }
    return Guard(Starlette(routes=routes, exception_handlers=handlers), sessions)
