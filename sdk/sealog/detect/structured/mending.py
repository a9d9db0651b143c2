"""Makes findings respect structure: none crosses a string, number or key, and what a key names is found whole.

It adds what is found in strings as they are meant, without their escapes. A text without structure it leaves alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, TypeAlias

from sealog.detect.structured.outline import outline
from sealog.detect.structured.suspicion import is_suspect
from sealog.detect.surroundings import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sealog.detect.disguise import Reading
    from sealog.detect.effort import Effort
    from sealog.detect.interface import Span
    from sealog.detect.overlaps import Ranked
    from sealog.detect.structured.outline import Named, Outline, RuleOf

    Look: TypeAlias = Callable[[str, Effort | None], list[Ranked]]

_WHITE_SPACE = re.compile(r"(?:\s|\\+[nrt])*")
_SCHEME = re.compile(r"[A-Za-z]{1,20} {1,4}")


class Structure:
    """Mends the findings in texts. `rule_of` knows keys, `rank_of` gives the rank of a key's rule, by its identity.

    `look` finds by shape and keyword what is in a text. `concerns` tells whether there may be something to find where
    nothing was found by its shape.
    """

    def __init__(
        self,
        rule_of: RuleOf,
        rank_of: Mapping[int, int],
        entity_of: Callable[[int], str],
        look: Look,
        concerns: Callable[[str], bool],
    ) -> None:
        self._rule_of = rule_of
        self.concerns = concerns
        self._rank_of = rank_of
        self._entity_of = entity_of
        self._look = look

    def mend(self, joined: str, found: list[Ranked], effort: Effort | None) -> list[Ranked]:
        """Give the findings in texts joined by U+001E, in no order."""
        if not self.concerns(joined) and not any(is_suspect(joined, start, end) for start, end, _ in found):
            return found
        found.sort()
        mended: list[Ranked] = []
        offset = at = 0
        for text in joined.split(SEPARATOR):
            behind = offset + len(text)
            own = at
            while at < len(found) and found[at][0] <= behind:
                at += 1
            here = [(start - offset, end - offset, rank) for start, end, rank in found[own:at]]
            if self.concerns(text) or any(is_suspect(text, start, end) for start, end, _ in here):
                here = self._mended(text, here, effort)
            mended += [(start + offset, end + offset, rank) for start, end, rank in here]
            offset = behind + 1
        return mended

    def _mended(self, text: str, found: list[Ranked], effort: Effort | None) -> list[Ranked]:
        seen = outline(text, self._rule_of)
        found = _uncut(sorted({*found, *self._meant(seen.readings, effort)}), seen.readings) if seen.readings else found
        found = list(_pieces(found, seen)) if seen.regions else found
        return [*found, *self._named(text, found, seen.named)]

    def _meant(self, readings: Sequence[tuple[int, Reading]], effort: Effort | None) -> Iterator[Ranked]:
        """Give what is found in strings as they are meant."""
        if not readings:
            return
        offset = number = 0
        label, (text, places) = readings[0]
        joined = SEPARATOR.join(reading.text for _, reading in readings)
        for start, end, rank in sorted(self._look(joined, effort)):
            while start > offset + len(text):
                offset += len(text) + 1
                number += 1
                label, (text, places) = readings[number]
            if start - offset >= label:
                yield places[start - offset], places[end - offset], rank

    def _named(self, text: str, found: Sequence[Ranked], named: Sequence[Named]) -> Iterator[Ranked]:
        """Give the values that their keys name, except where all of one is found already."""
        starts = [start for start, _, _ in found]
        for start, end, rule in named:
            rank = self._rank_of.get(id(rule))
            if rank is not None and not self._is_found(text, (start, end), rule.entity, found, starts):
                yield start, end, rank

    def _is_found(self, text: str, span: Span, entity: str, found: Sequence[Ranked], starts: Sequence[int]) -> bool:
        """Tell whether all of a value but white space, or the scheme of a header, is found: `Bearer «…»`."""
        start, end = span
        for first, last, rank in found[bisect_left(starts, start) : bisect_left(starts, end)]:
            if not _WHITE_SPACE.fullmatch(text, last, end):
                continue
            if _WHITE_SPACE.fullmatch(text, start, first) or (
                self._entity_of(rank) == entity and _SCHEME.fullmatch(text, start, first)
            ):
                return True
        return False


def _uncut(found: Sequence[Ranked], readings: Sequence[tuple[int, Reading]]) -> list[Ranked]:
    """Give the findings with no escape cut in two; where one was, what else is found there counts."""
    strings = sorted((places[label], places[-1], number) for number, (label, (_, places)) in enumerate(readings))
    around: list[tuple[int, int, int]] = []
    at = 0
    whole: list[Ranked] = []
    cut: list[tuple[Ranked, Ranked]] = []
    for ranked in found:
        start, end, rank = first, last, _ = ranked
        while at < len(strings) and strings[at][0] <= start:
            around.append(strings[at])
            at += 1
        around = [string for string in around if string[1] > start]
        for _, _, number in around:
            places = readings[number][1].places
            first = min(first, places[max(0, bisect_right(places, start) - 1)])
            last = max(last, places[min(len(places) - 1, bisect_left(places, end))])
        if (first, last) == (start, end):
            whole.append(ranked)
        else:
            cut.append((ranked, (first, last, rank)))
    return sorted([*whole, *(mended for ranked, mended in cut if not _overlaps(whole, ranked))])


def _overlaps(found: Sequence[Ranked], ranked: Ranked) -> bool:
    at = bisect_left(found, (ranked[1], 0, 0))
    return any(last > ranked[0] for _, last, _ in found[max(0, at - 8) : at])


def _pieces(found: Sequence[Ranked], seen: Outline) -> Iterator[Ranked]:
    """Give each finding, or what of it lies in single pieces of the documents and outside of them."""
    starts = [piece.start for piece in seen.pieces]
    edges = [region[0] for region in seen.regions]
    for start, end, rank in found:
        first = max(0, bisect_right(edges, start) - 1)
        regions = seen.regions[first : bisect_left(edges, end)]
        regions = [region for region in regions if region[1] > start]
        if not regions:
            yield start, end, rank
            continue
        begin = start
        for left, right in regions:
            if begin < left:
                yield begin, left, rank
            begin = max(begin, right)
        if begin < end:
            yield begin, end, rank
        at = max(0, bisect_right(starts, start) - 1)
        for piece in seen.pieces[at : bisect_left(starts, end)]:
            low, high = (piece.start, piece.end) if piece.quote else (max(start, piece.start), min(end, piece.end))
            if piece.is_key and not (piece.start <= start and end <= piece.end):
                continue
            if low < high and piece.start < end and start < piece.end:
                yield low, high, rank
