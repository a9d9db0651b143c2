"""Ranks forms by what they are worth keeping, so that random texts do not push out what programs log."""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from sealog_exporters.templates.forms.vocabulary import is_wording

if TYPE_CHECKING:
    from collections.abc import Collection, Container

    from sealog_exporters.templates.forms.tokens import Form
    from sealog_exporters.templates.seen import Seen

_RANKED_TOKENS: Final = 16  # of a form, so many are looked at to rank it


def ranked(kept: Collection[Seen], pinned: Container[str]) -> list[Seen]:
    """Rank forms, the most worth first: pinned, seen again, worded as other forms are, partly so, worded, old.

    Random words share neither their wording nor much of what stands side by side in it, however common each word is.
    """
    shared = Counter(map(_wording, kept))
    counted = Counter(chain.from_iterable(map(pairwise, map(_wording, kept))))
    pairs = {pair for pair, count in counted.items() if count > 1}

    def worth(seen: Seen) -> tuple[bool, bool, bool, bool, bool, int]:
        wording = _wording(seen)
        is_worded = len(wording) * 3 >= min(len(seen.form), _RANKED_TOKENS)
        is_partly_shared = len(pairs.intersection(pairwise(wording))) * 2 >= len(wording) - 1 > 0
        is_shared = is_worded and shared[wording] > 1
        return seen.id in pinned, seen.count > 1, is_shared, is_worded and is_partly_shared, is_worded, -seen.index

    return sorted(kept, key=worth, reverse=True)


def _wording(seen: Seen) -> Form:
    """Give the wording at the beginning of a form; it is kept, and made only where forms are given up or ranked."""
    if seen.wording is None:
        seen.wording = tuple(token for token in seen.form[:_RANKED_TOKENS] if is_wording(token))
    return seen.wording
