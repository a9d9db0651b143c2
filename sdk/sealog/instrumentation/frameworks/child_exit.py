"""Lets children that exit by `os._exit`, which skips `atexit`, send waiting records before they exit.

This works only for children that announce their exit: a child of Celery's prefork pool does, also when it is replaced
after its last task or told to end at once. One that is killed, or calls `os._exit` by itself, does not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wrapt import register_post_import_hook

from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDS = "sealog"


def end_children(end: Callable[[], object]) -> None:
    """Call `end` in each child of a Celery pool just before it exits, also if Celery is imported later."""

    def imported(module: Any) -> None:
        leaving = getattr(module, "worker_process_shutdown", None)
        connect = getattr(leaving, "connect", None)
        if not callable(connect):
            say_once("celery-children", "this Celery is built otherwise than known here: its children may end unsent")
            return
        # `weak=False`: nothing else holds this function. The name keeps a second call from connecting it twice.
        connect(lambda **_: end(), weak=False, dispatch_uid=_ENDS)

    register_post_import_hook(imported, "celery.signals")
