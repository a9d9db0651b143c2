"""A carrier: the active span as a small dictionary of texts, which any queue or process can pass on.

It holds `traceparent` (W3C Trace Context) and whatever else OpenTelemetry's propagators add.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry import context, propagate
from opentelemetry.context import Context

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def carry() -> dict[str, str]:
    """Return the active span and baggage as a small dictionary of texts, to be put beside a job into a queue.

    It is empty where no span is active. `resume` takes it.
    """
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


@contextmanager
def resume(carrier: Mapping[str, str]) -> Iterator[None]:
    """Let what is logged and traced in the block belong to the span that was active when `carry` made the carrier.

    With an empty carrier it belongs to no span.
    """
    token = context.attach(propagate.extract(dict(carrier), context=Context()))
    try:
        yield
    finally:
        context.detach(token)
