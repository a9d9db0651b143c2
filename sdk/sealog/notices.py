"""What sealog tells the people who run an application: one line a kind, on stderr, never twice until it is settled.

It never goes through `logging` (OpenTelemetry's handler would swallow it or feed it back to us) and never
holds a logged value. Every occurrence is counted, said or not.
"""

from __future__ import annotations

import contextlib
import sys
import threading

__all__ = ["occurrences", "say_once", "say_settled"]

_said: set[str] = set()
_occurred: dict[str, int] = {}
_lock = threading.Lock()


def say_once(kind: str, message: str) -> bool:
    """Write `sealog: <message>` to stderr unless this process has said a message of this kind before.

    Safe from any thread; never raises, also when stderr is closed. Returns whether it was written.
    """
    with _lock:
        _occurred[kind] = _occurred.get(kind, 0) + 1
        if kind in _said:
            return False
        _said.add(kind)
    _write(message)
    return True


def say_settled(kind: str, message: str) -> bool:
    """Say that a trouble of this kind is over, if it was said at all; the next one will be said again."""
    with _lock:
        if kind not in _said:
            return False
        _said.discard(kind)
    _write(message)
    return True


def occurrences() -> dict[str, int]:
    """Tell how often each kind occurred in this process, by kind."""
    with _lock:
        return dict(_occurred)


def _write(message: str) -> None:
    with contextlib.suppress(Exception):
        sys.stderr.write(f"sealog: {message}\n")
        sys.stderr.flush()
