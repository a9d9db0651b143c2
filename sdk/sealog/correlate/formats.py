"""Ids in plain formats: `%(trace_id)s` and `%(span_id)s` for whatever `logging.Formatter` prints.

The record has these names only while it is formatted: otherwise they would be exported as attributes.
Without an active span they are zeros, so that a format never fails.
"""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING

from opentelemetry.trace import format_span_id, format_trace_id, get_current_span

if TYPE_CHECKING:
    from collections.abc import Callable

    Format = Callable[[logging.Formatter, logging.LogRecord], str]

_OFFERS = "_sealog_offers"
_APPENDS = "_sealog_appends"


def offer_ids() -> None:
    """Let every format of this process name `trace_id` and `span_id`; a second call changes nothing."""
    _wrap(_OFFERS, _offering)


def append_ids() -> None:
    """Append ` trace_id=… span_id=…` to every line logged inside a span; a second call changes nothing."""
    _wrap(_APPENDS, _appending)


def _wrap(mark: str, wrapped: Callable[[Format], Format]) -> None:
    original = logging.Formatter.formatMessage
    if not hasattr(original, mark):
        new = wraps(original)(wrapped(original))
        setattr(new, mark, True)
        logging.Formatter.formatMessage = new  # type: ignore[assignment,method-assign]  # that is the purpose


def _offering(original: Format) -> Format:
    def offered(self: logging.Formatter, record: logging.LogRecord) -> str:
        context = get_current_span().get_span_context()
        ids = {"trace_id": format_trace_id(context.trace_id), "span_id": format_span_id(context.span_id)}
        added = [name for name in ids if name not in record.__dict__]
        record.__dict__.update((name, ids[name]) for name in added)
        try:
            return original(self, record)
        finally:
            for name in added:
                record.__dict__.pop(name, None)

    return offered


def _appending(original: Format) -> Format:
    def appended(self: logging.Formatter, record: logging.LogRecord) -> str:
        line = original(self, record)
        context = get_current_span().get_span_context()
        trace = format_trace_id(context.trace_id)
        if not context.is_valid or trace in line:
            return line
        return f"{line} trace_id={trace} span_id={format_span_id(context.span_id)}"

    return appended
