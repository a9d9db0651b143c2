"""Reads `SEALOG_STORMS`: `off`, or `<records>/<seconds>s`."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, NamedTuple

from sealog.errors import SettingError
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_RATE = pattern(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,4})s", re.ASCII)
_LEVELS = {"INFO": logging.INFO, "WARNING": logging.WARNING, "ERROR": logging.ERROR, "CRITICAL": logging.CRITICAL}


class StormSetting(NamedTuple):
    """`limit` records a template in `seconds`; records of `spared_level` (of `logging`) and above always pass."""

    limit: int
    seconds: float
    spared_level: int


def storm_setting(environ: Mapping[str, str]) -> StormSetting | None:
    """Read `SEALOG_STORMS` and `SEALOG_STORMS_BELOW`; None is off.

    Raises:
        SettingError: one of them is not spelled as it must be.
    """
    rate = environ.get("SEALOG_STORMS", "").strip().lower() or "off"
    if rate == "off":
        return None
    match = _RATE.fullmatch(rate)
    if match is None:
        raise SettingError("SEALOG_STORMS must be `off`, or records of a template in a time, such as 100/10s")
    level = environ.get("SEALOG_STORMS_BELOW", "").strip().upper() or "ERROR"
    if level not in _LEVELS:
        raise SettingError(f"SEALOG_STORMS_BELOW must be one of {', '.join(_LEVELS)}")
    return StormSetting(int(match[1]), float(match[2]), _LEVELS[level])
