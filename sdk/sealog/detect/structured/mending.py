"""Fits findings to structure: none crosses a string, number or key, and a value that its key names is found whole.

Texts without structure stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from typing import TYPE_CHECKING

from sealog.detect.model.scan_budget import VALUES, spend
from sealog.detect.model.surroundings import SEPARATOR
from sealog.detect.structured.names import is_value
from sealog.detect.structured.names_beside.tables import rows
from sealog.detect.structured.outline import Named, outline
from sealog.detect.structured.suspicion import is_suspect
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.model.rule import Span
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.structured.names_beside.beside import Beside
    from sealog.detect.structured.outline import Outline, RuleOf
    from sealog.detect.structured.outliner import Outliner

_WHITE_SPACE = pattern(r"(?:\s|\\+[nrt])*")
_FINDINGS = 2  # that are split at pieces in a step
_VALUE = 1  # steps of judging a cell
_SCHEME = pattern(r"[A-Za-z]{1,20} {1,4}")


class Structure:
    """Fits findings to the structure of their texts.

    `rule_of` gives the rule of a key, `rank_of` the rank of a key's rule by its identity. `concerns` tells whether a
    text may hold values where no shape found one.
    """

    def __init__(
        self,
        rule_of: RuleOf,
        rank_of: Mapping[int, int],
        entity_of: Callable[[int], str],
        concerns: Callable[[str], bool],
        outliner: Outliner | None = None,
    ) -> None:
        self._rule_of = rule_of
        self.concerns = concerns
        self._rank_of = rank_of
        self._entity_of = entity_of
        self._outline = partial(outline, rule_of=rule_of) if outliner is None else outliner.outline
        self._tell_without_rule = None if outliner is None else outliner.tell_without_rule

    @staticmethod
    def may_cross(joined: str, found: Iterable[Ranked]) -> bool:
        """Tell whether a finding may cross a boundary of structure, or be a number in a document."""
        return any(is_suspect(joined, start, end) for start, end, _ in found)

    def mend(self, joined: str, found: list[Ranked], budget: ScanBudget | None = None) -> list[Ranked]:
        """Give the findings in texts joined by U+001E, in no order."""
        found.sort()
        mended: list[Ranked] = []
        offset = at = 0
        for text in joined.split(SEPARATOR):
            behind = offset + len(text)
            own = at
            while at < len(found) and found[at][0] <= behind:
                at += 1
            here = [(start - offset, end - offset, rank) for start, end, rank in found[own:at]]
            if budget is not None:
                budget.mark(offset)
            seen = self._outline(text)
            if seen.regions:
                spend(min(len(here), VALUES) // _FINDINGS)
                here = sorted(_pieces(here, seen))
            named = [*seen.named, *self._in_rows(text)]
            here += list(self._named(text, here, named))
            mended += [(start + offset, end + offset, rank) for start, end, rank in here]
            offset = behind + 1
        return mended

    def beside(self, text: str, found: Iterable[Beside]) -> Iterator[Ranked]:
        """Give the values beside names that a key's rule knows."""
        for name, start, end in found:
            rule = self._rule_of(name)
            if rule is None or rule.action == "keep":
                if self._tell_without_rule is not None:
                    self._tell_without_rule(name)
                continue
            rank = self._rank_of.get(id(rule))
            if rank is not None and start < end and is_value(text[start:end], rule):
                yield start, end, rank

    def _in_rows(self, text: str) -> Iterator[Named]:
        for name, start, end in rows(text, self._rule_of):
            rule = self._rule_of(name)
            if rule is None or rule.action == "keep" or start >= end:
                continue
            spend(_VALUE)
            value = text[start:end]
            if is_value(value, rule, "number" if value.isdigit() else "string"):
                yield Named(start, end, rule)

    def _named(self, text: str, found: Sequence[Ranked], named: Sequence[Named]) -> Iterator[Ranked]:
        """Give the values that their keys name, except where all of one is found already."""
        starts = [start for start, _, _ in found]
        for start, end, rule in named:
            rank = self._rank_of.get(id(rule))
            if rank is not None and not self._is_found(text, (start, end), rule.entity, found, starts):
                yield start, end, rank

    def _is_found(self, text: str, span: Span, entity: str, found: Sequence[Ranked], starts: Sequence[int]) -> bool:
        """Tell whether all of a value is found already, but for white space or a header's scheme: `Bearer «…»`."""
        start, end = span
        for first, last, rank in found[bisect_left(starts, start) : bisect_left(starts, end)]:
            if not _WHITE_SPACE.fullmatch(text, last, end):
                continue
            if _WHITE_SPACE.fullmatch(text, start, first) or (
                self._entity_of(rank) == entity and _SCHEME.fullmatch(text, start, first)
            ):
                return True
        return False


def _pieces(found: Sequence[Ranked], seen: Outline) -> Iterator[Ranked]:
    """Give each finding, split at the pieces of documents that it crosses."""
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
