"""The end of the interpreter: says whether it has come, and takes locks within a bound then. It ends nothing itself.

`Py_FinalizeEx` stops daemon threads wherever they are, with the locks that they hold. Before Python 3.12 a thread that
is started then never runs, and `Thread.start` waits for it for ever.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from threading import Lock, RLock

LAST_WAIT_S = 0.2
"""Seconds to wait for a lock whose holder may have been stopped: far more than any holder that still runs needs."""

is_finalising = sys.is_finalizing  # bound here: late in finalisation a module's names are gone


@contextmanager
def held(lock: Lock | RLock) -> Iterator[bool]:
    """Hold a lock; gives False where its holder was stopped with the interpreter, and nothing is held then."""
    taken = lock.acquire(timeout=LAST_WAIT_S if is_finalising() else -1)
    try:
        yield taken
    finally:
        if taken:
            lock.release()
