"""The end of a process: lets what waits on every way out be sent side by side, within one bound. It sends nothing.

OpenTelemetry ends one provider after the other, and each exporter tries for ten seconds where nobody answers; by a
SIGTERM that nobody handles it ends none.
"""

from __future__ import annotations

import atexit
import time
import weakref
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from sealog.durable.ending import flush_on_sigterm
from sealog.durable.settings import EXIT_SECONDS, load_delivery
from sealog.errors import SettingError
from sealog.wiring import chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LATE = 0.3
"""Seconds for what is logged while the rest is sent, such as what exporters say about an endpoint that is away."""

_ending: weakref.WeakSet[Any] = weakref.WeakSet()


def end_in_time(provider: Any) -> None:
    """Let a provider end with the others when the process does, also by SIGTERM. Doing it again changes nothing.

    To be called after whatever else is to run at exit for this provider.
    """
    seconds = _seconds()
    _ending.add(provider)
    # Behind the provider's own, and so called before it; what has ended then ends at once.
    atexit.unregister(_end_all)
    atexit.register(_end_all)
    flush_on_sigterm(_end_all, seconds)


def _seconds() -> float:
    try:
        return load_delivery().exit_seconds
    except SettingError:  # told where the provider's records are looked after
        return EXIT_SECONDS


def _end_all() -> None:
    began = time.monotonic()
    seconds = _seconds()

    def left() -> float:
        return max(0.0, began + seconds - _LATE - time.monotonic())

    providers = list(_ending)
    threads = _start(end for provider in providers for end in chain.ends(provider, left()))
    _join(threads, lambda: left() / 2)
    # Metrics last: what became of the rest is counted in them.
    threads += _start(end for provider in providers for end in chain.metric_ends(provider, left()))
    _join(threads, left)
    for provider in providers:
        chain.hurry(provider, left() + _LATE)


def _start(ends: Iterable[Callable[[], object]]) -> list[Thread]:
    threads = [Thread(target=_quietly, args=(end,), name="sealog-end", daemon=True) for end in ends]
    with suppress(RuntimeError):  # no thread to be had any more: the providers' own ends come after this
        for thread in threads:
            thread.start()
    return [thread for thread in threads if thread.ident is not None]


def _quietly(end: Callable[[], object]) -> None:
    with suppress(Exception):  # it is counted and told where it happens; here nobody is left to hear of it
        end()


def _join(threads: Iterable[Thread], left: Callable[[], float]) -> None:
    for thread in threads:
        thread.join(left())
