"""Counts error logs on their span, with the first one's sealed text, so that a search for traces finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.trace import get_current_span

from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import Mapping

COUNT = "sealog.log.errors"
FIRST = "sealog.log.first_error"

ERROR = 17
"""OpenTelemetry's severity number of ERROR; FATAL's are higher."""

_LONGEST = 1024
"""Characters of the first error's text; a longer one is only counted."""


def tell_span(record: Any, attributes: Mapping[str, Any]) -> None:
    """Add an error's sealed record to the active span, with the data key that opens the text."""
    span: Any = get_current_span()
    if not span.is_recording():
        return
    present = getattr(span, "attributes", None) or {}
    count = present.get(COUNT, 0)
    span.set_attribute(COUNT, count + 1 if isinstance(count, int) else 1)
    if count == 0 and isinstance(record.body, str) and len(record.body) <= _LONGEST:
        span.set_attribute(FIRST, record.body)
        if names.KEY in attributes:
            span.set_attribute(names.KEY, _beside(present.get(names.KEY), attributes[names.KEY]))


def _beside(present: Any, key: Any) -> Any:
    """Give the data key that opens the text, beside what the application has set under that name."""
    keys = (key,) if isinstance(key, str) else tuple(key)
    given = (present,) if isinstance(present, str) else tuple(present or ())
    together = (*given, *(one for one in keys if one not in given))
    return together if len(together) > 1 else key
