"""Spells the buckets of a histogram as the embedded store keeps them: JSON, counts by upper bound."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["read_buckets", "spell_buckets"]


def spell_buckets(buckets: Mapping[float, int]) -> str:
    """Spell buckets; the greatest bound may be infinite."""
    return json.dumps({repr(bound): count for bound, count in buckets.items()}, separators=(",", ":"))


def read_buckets(text: str) -> dict[float, int]:
    """Read what `spell_buckets` wrote.

    Raises:
        ValueError: it did not write this.
    """
    found = json.loads(text)
    if not isinstance(found, dict) or not all(type(count) is int for count in found.values()):
        raise ValueError("a stored metric has other buckets")
    buckets = {float(bound): count for bound, count in found.items()}
    if any(math.isnan(bound) for bound in buckets):
        raise ValueError("a stored metric has other buckets")
    return buckets
