"""The storm filter: a filter of OpenTelemetry's handler, where a record can still be dropped.

A log record processor can't drop a record, and by then the record has been translated, which is most of its cost. A
filter of the handler decides before that; consoles and files, which have handlers of their own, still get everything.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sealog.finalising import is_finalising
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.storms.limit import StormLimit

SUPPRESSED = "sealog.suppressed"
"""The attribute of a summary record: how many records it stands for."""

_AUDIT = "audit"


class StormFilter(logging.Filter):
    """Drops records over the limit, and passes a summary record with the exact number to `handler`.

    Never dropped: records of `spared_level` and above, and those of a logger with a part named `audit`
    (`shop.audit.login`). `dropped` is told how many. Safe from any thread; never raises.
    """

    def __init__(
        self,
        handler: logging.Handler,
        limit: StormLimit[logging.LogRecord],
        spared_level: int,
        dropped: Callable[[int], None],
    ) -> None:
        super().__init__()
        self._handler = handler
        self._limit = limit
        self._spared_level = spared_level
        self._dropped = dropped

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record goes on."""
        if record.levelno >= self._spared_level or SUPPRESSED in vars(record) or _is_audit(record.name):
            return True
        if is_finalising():  # a stopped thread may hold the limit's lock
            return True
        try:
            passes, told = self._limit.passes(_template(record), record)
            if told:
                self._tell(told)
        except Exception as error:  # noqa: BLE001 - a limit must never cost a record or reach the application
            say_once("storms", f"the storm limit failed ({type(error).__name__}); records pass")
            return True
        if not passes:
            self._dropped(1)
        return passes

    def sweep(self, *, end: bool = False) -> None:
        """Report what was held back in storms that are over, or at the process's `end` in all of them."""
        self._tell(self._limit.ended(all_windows=end))

    def _tell(self, told: list[tuple[logging.LogRecord, int]]) -> None:
        for example, held in told:
            self._handler.handle(_summary(example, held))


def _template(record: logging.LogRecord) -> tuple[str, int, str, int, object]:
    # Without arguments the message may be an f-string that varies: then the place that logs is the template.
    message = record.msg if record.args and isinstance(record.msg, str) else None
    return record.name, record.levelno, record.pathname, record.lineno, message


def _summary(example: logging.LogRecord, held: int) -> logging.LogRecord:
    about = str(example.msg) if example.args else f"{example.module}:{example.lineno}"
    fields = {
        **{name: getattr(example, name) for name in ("name", "levelno", "levelname", "pathname", "lineno", "funcName")},
        "msg": "… %s more like this: %s",
        "args": (f"{held:,}", about),
        SUPPRESSED: held,
    }
    return logging.makeLogRecord(fields)


def _is_audit(name: str) -> bool:
    return _AUDIT in name and _AUDIT in name.split(".")
