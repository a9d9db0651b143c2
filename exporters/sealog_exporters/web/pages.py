"""What the page answers under each path. The store is read beside the event loop."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlencode

import anyio
import anyio.to_thread
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog_exporters.alerting.matching.label_matcher import Matcher
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.store.fields import further_fields
from sealog_exporters.store.sqlite import LogStore
from sealog_exporters.store.sqlite_paging import RecordFilter
from sealog_exporters.web.asked import form_of, place_of, records_of, span_of
from sealog_exporters.web.guard import COOKIE, SESSION_S
from sealog_exporters.web.overview import SPANS, overview, template_plot
from sealog_exporters.web.rendering import STATIC, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from starlette.requests import Request

    from sealog_exporters.store.interface import StoredRecord
    from sealog_exporters.web.guard import Sessions
    from sealog_exporters.web.interface import Holder, WatchesAlerts

T = TypeVar("T")

__all__ = ["Pages"]

ROWS: Final = 50
"""Records of one page."""

_TRACE_ROWS: Final = 500
_READERS: Final = 4  # pages that read the store at a time
_OPEN_S: Final = 60  # that opened values stay on a screen
_SILENCES: Final = {"15m": 15, "1h": 60, "8h": 480, "24h": 1_440}  # minutes
_SEVERITIES: Final = (("any", 0), ("info", 9), ("warn", 13), ("error", 17), ("fatal", 21))
_FILES: Final = {
    "htmx-2.0.4.min.js": "text/javascript; charset=utf-8",
    "htmx-LICENSE.txt": "text/plain; charset=utf-8",
    "page.css": "text/css; charset=utf-8",
}


class Pages:
    """Answers requests; belongs to one event loop. The application answers 400 to what a method raises on purpose."""

    def __init__(
        self,
        store: Path,
        sessions: Sessions,
        holder: Holder | None,
        alerts: WatchesAlerts | None,
        clock: Callable[[], int],
    ) -> None:
        self._store = store
        self._sessions = sessions
        self._holder = holder
        self._alerts = alerts
        self._clock = clock
        self._html = environment()
        self._readers = anyio.CapacityLimiter(_READERS)
        self._files = {name: (STATIC / name).read_bytes() for name in _FILES}

    async def overview(self, request: Request) -> Response:
        """Show the templates, the most interesting first, and what is odd about services."""
        span = span_of(request)

        def look(store: LogStore) -> dict[str, Any]:
            found = overview(store, SPANS[span], self._clock())
            return {
                "found": found,
                "plots": {row.id: template_plot(store, row.ids, found.window) for row in found.rows},
            }

        return self._answer("overview.html", span=span, spans=SPANS, **await self._read(look))

    async def template(self, request: Request) -> Response:
        """Show one template: its insights, and what to copy to be told of it, or to drop it."""
        span, name = span_of(request), request.path_params["name"]
        found = await self._read(lambda store: overview(store, SPANS[span], self._clock(), most=None))
        row = next((row for row in found.rows if name in row.ids), None)
        if row is None:
            return self._nothing("No record in this time has this template.")
        plot = await self._read(lambda store: template_plot(store, row.ids, found.window))
        quoted = [json.dumps(one) for one in row.ids]
        return self._answer("template.html", span=span, row=row, found=found, plot=plot, quoted=quoted)

    async def logs(self, request: Request) -> Response:
        """Show a page of records, the last arrived first."""
        asked = request.query_params
        wanted, before = records_of(asked), place_of(asked)
        page, services = await self._read(lambda store: (store.page(wanted, before, ROWS), store.services()))
        pairs = [(name, value) for name, value in asked.multi_items() if name not in {"before", "live"} and value]
        return self._answer(
            "logs.html",
            page=page,
            services=services,
            severities=_SEVERITIES,
            wanted=wanted,
            is_live=before is None and asked.get("live") != "off",
            is_first=before is None,
            here=f"/logs?{urlencode(pairs)}",
            rows=ROWS,
        )

    async def record(self, request: Request) -> Response:
        """Show one record with all its fields."""
        number = request.path_params["number"]
        record = await self._record(number)
        if record is None:
            return self._nothing("The store has no such record.")
        return self._shown(number, record)

    async def open(self, request: Request) -> Response:
        """Open a record's sealed values for a reason. The answer is the only place where they are.

        Raises:
            SettingError: nothing is opened here, or there is no reason.
        """
        form = await form_of(request, self._sessions)
        number = request.path_params["number"]
        record = await self._record(number)
        if record is None:
            return self._nothing("The store has no such record.")
        if self._holder is None or self._holder.open is None:
            raise SettingError("this page opens nothing: start it with a token, and a keyring on this machine")
        if not form.get("reason", "").strip():
            raise SettingError("opening needs a reason")
        ask = partial(self._holder.open, record, form["reason"].strip(), form.get("passphrase", ""))
        opened = await anyio.to_thread.run_sync(ask, limiter=self._readers)
        answer = self._shown(number, record, opened=opened)
        answer.headers["refresh"] = f"{_OPEN_S}; url=/records/{number}"
        return answer

    async def trace(self, request: Request) -> Response:
        """Show the records of a trace in the order of their times."""
        name = request.path_params["name"].lower()
        wanted = RecordFilter(trace_id=name)
        page = await self._read(lambda store: store.page(wanted, None, _TRACE_ROWS))
        if not page.records:
            return self._nothing("No record has this trace.")
        records = sorted(page.records, key=lambda pair: (pair[1].time_unix_nano, pair[0]))
        start = records[0][1].time_unix_nano
        return self._answer("trace.html", name=name, records=records, start=start, is_whole=page.older is None)

    async def search(self, request: Request) -> Response:
        """Find records by value. The value comes in a form's body and goes no further than its blind index.

        Raises:
            SettingError: there is neither keyring nor bundle.
        """
        if request.method == "POST":
            form = await form_of(request, self._sessions)
            if self._holder is None:
                raise SettingError("there is neither keyring nor bundle on this machine: `sealog init` makes them")
            ask = partial(self._holder.indexes, form.get("entity", ""), form.get("value", ""))
            indexes = await anyio.to_thread.run_sync(ask, limiter=self._readers)
            return RedirectResponse(f"/logs?{urlencode([('index', one) for one in indexes])}", 303)
        entities: Sequence[str] = ()
        if self._holder is not None:
            entities = await anyio.to_thread.run_sync(self._holder.entities, limiter=self._readers)
        return self._answer("search.html", entities=entities)

    async def privacy(self, request: Request) -> Response:
        """Show in how many records of which service each entity was sealed or masked."""
        span = span_of(request)
        found = await self._read(lambda store: overview(store, SPANS[span], self._clock()))
        entities = sorted({cell.entity for cell in found.privacy})
        services = sorted({cell.service for cell in found.privacy})
        cells = {(cell.service, cell.entity): cell for cell in found.privacy}
        return self._answer(
            "privacy.html", span=span, spans=SPANS, found=found, entities=entities, services=services, cells=cells
        )

    async def alerts(self, request: Request) -> Response:  # noqa: ARG002 - a route's signature
        """Show the alerts and the silences."""
        states = self._alerts.alert_states()[:ROWS] if self._alerts else []
        silences = self._alerts.silences()[:ROWS] if self._alerts else []
        return self._answer("alerts.html", states=states, silences=silences, durations=_SILENCES, now_ns=self._clock())

    async def silence(self, request: Request) -> Response:
        """Silence one alert, by all its labels, for some time.

        Raises:
            SettingError: the time is none of those that the page offers.
        """
        form = await form_of(request, self._sessions)
        asked = form.get("fingerprint", "")
        alert = next((one.alert for one in self._watched().alert_states() if one.alert.fingerprint == asked), None)
        if alert is None:
            return self._nothing("This alert has ended.")
        if form.get("duration") not in _SILENCES:
            raise SettingError(f"duration: {', '.join(_SILENCES)} is expected")
        now = self._clock()
        end = now + _SILENCES[form["duration"]] * 60 * 10**9
        matchers = tuple(Matcher(name, "=", value) for name, value in sorted(alert.labels.items()))
        comment = form.get("comment", "")
        self._watched().silence(new_silence(matchers, now, end, created_by="sealog up", comment=comment))
        return RedirectResponse("/alerts", 303)

    async def unsilence(self, request: Request) -> Response:
        """End a silence that was made by command or here."""
        form = await form_of(request, self._sessions)
        if not self._watched().unsilence(form.get("id", "")):
            return self._nothing("No such silence was made here: a rule file's ends when the file changes.")
        return RedirectResponse("/alerts", 303)

    async def login(self, request: Request) -> Response:
        """Take the token, and give a cookie for it."""
        if request.method == "POST":
            form = await form_of(request, self._sessions)
            if not self._sessions.needed or self._sessions.is_token(form.get("token", "")):
                answer = RedirectResponse("/", 303)
                answer.set_cookie(
                    COOKIE, self._sessions.cookie(), max_age=SESSION_S, httponly=True, samesite="strict", path="/"
                )
                return answer
            return self._answer("login.html", 401, is_wrong=True)
        return self._answer("login.html", is_wrong=False)

    async def static(self, request: Request) -> Response:
        """Give a file of the page."""
        name = request.path_params["name"]
        if name not in self._files:
            return self._nothing("There is no such file.")
        return Response(self._files[name], media_type=_FILES[name])

    async def refused(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - a handler's signature
        """Say what is wrong with a request; our own errors hold no data."""
        return self._answer("message.html", 400, title="Not possible", text=str(error))

    async def failed(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - a handler's signature
        """Go on after an error; its message may hold data, so only its type is said."""
        say_once("page", f"a page can't be shown ({type(error).__name__})")
        return self._answer("message.html", 500, title="Error", text="The page can't be shown.")

    def _watched(self) -> WatchesAlerts:
        if self._alerts is None:
            raise SettingError("no alerting service runs here")
        return self._alerts

    def _shown(self, number: int, record: StoredRecord, opened: Any = ()) -> Response:
        return self._answer(
            "record.html",
            number=number,
            record=record,
            fields=sorted(record.attributes.items()),
            resource=sorted(record.resource.items()),
            is_sealed=any(True for _ in further_fields(record)) or "seal1" in record.body_text,
            can_open=self._holder is not None and self._holder.open is not None,
            opened=opened,
            open_s=_OPEN_S,
        )

    async def _record(self, number: int) -> StoredRecord | None:
        return await self._read(lambda store: store.record(number)) if number < 2**63 else None

    async def _read(self, look: Callable[[LogStore], T]) -> T:
        """Ask the store in a thread, by a connection of its own."""

        def ask() -> T:
            with LogStore(self._store, read_only=True) as store:
                return look(store)

        return await anyio.to_thread.run_sync(ask, limiter=self._readers)

    def _nothing(self, text: str) -> Response:
        return self._answer("message.html", 404, title="Not found", text=text)

    def _answer(self, page: str, status: int = 200, /, **values: Any) -> Response:
        shared = {"form_token": self._sessions.form_token, "has_login": self._sessions.needed}
        return HTMLResponse(self._html.get_template(page).render(shared | values), status)
