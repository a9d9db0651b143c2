"""The name of a workflow, which its runs share: that of a run's first span, without what tells one run from another.

Some frameworks put the id of a run, a date or a number into the name of its first span, and a sealed value differs in
each run.
"""

from __future__ import annotations

import re
from typing import Final

from sealog_exporters.workflows.contents import SEALED, readable

__all__ = ["names_one_only", "workflow_name"]

_LONGEST = 1_000  # characters that are looked at
_ID: Final = "<id>"
_PLACE: Final = re.compile("<[a-z0-9_]+>")
_ERASED = re.compile(r"\[erased:([a-z0-9_]+)\]")
_UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_NUMBER = "(?:[0-9]{1,2}[-./][0-9]{1,2}[-./])?[0-9]{4,}(?:[-.:_T+][0-9]+)*Z?"  # alone, or in a date or time
_WORD = "[0-9A-Za-z]+"
_PIECE = re.compile(f"(?<![0-9A-Za-z])(?:{_UUID}|{_NUMBER}|(?P<word>{_WORD}))(?![0-9A-Za-z])", re.ASCII)
_SHORTEST_HEX = 7
_SHORTEST_RANDOM, _DIGITS_OF_RANDOM = 16, 2
_HEX = frozenset("0123456789abcdefABCDEF")


def workflow_name(name: str) -> str:
    """Give the name of a workflow from the name of a run's first span; that of a workflow stays as it is.

    `<id>` stands for each UUID, hexadecimal word of 7 characters or more with digits and letters, word of 16 or more
    with two digits, and number of four digits or more with the date or time that it is in: shorter ones may tell
    versions and agents apart. `<entity>` stands for each sealed, masked or erased
    value. Only the first 1,000 characters count.
    """
    text = SEALED.sub(r"<\1>", readable(name) or "")
    text = _ERASED.sub(r"<\1>", text)
    return _PIECE.sub(_without_id, text[:_LONGEST])


def names_one_only(workflow: str) -> bool:
    """Whether all runs of this workflow begin with a span of exactly this name."""
    return not _PLACE.search(workflow_name(workflow))


def _without_id(piece: re.Match[str]) -> str:
    word = piece["word"]
    return _ID if word is None or _is_random(word) else word


def _is_random(word: str) -> bool:
    digits = sum(map(str.isdigit, word))
    is_hexadecimal = len(word) >= _SHORTEST_HEX and _HEX.issuperset(word)
    return bool(digits and is_hexadecimal) or (len(word) >= _SHORTEST_RANDOM and digits >= _DIGITS_OF_RANDOM)
