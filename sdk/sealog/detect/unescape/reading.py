"""A decoded text with the place of each of its characters in the original."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.model.rule import Span


class Reading(NamedTuple):
    """A decoded text.

    Its n-th character begins at `places[n]` in the original and ends at `ends[n]`. `places` has one entry more: the
    original's length. Text between two characters (a colour, a soft hyphen) belongs to neither. Two characters
    that one original character stands for have the same place.
    """

    text: str
    places: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """Give the span of the original that `text[start:end]` (not empty) stands for. It never cuts an escape."""
        return self.places[start], self.ends[end - 1]

    def is_shared(self, at: int) -> bool:
        """Tell whether the characters before and behind a place stand for one character of the original."""
        return 0 < at < len(self.ends) and self.places[at - 1] == self.places[at]

    def widened(self, start: int, end: int) -> Span:
        """Give the smallest span of the original around `start` and `end` that cuts no escape."""
        return self.edge(start)[0], self.edge(end)[1]

    def edge(self, place: int) -> Span:
        """Give the escape that `place` would cut; where it cuts none, give `place` twice."""
        number = bisect_right(self.places, place) - 1
        if number < 0:
            return (0, self.places[0]) if place else (0, 0)
        if self.places[number] == place:
            return place, place
        end = self.ends[number]
        if place < end:
            return self.places[number], end
        return (end, end) if place == end else (end, self.places[number + 1])


def identity(text: str) -> Reading:
    """Give a text as a reading of itself."""
    return Reading(text, list(range(len(text) + 1)), list(range(1, len(text) + 1)))
