"""A template: what lines of one logging statement share, their count, and its id."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sealog_exporters.templates.forms.tokens import COLON

if TYPE_CHECKING:
    from sealog_exporters.templates.forms.tokens import Form

__all__ = ["LONGEST_PLACE", "OTHER", "Template", "rendered", "template_id"]

OTHER: Final = "other"
"""The id of lines whose form was given up to bound the memory; their count is kept, so that totals add up."""

LONGEST_PLACE: Final = 8
"""Tokens that may stand in one place in the middle of a pattern; behind a colon all the rest may."""

_ID_BYTES: Final = 8


@dataclass(frozen=True)
class Template:
    """One template as it stands now.

    `count` is in records, `size` in bytes of their text (UTF-8), times are ns since the Unix epoch, 0 where lines have
    none. `fields` are the names of fields beside the message. `forms` is how many forms were joined. The exemplar is
    sealed as it came; it stays out of the repr.
    """

    id: str
    text: str
    count: int
    size: int
    first_ns: int
    last_ns: int
    forms: int
    fields: tuple[str, ...] = ()
    name: str = ""
    pinned: bool = False
    exemplar: str = field(default="", repr=False)


def template_id(pattern: Form) -> str:
    """Return the 16 hex digits that name a pattern, the same in every process."""
    return hashlib.blake2b("\0".join(pattern).encode("utf-8", "replace"), digest_size=_ID_BYTES).hexdigest()


def rendered(pattern: Form) -> str:
    """Write a pattern as a text: a colon joins the word before it, a key (`user=`) its value."""
    text = ""
    for token in pattern:
        text += token if not text or token == COLON or text[-1] == "=" else f" {token}"
    return text
