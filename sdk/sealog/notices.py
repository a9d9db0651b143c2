"""What sealog tells the people who run an application: one line a kind, on stderr, never twice.

It never goes through `logging` (OpenTelemetry's handler would swallow it or feed it back to us) and never
holds a logged value.
"""

from __future__ import annotations

import contextlib
import sys
import threading

__all__ = ["say_once"]

_said: set[str] = set()
_lock = threading.Lock()


def say_once(kind: str, message: str) -> bool:
    """Write `sealog: <message>` to stderr unless this process has said a message of this kind before.

    Safe from any thread; never raises, also when stderr is closed. Returns whether it was written.
    """
    with _lock:
        if kind in _said:
            return False
        _said.add(kind)
    with contextlib.suppress(Exception):
        sys.stderr.write(f"sealog: {message}\n")
        sys.stderr.flush()
    return True
