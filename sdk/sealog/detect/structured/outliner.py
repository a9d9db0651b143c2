"""Reads the structure of a text by the compiled half where it can, else by `outline.py`: the same, only slower."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.model.scan_budget import spend
from sealog.detect.structured.names import is_value
from sealog.detect.structured.outline import Named, Outline, Piece, outline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.model.rule import KeyRule
    from sealog.detect.structured.outline import RuleOf

_ROUNDS = 4
"""How often the compiled half may meet further names, which known ones pair with a value."""

_MOST_NAMES = 1024
"""Names of one text that it is taught; a text with more is read in Python."""

_LONGEST_TOLD = 64
"""Characters of a name beside a value that it is told of."""

_ITEMS = 8  # that the compiled half reads in a step
_VALUE = 2  # steps of judging what stands under a key
_KINDS = ("string", "number", "word")


class Outliner:
    """Reads the structure of texts. `native` is the compiled half's scanner, if there is one; `teach` gives it names.

    It numbers rules as `rules` does; `rule_of` gives the rule of a key.
    """

    def __init__(
        self,
        rule_of: RuleOf,
        rules: Sequence[KeyRule],
        native: Any,
        teach: Callable[[Sequence[str]], None],
    ) -> None:
        self._rule_of = rule_of
        self._rules = rules
        self._native = native
        self._teach = teach

    def tell_without_rule(self, name: str) -> None:
        """Tell the compiled half that a name has no rule that seals, so that it judges what stands beside it."""
        if self._native is not None and len(name) <= _LONGEST_TOLD and name.isascii():
            self._teach((name,))

    def outline(self, text: str) -> Outline:
        """Return the structure of one text.

        Raises:
            TooCostlyError: this thread's look has fewer steps left.
        """
        for _ in range(_ROUNDS if self._native is not None else 0):
            read = self._native.outline(text, True)
            if read is None:
                break
            if isinstance(read, tuple):
                return self._told(text, *read)
            if len(read) > _MOST_NAMES:
                break
            spend(1 + len(text) // 512)
            self._teach(read)
        return outline(text, self._rule_of)

    def _told(
        self,
        text: str,
        regions: list[tuple[int, int]],
        pieces: list[tuple[int, int, str, bool]],
        named: list[tuple[int, int, int, int, str | None]],
        items: int,
    ) -> Outline:
        spend((items + _ITEMS - 1) // _ITEMS + _VALUE * len(named))
        values = [
            Named(start, end, rule)
            for start, end, number, kind, said in named
            if is_value(text[start:end] if said is None else said, rule := self._rules[number], _KINDS[kind])
        ]
        return Outline(regions, [Piece(*piece) for piece in pieces], values)
