"""Reads and describes the keys that several aggregations have: a comparison, `clear` and `least`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.model.threshold import Comparison, Threshold
from sealog_exporters.alerting.syntax.json_schema import NUMBER, integer, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.syntax.json_schema import Schema
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

COMPARISONS: Final[tuple[Comparison, ...]] = ("gte", "gt", "lte", "lt")
KEYS: Final = (*COMPARISONS, "clear", "least")
SCHEMAS: Final[Mapping[str, Schema]] = {
    "gte": said("Fires while the value is this or more.", NUMBER),
    "gt": said("Fires while the value is more than this.", NUMBER),
    "lte": said("Fires while the value is this or less.", NUMBER),
    "lt": said("Fires while the value is less than this.", NUMBER),
    "clear": said("Ends only beyond this value, so that the alert does not flap; default: the threshold.", NUMBER),
    "least": integer(1),
}

_MAX_LEAST: Final = 1_000_000
_RISING: Final = frozenset({"gte", "gt"})


def read_threshold(node: YamlNode, keys: Mapping[str, YamlNode], lowest: float, highest: float) -> Threshold:
    """Read the one comparison, and `clear` on the side where the alert is over."""
    given = [name for name in COMPARISONS if name in keys]
    if len(given) != 1:
        raise node.error(f"needs one of {', '.join(COMPARISONS)}")
    comparison = given[0]
    level = keys[comparison].real(lowest, highest)
    clear = keys["clear"].real(lowest, highest) if "clear" in keys else None
    if clear is not None and (clear > level if comparison in _RISING else clear < level):
        raise keys["clear"].error(f"must not lie beyond `{comparison}`: the alert would end as it begins")
    return Threshold(comparison, level, clear)


def read_clear_count(keys: Mapping[str, YamlNode], gte: int) -> int | None:
    """Read `clear` of a count that fires at `gte`."""
    return keys["clear"].integer(1, gte) if "clear" in keys else None


def read_least(keys: Mapping[str, YamlNode], default: int) -> int:
    """Read `least`, the number of records from which a value is judged."""
    return keys["least"].integer(1, _MAX_LEAST) if "least" in keys else default
