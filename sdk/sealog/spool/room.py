"""Decides which records a filling spool still accepts: the most severe ones longest."""

from __future__ import annotations

# OTLP severity numbers: 1-4 trace, 5-8 debug, 9-12 info, 13-16 warn, 17-20 error, 21-24 fatal.
UNSPECIFIED_IS = 9
TAKE_ALL = 0
TAKE_NONE = 25
SCARCE = 0.8
_NAMES = ("trace", "debug", "info", "warn", "error", "fatal")
_STEPS = ((1.0, TAKE_NONE), (0.97, 17), (0.9, 13), (SCARCE, 9))


def least_severity(used: int, limit: int) -> int:
    """Give the least severity number that still gets in when `used` of `limit` bytes are taken."""
    for share, severity in _STEPS:
        if used >= share * limit:
            return severity
    return TAKE_ALL


def severity_name(number: int) -> str:
    """Give the name of a severity number's range; `unspecified` for 0 and numbers outside all ranges."""
    at = (number - 1) // 4
    return _NAMES[at] if 0 <= at < len(_NAMES) else "unspecified"
