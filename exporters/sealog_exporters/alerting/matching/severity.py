"""Translates between OpenTelemetry's severity numbers and names.

Source: OpenTelemetry logs data model, "Severity fields": six names, four steps each, 1 to 24; 0 is unset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog_exporters.event import Event

HIGHEST = 24
ALL = frozenset(range(HIGHEST + 1))
"""Every number, 0 (unset) included."""

NAMES = {
    name + ("" if step == 0 else str(step + 1)): first + step
    for name, first in (("TRACE", 1), ("DEBUG", 5), ("INFO", 9), ("WARN", 13), ("ERROR", 17), ("FATAL", 21))
    for step in range(4)
}
"""`TRACE` is 1, `ERROR` is 17, `ERROR2` is 18, …"""

# What loggers write into severity_text and OpenTelemetry's appendix B maps to the same number.
_TEXTS = {**NAMES, "WARNING": 13, "ERR": 17, "CRITICAL": 21, "CRIT": 21, "ALERT": 21, "EMERGENCY": 21}


def number_of(event: Event) -> int:
    """Return the event's severity number, from its text where the number is unset; 0 if neither is known."""
    number = event.severity_number
    if 0 < number <= HIGHEST:
        return number
    return _TEXTS.get(event.severity_text.upper(), 0)
