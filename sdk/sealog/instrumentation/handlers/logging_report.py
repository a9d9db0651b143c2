"""Reports a process's logging: which records are not captured, and which handlers print in the clear."""

from __future__ import annotations

import logging
from typing import Any

from sealog.console.handlers import in_the_clear
from sealog.instrumentation.handlers.capture import disabled_loggers, is_captured
from sealog.instrumentation.handlers.level import is_unasked


def logging_facts() -> dict[str, Any]:
    """Give the root level, loggers that don't reach the root, and handlers in the clear, as values that JSON has."""
    return {
        "root_level": logging.getLevelName(logging.getLogger().level),
        "level_is_ours": is_unasked(),
        "off_up_to": logging.root.manager.disable,
        "disabled": disabled_loggers(),
        "captured": is_captured(logging.getLogger()),
        "not_propagating": [
            name
            for name, logger in sorted(logging.Logger.manager.loggerDict.copy().items())
            if isinstance(logger, logging.Logger) and not _is_ours(name) and _is_cut_off(logger)
        ],
        "in_the_clear": [{"logger": logger, "handler": handler, "why": why} for logger, handler, why in in_the_clear()],
    }


def _is_cut_off(logger: logging.Logger) -> bool:
    return not logger.propagate and not is_captured(logger) and logger.handlers != []


def _is_ours(name: str) -> bool:
    return name.startswith("opentelemetry.")
