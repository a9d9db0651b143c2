"""Keeps OpenTelemetry's handlers on the root logger, from which Celery removes them. Celery controls other handlers.

A Celery worker empties the root logger's list when it starts (`worker_hijack_root_logger`, on by default), so that it
alone decides what is printed. OpenTelemetry's handler prints nothing, and without it no log of any task is captured.
"""

from __future__ import annotations

import logging
from functools import wraps
from typing import TYPE_CHECKING, Any

from wrapt import register_post_import_hook

from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

_KEEPS = "_sealog_keeps"


def keep_handlers() -> None:
    """Hook Celery's set-up of logging, also if Celery is imported later; a second call changes nothing."""
    register_post_import_hook(_celery_imported, "celery.app.log")


def _celery_imported(module: Any) -> None:
    home = getattr(module, "Logging", None)
    set_up = getattr(home, "setup_logging_subsystem", None)
    if not callable(set_up):
        say_once("celery", "this Celery is built otherwise than known here: what its workers log is not captured")
    elif not hasattr(set_up, _KEEPS):
        home.setup_logging_subsystem = _keeping(set_up)  # type: ignore[union-attr]  # looked at above


def _keeping(set_up: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(set_up)
    def keeping(self: Any, *arguments: Any, **named: Any) -> Any:
        root = logging.getLogger()
        kept = [handler for handler in root.handlers if type(handler).__module__.startswith("opentelemetry.")]
        try:
            return set_up(self, *arguments, **named)
        finally:
            for handler in kept:
                root.addHandler(handler)  # a handler that is there already is not added twice

    setattr(keeping, _KEEPS, True)
    return keeping
