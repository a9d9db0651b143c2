"""Threads: a thread, and a task given to a thread pool, belongs to the span that was active when it was started.

asyncio tasks do so by themselves. OpenTelemetry's own threading instrumentation may be active as well: both attach the
same context, and the order does not matter.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from typing import TYPE_CHECKING, Any

from opentelemetry import context

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.context import Context

_CARRIES = "_sealog_carries"


def carry_into_threads() -> None:
    """Wrap `Thread.start` and `ThreadPoolExecutor.submit` of this process; doing it again changes nothing."""
    if not hasattr(threading.Thread.start, _CARRIES):
        threading.Thread.start = _start(threading.Thread.start)  # type: ignore[method-assign]  # that is the purpose
    if not hasattr(ThreadPoolExecutor.submit, _CARRIES):
        ThreadPoolExecutor.submit = _submit(ThreadPoolExecutor.submit)  # type: ignore[method-assign]  # same


def within(there: Context, function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that runs in a context, whichever thread calls it."""

    def run(*arguments: Any, **named: Any) -> Any:
        token = context.attach(there)
        try:
            return function(*arguments, **named)
        finally:
            context.detach(token)

    return run


def _start(start: Callable[..., None]) -> Callable[..., None]:
    @wraps(start)
    def started(self: threading.Thread) -> None:
        here = context.get_current()
        if here:
            self.run = within(here, self.run)  # type: ignore[method-assign]  # a subclass may have its own `run`
        start(self)

    setattr(started, _CARRIES, True)
    return started


def _submit(submit: Callable[..., Any]) -> Callable[..., Any]:
    # Also with no span active: a worker thread may have been started inside one, and must not pass that on.
    @wraps(submit)
    def submitted(self: Any, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Any:
        return submit(self, within(context.get_current(), function), *arguments, **named)

    setattr(submitted, _CARRIES, True)
    return submitted
