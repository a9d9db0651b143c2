"""What the page answers of spans: a trace as a waterfall, one span, and how long operations take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.store.spans.document import as_record
from sealog_exporters.store.sqlite_paging import RecordFilter
from sealog_exporters.web.asked import span_of
from sealog_exporters.web.overview import SPANS, slowest
from sealog_exporters.web.waterfall import SCALE, path_of, waterfall

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from sealog_exporters.store.sqlite import LogStore
    from sealog_exporters.web.answers import Answers

__all__ = ["TracePages"]

_RECORDS: Final = 500
_SPANS: Final = 1_000
_OPERATIONS: Final = 100
_METRICS: Final = 10
_LOOKED_AT: Final = 50_000  # spans of either time


class TracePages:
    """Answers requests, as `Pages` does."""

    def __init__(self, answers: Answers, clock: Callable[[], int]) -> None:
        self._answers = answers
        self._clock = clock

    async def trace(self, request: Request) -> Response:
        """Show a trace: its spans as a tree, with its records between them."""
        name = request.path_params["name"].lower()

        def look(store: LogStore) -> tuple[Any, Any, Any]:
            page = store.page(RecordFilter(trace_id=name), None, _RECORDS)
            return store.spans.numbered(name, _SPANS + 1), page, store.metrics.measured_in(name, _METRICS)

        spans, page, metrics = await self._answers.read(look)
        if not spans and not page.records:
            return self._answers.nothing("Neither a span nor a record has this trace.")
        lines, length_ns = waterfall(spans[:_SPANS], page.records)
        path = path_of(spans, page.records) if len(spans) <= _SPANS else None
        return self._answers.page(
            "trace.html",
            name=name,
            metrics=metrics,
            lines=lines,
            path=path,
            length_ns=length_ns,
            scale=SCALE,
            spans=min(len(spans), _SPANS),
            failed=sum(span.failed for _, span in spans[:_SPANS]),
            records=len(page.records),
            services=len({one.service for _, one in (*spans, *page.records)}),
            is_whole=page.older is None and len(spans) <= _SPANS,
        )

    async def span(self, request: Request) -> Response:
        """Show one span with all its fields, or open its sealed values."""
        number = request.path_params["number"]
        span = await self._answers.read(lambda store: store.spans.span(number)) if number < 2**63 else None
        if span is None:
            return self._answers.nothing("The store has no such span.")
        path = f"/spans/{number}"
        if request.method == "POST":
            return await self._answers.opened(path, as_record(span), request)
        return self._answers.shown(path, as_record(span))

    async def operations(self, request: Request) -> Response:
        """Show how long operations take, those first that became slower or fail more."""
        asked = span_of(request)

        def look(store: LogStore) -> tuple[Any, Any, Any]:
            rows, is_whole = slowest(store, SPANS[asked], self._clock(), _LOOKED_AT)
            return rows, is_whole, store.spans.traces_of([row.operation.slowest for row in rows[:_OPERATIONS]])

        rows, is_whole, traces = await self._answers.read(look)
        return self._answers.page(
            "operations.html",
            span=asked,
            spans=SPANS,
            rows=rows[:_OPERATIONS],
            hidden=max(len(rows) - _OPERATIONS, 0),
            traces=traces,
            is_whole=is_whole,
            looked_at=_LOOKED_AT,
        )
