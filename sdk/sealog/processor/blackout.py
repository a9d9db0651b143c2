"""The last resort: black out a record without looking at it. It needs nothing that could fail to import."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from opentelemetry.sdk._logs import LogRecordProcessor

BLACK = "[masked:unknown]"


def blacken(record: Any) -> None:
    """Take body, event name and every attribute out of an SDK log record; time, severity and trace stay."""
    record.body = BLACK
    record.event_name = None
    try:
        for key in list(record.attributes):
            del record.attributes[key]
    except Exception:  # noqa: BLE001 - attributes that can't be emptied are replaced
        record.attributes = {}


class BlackoutProcessor(LogRecordProcessor):
    """Blacks out every record: what is installed when the real processor can't be made."""

    def on_emit(self, log_record: Any) -> None:
        """Black out one record."""
        with suppress(Exception):
            blacken(log_record.log_record)

    def enabled(self, **_: Any) -> bool:
        """Answer no: this processor emits nothing, so the others decide."""
        return False

    def shutdown(self) -> None:
        """Nothing is held back."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nothing is held back."""
        return True
