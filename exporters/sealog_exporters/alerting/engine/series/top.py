"""Builds the annotation `top`: the series of a rule with the highest values. It looks at a bounded number of them."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.model.alert.decision import round_significant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series

MAX_TOP: Final = 5
"""Series that are named."""

LOOKED_AT: Final = 1_000
"""Series that are read, those used last: under a millisecond."""

_MAX_CHARS: Final = 80


def top(all_series: Iterable[Series], now_ns: int) -> str:
    """Name the series with the highest values, the highest first, as in `shop 12, cart 9`.

    Equal ones come by name. Group keys stand as they came, cut to a readable length. The text is empty if there are no
    two series to compare.
    """
    valued = [(-series.window.value(now_ns), series.key) for series in all_series]
    found = nsmallest(MAX_TOP, [one for one in valued if one[0] < 0]) if len(valued) > 1 else []
    return ", ".join([f"{_named(key)} {round_significant(-value)}" for value, key in found]) if len(found) > 1 else ""


def _named(key: GroupKey) -> str:
    name = " / ".join(key)
    return f"{name[:_MAX_CHARS]}…" if len(name) > _MAX_CHARS else name
