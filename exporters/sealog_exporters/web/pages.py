"""What the page answers under each path. The store is read beside the event loop."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog_exporters.alerting.matching.label_matcher import Matcher
from sealog_exporters.alerting.model.routing.silence import new_silence
from sealog_exporters.store.sqlite_paging import RecordFilter
from sealog_exporters.web.asked import TEMPLATE_ID, form_of, place_of, records_of, span_of
from sealog_exporters.web.guard import COOKIE, SESSION_S
from sealog_exporters.web.overview import SPANS, overview, privacy, slowest, template_plot
from sealog_exporters.web.rendering import STATIC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from sealog_exporters.store.interface import StoredRecord
    from sealog_exporters.store.sqlite import LogStore
    from sealog_exporters.web.answers import Answers
    from sealog_exporters.web.interface import PinsTemplates, WatchesAlerts

__all__ = ["Pages"]

ROWS: Final = 50
"""Records of one page."""

_OPERATIONS: Final = 5  # of the overview
_SPANS: Final = 10_000  # of either time that the overview looks at

_SILENCES: Final = {"15m": 15, "1h": 60, "8h": 480, "24h": 1_440}  # minutes
_SEVERITIES: Final = (("any", 0), ("info", 9), ("warn", 13), ("error", 17), ("fatal", 21))
_FILES: Final = {
    "htmx-2.0.4.min.js": "text/javascript; charset=utf-8",
    "htmx-LICENSE.txt": "text/plain; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "page.css": "text/css; charset=utf-8",
}


class Pages:
    """Answers requests; belongs to one event loop. The application answers 400 to what a method raises on purpose."""

    def __init__(
        self,
        answers: Answers,
        alerts: WatchesAlerts | None,
        templates: PinsTemplates | None,
        clock: Callable[[], int],
    ) -> None:
        self._answers = answers
        self._sessions = answers.sessions
        self._holder = answers.holder
        self._alerts = alerts
        self._templates = templates
        self._clock = clock
        self._files = {name: (STATIC / name).read_bytes() for name in _FILES}

    async def overview(self, request: Request) -> Response:
        """Show the templates, the most interesting first, what is odd about services, and what is slow."""
        span = span_of(request)

        def look(store: LogStore) -> dict[str, Any]:
            found = overview(store, SPANS[span], self._clock())
            operations, is_whole = slowest(store, SPANS[span], self._clock(), _SPANS)
            return {
                "found": found,
                "plots": {row.id: template_plot(store, row.ids, found.window) for row in found.rows},
                "operations": operations[:_OPERATIONS],
                "traces": store.spans.traces_of([row.operation.slowest for row in operations[:_OPERATIONS]]),
                "looked_at": None if is_whole else _SPANS,
            }

        return self._answers.page("overview.html", span=span, spans=SPANS, **await self._answers.read(look))

    async def template(self, request: Request) -> Response:
        """Show one template: its insights, and what to copy to be told of it, or to drop it."""
        span, name = span_of(request), request.path_params["name"]
        found = await self._answers.read(lambda store: overview(store, SPANS[span], self._clock(), most=None))
        row = next((row for row in found.rows if name in row.ids), None)
        if row is None:
            return self._answers.nothing("No record in this time has this template.")
        newest = RecordFilter(templates=row.ids)
        plot, page = await self._answers.read(
            lambda store: (template_plot(store, row.ids, found.window), store.page(newest, limit=1))
        )
        quoted = [json.dumps(one) for one in row.ids]
        return self._answers.page(
            "template.html",
            span=span,
            row=row,
            found=found,
            plot=plot,
            quoted=quoted,
            exemplars=page.records,
            can_pin=self._templates is not None,
            is_pinned=self._templates is not None and self._templates.is_pinned(row.id),
        )

    async def pin(self, request: Request) -> Response:
        """Let a template keep its text as it is, or no longer.

        Raises:
            SettingError: it is not among those that are kept.
        """
        form = await form_of(request, self._sessions)
        name = request.path_params["name"]
        if self._templates is None or TEMPLATE_ID.fullmatch(name) is None:
            return self._answers.nothing("There is no such template.")
        self._templates.pin(name, wanted=form.get("pin") == "on")
        return RedirectResponse(f"/templates/{name}", 303)

    async def logs(self, request: Request) -> Response:
        """Show a page of records, the last arrived first."""
        asked = request.query_params
        wanted, before = records_of(asked), place_of(asked)

        def look(store: LogStore) -> tuple[Any, Any, Any]:
            spans = store.spans.listed(wanted, ROWS) if before is None else ()
            return store.page(wanted, before, ROWS), store.services(), spans

        page, services, spans = await self._answers.read(look)
        pairs = [(name, value) for name, value in asked.multi_items() if name not in {"before", "live"} and value]
        return self._answers.page(
            "logs.html",
            page=page,
            services=services,
            spans=spans,
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
            return self._answers.nothing("The store has no such record.")
        return self._answers.shown(f"/records/{number}", record)

    async def open(self, request: Request) -> Response:
        """Open a record's sealed values for a reason.

        Raises:
            SettingError: nothing is opened here, or there is no reason.
        """
        number = request.path_params["number"]
        record = await self._record(number)
        if record is None:
            return self._answers.nothing("The store has no such record.")
        return await self._answers.opened(f"/records/{number}", record, request)

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
            indexes = await self._answers.beside(ask)
            return RedirectResponse(f"/logs?{urlencode([('index', one) for one in indexes])}", 303)
        entities: Sequence[str] = ()
        if self._holder is not None:
            entities = await self._answers.beside(self._holder.entities)
        return self._answers.page("search.html", entities=entities)

    async def privacy(self, request: Request) -> Response:
        """Show in how many records and spans of which service each entity was sealed or masked."""
        span = span_of(request)
        found = await self._answers.read(lambda store: privacy(store, SPANS[span], self._clock()))
        return self._answers.page("privacy.html", span=span, spans=SPANS, found=found)

    async def alerts(self, request: Request) -> Response:  # noqa: ARG002 - a route's signature
        """Show the alerts and the silences."""
        states = self._alerts.alert_states()[:ROWS] if self._alerts else []
        silences = self._alerts.silences()[:ROWS] if self._alerts else []
        return self._answers.page(
            "alerts.html", states=states, silences=silences, durations=_SILENCES, now_ns=self._clock()
        )

    async def silence(self, request: Request) -> Response:
        """Silence one alert, by all its labels, for some time.

        Raises:
            SettingError: the time is none of those that the page offers.
        """
        form = await form_of(request, self._sessions)
        asked = form.get("fingerprint", "")
        alert = next((one.alert for one in self._watched().alert_states() if one.alert.fingerprint == asked), None)
        if alert is None:
            return self._answers.nothing("This alert has ended.")
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
            return self._answers.nothing("No such silence was made here: a rule file's ends when the file changes.")
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
            return self._answers.page("login.html", 401, is_wrong=True)
        return self._answers.page("login.html", is_wrong=False)

    async def static(self, request: Request) -> Response:
        """Give a file of the page."""
        name = request.path_params["name"]
        if name not in self._files:
            return self._answers.nothing("There is no such file.")
        return Response(self._files[name], media_type=_FILES[name])

    async def refused(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - a handler's signature
        """Say what is wrong with a request; our own errors hold no data."""
        return self._answers.page("message.html", 400, title="Not possible", text=str(error))

    async def failed(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - a handler's signature
        """Go on after an error; its message may hold data, so only its type is said."""
        say_once("page", f"a page can't be shown ({type(error).__name__})")
        return self._answers.page("message.html", 500, title="Error", text="The page can't be shown.")

    def _watched(self) -> WatchesAlerts:
        if self._alerts is None:
            raise SettingError("no alerting service runs here")
        return self._alerts

    async def _record(self, number: int) -> StoredRecord | None:
        return await self._answers.read(lambda store: store.record(number)) if number < 2**63 else None
