"""The `opentelemetry_post_instrument` entry point: puts the storm filter before OpenTelemetry's handlers. Never raises.

It runs so late because the instrumentation of `logging` makes its handler after `opentelemetry_pre_instrument`.
"""

from __future__ import annotations

import logging
import os
import time
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.instrumentation.auto import capture
from sealog.metrics.pulse import Pulse
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.storms.setting import storm_setting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def post_instrument() -> None:
    """Limit storms as the environment asks."""
    capture()  # OpenTelemetry's handler is on the root logger only now
    try:
        limit_storms(os.environ)
    except SettingError as error:
        say_once("storms", f"{error}; no record is held back")
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("storms", f"storms are not limited ({type(error).__name__})")


def limit_storms(environ: Mapping[str, str]) -> int:
    """Add a filter to each of OpenTelemetry's handlers that has none; gives how many.

    An application that attaches such a handler itself calls this afterwards.

    Raises:
        SettingError: SEALOG_STORMS or SEALOG_STORMS_BELOW is wrong.
    """
    setting = storm_setting(environ)
    if setting is None:
        return 0
    from sealog.storms.filter import StormFilter  # noqa: PLC0415 - only who limits storms pays for the import
    from sealog.storms.limit import StormLimit  # noqa: PLC0415

    def limited(handler: logging.Handler) -> StormFilter:
        limit: StormLimit[logging.LogRecord] = StormLimit(setting.limit, setting.seconds, time.monotonic)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=limit.reset)
        return StormFilter(handler, limit, setting.spared_level, lambda held: PROCESS.dropped("storm", held))

    filters = []
    for handler in _exporting_handlers():
        if not any(isinstance(one, StormFilter) for one in handler.filters):
            filters.append(limited(handler))
            handler.addFilter(filters[-1])
    if filters:
        last = [lambda one=one: one.sweep(end=True) for one in filters]
        Pulse([one.sweep for one in filters], last, interval=1.0)
    return len(filters)


def _exporting_handlers() -> Iterator[logging.Handler]:
    loggers = [logging.getLogger(), *logging.Logger.manager.loggerDict.copy().values()]
    for logger in loggers:
        for handler in logger.handlers if isinstance(logger, logging.Logger) else ():
            if type(handler).__module__.startswith("opentelemetry."):
                yield handler
