"""Reads and describes the keys that several aggregations have: a comparison, `clear` and `least`."""

from __future__ import annotations

from typing import Final

from sealog_exporters.alerting.model.threshold import Comparison, Threshold
from sealog_exporters.alerting.syntax.json_schema import NUMBER
from sealog_exporters.alerting.syntax.typed_map import Map, as_it_is, integer, optional

COMPARISONS: Final[tuple[Comparison, ...]] = ("gte", "gt", "lte", "lt")
_RISING: Final = frozenset({"gte", "gt"})
_NUMBER: Final = as_it_is(NUMBER)

LEAST: Final = integer(1, 1_000_000)
"""The type of `least`, the number of records from which a value is judged."""


class ThresholdMap(Map):
    """One comparison, and `clear`, beyond which the alert is over."""

    gte = optional(_NUMBER, "Fires while the value is this or more.")
    gt = optional(_NUMBER, "Fires while the value is more than this.")
    lte = optional(_NUMBER, "Fires while the value is this or less.")
    lt = optional(_NUMBER, "Fires while the value is less than this.")
    clear = optional(_NUMBER, "Ends only beyond this value, so that the alert does not flap; default: the threshold.")

    def threshold(self, lowest: float, highest: float) -> Threshold:
        """Read the threshold, whose numbers lie within bounds."""
        given = [name for name in COMPARISONS if name in self.given]
        if len(given) != 1:
            raise self.node.error(f"needs one of {', '.join(COMPARISONS)}")
        comparison = given[0]
        level = self.given[comparison].real(lowest, highest)
        clear = self.given["clear"].real(lowest, highest) if "clear" in self.given else None
        if clear is not None and (clear > level if comparison in _RISING else clear < level):
            raise self.given["clear"].error(f"must not lie beyond `{comparison}`: the alert would end as it begins")
        return Threshold(comparison, level, clear)


def clear_count(given: Map, gte: int) -> int | None:
    """Read `clear` of a count that fires at `gte`."""
    return given.given["clear"].integer(1, gte) if "clear" in given.given else None
