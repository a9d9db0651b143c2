"""A finding: where in a text a value of some entity lies. It never holds the value."""

from __future__ import annotations

from typing import Literal, NamedTuple

Group = Literal["contact", "payment", "national_id", "network", "device", "person", "crypto", "secret"]


class Finding(NamedTuple):
    """One value found in a text.

    `start` and `end` count Unicode code points of the text, `end` exclusive.
    """

    entity: str
    group: Group
    start: int
    end: int
