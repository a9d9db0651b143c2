"""The end of the interpreter: tells whether it has begun, and takes locks with a bound then.

`Py_FinalizeEx` stops daemon threads wherever they are, with the locks that they hold. Before Python 3.12 a thread that
is started then never runs, and `Thread.start` waits for it for ever.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Lock, RLock

LAST_WAIT_S = 0.2
"""Seconds to wait for a lock whose holder may have been stopped: far more than any holder that still runs needs."""

is_finalising = sys.is_finalizing  # bound here: late in finalisation a module's names are gone


@cache
def is_subinterpreter() -> bool:
    """Tell whether this is not the process's main interpreter, as under mod_wsgi.

    Such an interpreter must end every thread before it ends: otherwise CPython aborts the process, also for a daemon
    thread. Signals can't be handled there.
    """
    for name in ("_interpreters", "_xxsubinterpreters"):
        try:
            interpreters = import_module(name)
            return bool(interpreters.get_current() != interpreters.get_main())
        except (ImportError, AttributeError):
            continue
    return False


@contextmanager
def held(lock: Lock | RLock) -> Iterator[bool]:
    """Hold a lock; gives False if its holder was stopped with the interpreter, and then the lock is not held."""
    taken = lock.acquire(timeout=LAST_WAIT_S if is_finalising() else -1)
    try:
        yield taken
    finally:
        if taken:
            lock.release()
