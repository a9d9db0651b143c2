"""The end of a process: lets what waits on every way out be sent side by side, within one bound. It sends nothing.

OpenTelemetry ends one provider after the other, and each exporter tries for ten seconds where no endpoint answers;
a SIGTERM that the application does not handle ends none of them.
"""

from __future__ import annotations

import atexit
import time
import weakref
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.delivery.settings import EXIT_SECONDS, load_delivery
from sealog.delivery.sigterm import flush_on_sigterm
from sealog.errors import SettingError
from sealog.instrumentation.providers.otel_internals import chain, endings, readers

if TYPE_CHECKING:
    from collections.abc import Callable

_SPANS, _RECORDS, _METRICS = 0.7, 0.8, 0.95
"""By which part of the time spans, records, and then metrics have to be out."""

_LATE = 0.1
"""Seconds, at least, for what is logged meanwhile, such as what exporters say about an endpoint that is away."""

_ending: weakref.WeakSet[Any] = weakref.WeakSet()


def end_in_time(provider: Any) -> None:
    """Let a provider end with the others when the process does, also by SIGTERM. Doing it again changes nothing.

    To be called after whatever else is to run at exit for this provider.
    """
    seconds = _seconds()
    _ending.add(provider)
    # Behind the provider's own, and so called before it; what has ended then ends at once.
    atexit.unregister(end_all)
    atexit.register(end_all)
    flush_on_sigterm(end_all, seconds)


def _seconds() -> float:
    try:
        return load_delivery().exit_seconds
    except SettingError:  # told where the provider's records are looked after
        return EXIT_SECONDS


def end_all() -> None:
    """End every provider that `end_in_time` was told of: what waits is sent within the time there is. Never raises."""
    began, seconds = time.monotonic(), _seconds()

    def left(part: float) -> float:
        return max(0.0, began + part * seconds - time.monotonic())

    # All are sent at the same time. Those of spans are waited for first: what their exporters log is records.
    providers = sorted(_ending, key=_takes_records)
    ends = [(end, _takes_records(provider)) for provider in providers for end in endings.begin_ends(provider)]
    for end, is_of_records in ends:
        _quietly(end, left(_RECORDS if is_of_records else _SPANS))
    for provider in providers:  # last, so that what became of the rest is counted in them
        _quietly(partial(readers.end_metrics, provider), left(_METRICS))
    for provider in providers:
        chain.set_shutdown_deadline(provider, max(left(1.0), _LATE))


def _takes_records(provider: Any) -> bool:
    return hasattr(provider, "get_logger")


def _quietly(end: Callable[[float], object], seconds: float) -> None:
    with suppress(Exception):  # it is counted and reported where it happens; the process ends
        end(seconds)
