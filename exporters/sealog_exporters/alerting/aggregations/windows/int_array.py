"""Writes 64-bit integers as text for JSON: base64, little-endian."""

from __future__ import annotations

import base64
import sys
from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def pack(numbers: Iterable[int]) -> str:
    """Spell signed 64-bit numbers."""
    copy = array("q", numbers)
    if sys.byteorder == "big":
        copy.byteswap()
    return base64.b64encode(copy.tobytes()).decode("ascii")


def unpack(text: str) -> array[int]:
    """Read what `pack` spelled."""
    numbers = array("q")
    numbers.frombytes(base64.b64decode(text))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
