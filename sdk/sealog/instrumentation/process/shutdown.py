"""The end of a process: flushes all exporters and deliveries in parallel, within one bound.

OpenTelemetry ends one provider after the other, and each exporter tries for ten seconds if no endpoint answers. A
SIGTERM that the application does not handle ends none of them.
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
"""The parts of the time by which spans, records, and then metrics have to be sent."""

_LATE = 0.1
"""Seconds, at least, for records that are logged meanwhile, such as messages of exporters about their endpoint."""

_ending: weakref.WeakSet[Any] = weakref.WeakSet()


def end_in_time(provider: Any) -> None:
    """Let a provider end with the others when the process does, also by SIGTERM. A second call changes nothing.

    Call it after everything else that is to run at exit for this provider was registered.
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
    """End every provider that `end_in_time` was called for; waiting records are sent within the time. Never raises."""
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
