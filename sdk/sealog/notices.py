"""Messages for the people who run an application: one line on stderr for each kind of problem, until it is over.

They never go through `logging` (OpenTelemetry's handler would swallow them or feed them back to us) and never hold a
logged value. Every occurrence is counted, printed or not.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading

from sealog.finalising import held

__all__ = ["occurrences", "say_once", "say_settled"]

_said: set[str] = set()
_occurred: dict[str, int] = {}
_lock = threading.RLock()  # a signal's handler may log while its thread is here


def say_once(kind: str, message: str) -> bool:
    """Write `sealog: <message>` to stderr unless this process has said a message of this kind before.

    Safe from any thread; never raises, also when stderr is closed. Returns whether it was written.
    """
    with held(_lock) as ours:
        _occurred[kind] = _occurred.get(kind, 0) + 1
        if not ours or kind in _said:
            return False
        _said.add(kind)
    _write(message)
    return True


def say_settled(kind: str, message: str) -> bool:
    """Say that a problem of this kind is over, if it was reported; the next one will be reported again."""
    with held(_lock) as ours:
        if not ours or kind not in _said:
            return False
        _said.discard(kind)
    _write(message)
    return True


def occurrences() -> dict[str, int]:
    """Tell how often each kind occurred in this process, by kind."""
    with held(_lock):
        return dict(_occurred)


def _unlock() -> None:
    # A forked child has none of the threads that may have held the lock.
    global _lock  # noqa: PLW0603 - there is one stderr a process
    _lock = threading.RLock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_unlock)


def _write(message: str) -> None:
    with contextlib.suppress(Exception):
        sys.stderr.write(f"sealog: {message}\n")
        sys.stderr.flush()
