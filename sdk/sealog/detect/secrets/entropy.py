"""Measures how random a value looks."""

from __future__ import annotations

from collections import Counter
from math import log2

from sealog.detect.model.scan_budget import spend

_SHORT = 64
_BITS = [0.0, *(count * log2(count) for count in range(1, _SHORT + 1))]
"""What a character that a short value holds so many times takes off."""
_COUNTING = 3
_READ = 16
"""Characters that are counted in a step (see `scan_budget.py`)."""


def entropy(value: str) -> float:
    """Give Shannon's entropy of the characters, in bits a character (C. E. Shannon, 1948); 0.0 for an empty value."""
    size = len(value)
    spend(_COUNTING + size // _READ)
    if 0 < size <= _SHORT:
        # For a short value a search for each of its characters takes less time than counting them in a mapping.
        return log2(size) - sum([_BITS[count] for count in map(value.count, dict.fromkeys(value))]) / size
    return -sum([share * log2(share) for share in [count / size for count in Counter(value).values()]])
