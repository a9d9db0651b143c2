"""The annotation `top`: which groups of a rule have the highest values now. It looks at so many and no more."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.model.alert.decision import round_significant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series

MAX_TOP: Final = 5
"""Groups that are named."""

LOOKED_AT: Final = 1_000
"""Groups that are looked at, those used last: under a millisecond."""

_MAX_CHARS: Final = 80


def top(all_series: Iterable[Series], now_ns: int) -> str:
    """Name the groups with the highest values, the highest first, as in `shop 12, cart 9`.

    Of equal ones the first by name. Group values stand as they came, cut to a readable length; the empty text where
    there are no two groups to compare.
    """
    valued = [(-series.window.value(now_ns), series.key) for series in all_series]
    found = nsmallest(MAX_TOP, [one for one in valued if one[0] < 0]) if len(valued) > 1 else []
    return ", ".join([f"{_named(key)} {round_significant(-value)}" for value, key in found]) if len(found) > 1 else ""


def _named(key: GroupKey) -> str:
    name = " / ".join(key)
    return f"{name[:_MAX_CHARS]}…" if len(name) > _MAX_CHARS else name
