"""Greenlets: lets threads end without a traceback that began before gevent or eventlet replaced threads.

`monkey.patch_all()` in a worker gives each thread another identity. Python then does not find an ending thread among
the running ones, and prints a traceback for each of ours and of OpenTelemetry's.
"""

from __future__ import annotations

import threading
from functools import wraps
from typing import TYPE_CHECKING, Any

from wrapt import register_post_import_hook

if TYPE_CHECKING:
    from collections.abc import Callable

_QUIET = "_sealog_quiet"


def end_quietly() -> None:
    """Hook gevent and eventlet, also if they are imported later; a second call changes nothing."""
    for name in ("gevent.monkey", "eventlet.patcher"):
        register_post_import_hook(_imported, name)


def _imported(_module: Any) -> None:
    delete = getattr(threading.Thread, "_delete", None)
    if callable(delete) and not hasattr(delete, _QUIET):
        threading.Thread._delete = _quiet(delete)  # type: ignore[attr-defined]  # noqa: SLF001 - see the file's first lines


def _quiet(delete: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(delete)
    def deleted(self: Any) -> None:
        try:
            delete(self)
        except KeyError:  # it is known by the identity that it began with
            threading._active.pop(self.ident, None)  # type: ignore[attr-defined]  # noqa: SLF001 - as above

    setattr(deleted, _QUIET, True)
    return deleted
