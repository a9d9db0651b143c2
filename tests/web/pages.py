"""A store with records, and a client of the page that shows it, for the tests of this folder."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httpx

from sealog_exporters.event import Event, OtlpSpan
from sealog_exporters.store import LogStore
from sealog_exporters.web import make_app

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sealog_exporters.otlp.server.asgi import App

MINUTE = 60 * 10**9
NOW = 40_000_000 * MINUTE
A, B = "a" * 16, "b" * 16
INDEX = "abcdefghijklm"
TOKEN = f"seal1~email_address~{INDEX}~{'A' * 86}"
HOST = "127.0.0.1:4319"


def event(body: Any, template: str = A, *, age: float = 2, uid: str = "", version: str = "1", **more: Any) -> Event:
    """Make a record of the shop, so many minutes old; `attributes` in `more` are added."""
    time_ns = NOW - int(age * MINUTE)
    attributes = {"sealog.template.id": template, "log.record.template": f"text of {template[0]}"}
    attributes |= {"sealog.uid": uid} if uid else {}
    attributes |= more.pop("attributes", {})
    made = Event(
        time_unix_nano=time_ns,
        observed_unix_nano=time_ns,
        severity_number=9,
        severity_text="INFO",
        body=body,
        attributes=attributes,
        resource={"service.name": "shop", "service.version": version},
        scope="",
        event_name="",
        trace_id="ab" * 16,
        span_id="",
    )
    return made._replace(**more)


def sealed(body: str = f"mail to {TOKEN} sent", **more: Any) -> Event:
    """Make a record with a sealed value."""
    attributes = {"sealog.entities": ["email_address"], "sealog.index": [INDEX]}
    return event(body, B, attributes=attributes, **more)


def span(number: int, *, age: float = 2, ms: float = 1, version: str = "1", **more: Any) -> OtlpSpan:
    """Make a span of the shop, so many minutes old, that took so many milliseconds."""
    start = NOW - int(age * MINUTE)
    made = OtlpSpan(
        trace_id="ab" * 16,
        span_id=f"{number:016x}",
        parent_id="",
        name="GET /cart",
        kind=2,
        start_unix_nano=start,
        end_unix_nano=start + int(ms * 10**6),
        status_code=0,
        status_message="",
        attributes={},
        events=[],
        links=[],
        resource={"service.name": "shop", "service.version": version},
        scope="",
    )
    return made._replace(**more)


def store_of(path: Path, *events: Event, spans: Sequence[OtlpSpan] = ()) -> Path:
    """Write events and spans into a new store's file."""
    with LogStore(path / "logs.sqlite") as store:
        store.add(events)
        store.spans.add(spans)
    return path / "logs.sqlite"


class Visitor:
    """Asks the page as a browser does, and keeps its cookies."""

    def __init__(self, store: Path, app: App | None = None, **options: Any) -> None:
        self._app = make_app(store, clock=lambda: NOW, **options) if app is None else app
        self.cookies = httpx.Cookies()

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Ask for a page."""
        return self._ask("GET", path, headers)

    def post(
        self,
        path: str,
        form: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        form_token: str | None = None,
    ) -> httpx.Response:
        """Send a form as our own page does."""
        if form_token is None:
            found = re.search(r'name="form_token" value="([0-9a-f]{64})"', self.get("/login").text)
            assert found is not None
            form_token = found[1]
        sent = {"sec-fetch-site": "same-origin"} if headers is None else headers
        return self._ask("POST", path, sent, data={**form, "form_token": form_token})

    def _ask(self, method: str, path: str, headers: Mapping[str, str], **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)  # type: ignore[arg-type] # httpx's own spelling of ASGI
            async with httpx.AsyncClient(
                transport=transport, base_url=f"http://{HOST}", cookies=self.cookies
            ) as client:
                answer = await client.request(method, path, headers=dict(headers), **options)
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())
