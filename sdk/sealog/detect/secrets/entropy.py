"""Measures how random a value looks."""

from __future__ import annotations

from collections import Counter
from math import log2

from sealog.detect.model.scan_budget import spend

_SHORT = 64
_COUNTING = 3
_READ = 16
"""Characters that are counted in a step (see `scan_budget.py`)."""


def entropy(value: str) -> float:
    """Give Shannon's entropy of the characters, in bits a character (C. E. Shannon, 1948); 0.0 for an empty value."""
    size = len(value)
    spend(_COUNTING + size // _READ)
    # For a short value a search for each of its characters takes less time than counting them in a mapping.
    counts = map(value.count, dict.fromkeys(value)) if size <= _SHORT else Counter(value).values()
    return -sum([share * log2(share) for share in [count / size for count in counts]])
