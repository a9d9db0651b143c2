"""Tells whether one call can do without another's result, by their contents. What was not recorded shows nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog_exporters.workflows.contents import SEALED, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.workflows.meaning import Meaning

__all__ = ["is_hidden", "is_independent"]

_SHORT = 4  # a value with fewer characters counts where it stands alone, as a word
_DECIDES = re.compile(
    r"(?i)[\s\"']*(?:true|false|yes|no|ok|okay|none|null|open|closed|success|done|\[\]|\{\})?[\s\"'.!]*"
)
_UNREAD = re.compile(r"[{}=]")  # in arguments of a spelling that is not known, whose values can't be told
_SHOWN = frozenset({"email_address"})
_WORD = re.compile(r"[^\W_][\w@.+~-]{3,}")


def is_independent(after: Meaning, befores: Iterable[Meaning]) -> bool:
    """Tell whether it is shown that a call needs the result of none of those before it; unknown is no."""
    values: list[tuple[str, set[str]]] | None = None
    for before in befores:
        if before.gave is None or after.given is None or after.gave is None or is_hidden(after.given, before.gave):
            return False
        if (before.name, before.same_arguments) == (after.name, after.same_arguments):
            return False  # a duplicate, which is told as one
        values = _values(after.given) if values is None else values  # once, since most calls are compared with many
        # A result that only says yes or no may have decided that the next call was made.
        if not values or _DECIDES.fullmatch(before.gave):
            return False
        result, known = before.gave.casefold(), (before.given or "").casefold()
        for value, parts in values:
            if result in value:
                return False
            # What the first call was given too was known before it, and results repeat it.
            if any(_stands_in(part, result) and not _stands_in(part, known) for part in parts):
                return False
    return True


def _values(given: str) -> list[tuple[str, set[str]]]:
    """Give each value of a call's arguments, and it with its words; none if they can't be told."""
    values = leaves(given)
    if not values or _UNREAD.search(values[0]):
        return []
    folded = (SEALED.sub("", value).casefold() for value in values)
    return [(value, {value, *_WORD.findall(value)} - {""}) for value in folded]


def is_hidden(given: str, gave: str) -> bool:
    """Tell whether sealed values hide if these arguments have something of that result.

    In a result any part of a sealed value may be what a later call was given. In arguments a value may be sealed for
    the name beside it, and stand open in the result. An e-mail address shows itself: it would be sealed there too.
    """
    return SEALED.search(gave) is not None or not _SHOWN.issuperset(SEALED.findall(given))


def _stands_in(value: str, text: str) -> bool:
    if len(value) >= _SHORT:
        return value in text
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text) is not None
