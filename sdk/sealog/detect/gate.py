"""The gate: one pass over a text that says which rules may have something in it. It confirms nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from sealog.detect.regex import new_re2_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.regex import Engine


class Gate(Protocol):
    """The relaxed shapes of all rules."""

    def match(self, text: str, data: bytes) -> Sequence[int] | None:
        """Give the numbers of the rules whose relaxed shape is in the text (`data` is its UTF-8), in no order."""
        ...


def build_gate(shapes: Sequence[str], engine: Engine) -> Gate:
    """Compile the relaxed shapes; the first is number 0."""
    if not shapes:
        return ReGate(())
    return Re2Gate(shapes) if engine == "re2" else ReGate(shapes)


class Re2Gate:
    """All shapes as one automaton: a text costs the same whether there are three rules or thirty."""

    def __init__(self, shapes: Sequence[str]) -> None:
        self._set = new_re2_set()
        for shape in shapes:
            self._set.Add(shape)
        self._set.Compile()

    def match(self, text: str, data: bytes) -> Sequence[int] | None:
        """See `Gate`."""
        del text
        found: Sequence[int] | None = self._set.Match(data)
        return found


class ReGate:
    """One search a rule."""

    def __init__(self, shapes: Sequence[str]) -> None:
        self._searches = [re.compile(shape, re.ASCII).search for shape in shapes]

    def match(self, text: str, data: bytes) -> Sequence[int] | None:
        """See `Gate`."""
        del data
        return [number for number, search in enumerate(self._searches) if search(text)]
