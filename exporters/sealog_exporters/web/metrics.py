"""What the page answers of metrics: all of them with what the time before had, and the series of one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sealog.errors import SettingError
from sealog_exporters.store.metrics.increase import LEVELS
from sealog_exporters.store.metrics.reading import LOOKED_AT, Name
from sealog_exporters.web.asked import span_of
from sealog_exporters.web.overview import SPANS, windows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from sealog_exporters.event.metric import Kind
    from sealog_exporters.store.sqlite import LogStore
    from sealog_exporters.web.answers import Answers

__all__ = ["MetricPages"]

_METRICS: Final = 100
_SERIES: Final = 50
_STEPS: Final = 30  # of a plot
_KINDS: Final[Mapping[str, Kind]] = {
    "gauge": "gauge",
    "counter": "counter",
    "updown": "updown",
    "histogram": "histogram",
}


class MetricPages:
    """Answers requests, as `Pages` does."""

    def __init__(self, answers: Answers, clock: Callable[[], int]) -> None:
        self._answers = answers
        self._clock = clock

    async def metrics(self, request: Request) -> Response:
        """Show the metrics of all services, or of one."""
        span, service = span_of(request), request.query_params.get("service", "")
        window = windows_of(SPANS[span], self._clock())[0]

        def look(store: LogStore) -> Any:
            return store.metrics.found(window.start_ns, window.end_ns, _STEPS, service, _METRICS)

        found = await self._answers.read(look)
        return self._answers.page(
            "metrics.html",
            span=span,
            spans=SPANS,
            service=service,
            found=found,
            levels=LEVELS,
            looked_at=LOOKED_AT,
        )

    async def metric(self, request: Request) -> Response:
        """Show the series of one metric.

        Raises:
            SettingError: its kind is none.
        """
        asked, span = request.query_params, span_of(request)
        kind = _KINDS.get(asked.get("kind", ""))
        if kind is None:
            raise SettingError(f"kind: {', '.join(_KINDS)} is expected")
        name = Name(asked.get("service", ""), asked.get("name", ""), asked.get("unit", ""), kind)
        window = windows_of(SPANS[span], self._clock())[0]

        def look(store: LogStore) -> Any:
            return store.metrics.series(name, window.start_ns, window.end_ns, _STEPS, _SERIES)

        series, hidden = await self._answers.read(look)
        if not series:
            return self._answers.nothing("This metric has no measurement in this time.")
        rows = [(one, json.loads(one.attributes), json.loads(one.origin)) for one in series]
        return self._answers.page(
            "metric.html", span=span, spans=SPANS, name=name, rows=rows, hidden=hidden, levels=LEVELS
        )
