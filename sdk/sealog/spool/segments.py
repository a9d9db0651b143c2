"""Segments: the names and the order of their files."""

from __future__ import annotations

import re

CURSOR_NAME = "cursor"
LOCK_NAME = "lock"

_NAME = re.compile(r"([0-9]{10})\.seg")


def segment_name(number: int) -> str:
    """Give a segment's file name."""
    return f"{number:010d}.seg"


def segment_numbers(names: list[str]) -> list[int]:
    """Give the numbers of the segments among some files, in order."""
    return sorted(int(match[1]) for match in map(_NAME.fullmatch, names) if match)
