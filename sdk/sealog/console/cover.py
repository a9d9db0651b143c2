"""Covers `logging`, loguru and structlog, even if they are imported later. Nothing is uncovered again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wrapt import register_post_import_hook

from sealog.console.handlers import cover_handlers
from sealog.console.loguru_sinks import cover_sinks
from sealog.console.structlog_loggers import cover_loggers
from sealog.notices import say_once

if TYPE_CHECKING:
    from sealog.console.line import LineSealer


def cover(sealer: LineSealer) -> None:
    """Seal from now on what `logging`'s handlers, loguru and structlog print. A second call changes nothing."""

    def loguru_imported(_module: Any) -> None:
        if not cover_sinks(sealer):
            say_once("loguru", "this loguru is built otherwise than known here: its sinks print in the clear")

    def structlog_imported(module: Any) -> None:
        if not cover_loggers(module, sealer):
            say_once("structlog", "this structlog is built otherwise than known here: it prints in the clear")

    cover_handlers(sealer)
    register_post_import_hook(loguru_imported, "loguru")
    register_post_import_hook(structlog_imported, "structlog")
