"""Finds the template that a new form belongs to, by patterns that were joined before. It joins nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.templates.forms.tokens import ANY, COLON, Form, is_variable
from sealog_exporters.templates.template import LONGEST_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["PatternIndex"]

_STEPS: Final = 2_000
"""Comparisons for one form; a form that needs more has a template of its own until it is joined."""

_LEAST_WORDS: Final = 2
"""A pattern with fewer constant words would take in whatever comes."""


class _Node:
    """What may follow the tokens so far: constants, values (`ANY`) and places where words stood, too."""

    __slots__ = ("constants", "id", "longest", "places")

    def __init__(self) -> None:
        self.constants: dict[str, _Node] = {}
        self.places: _Node | None = None
        self.longest = 0  # tokens that stood in this place at most
        self.id = ""


class _Open(NamedTuple):
    node: _Node
    at: int


class PatternIndex:
    """A prefix tree of the patterns that have a place for words; made anew when patterns change."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, pattern: Form, members: Iterable[Form], name: str) -> None:
        """Add a pattern with the forms that were joined to it and its template's id.

        Only a place where a member has words takes words: a number's place does not.
        """
        if sum(not is_variable(token) for token in pattern) < _LEAST_WORDS:
            return
        places: dict[int, int] = {}
        for member in members:
            for place, length in _worded(pattern, member).items():
                places[place] = max(length, places.get(place, 0))
        if not places:
            return
        node = self._root
        for position, token in enumerate(pattern):
            if position in places:
                if node.places is None:
                    node.places = _Node()
                node = node.places
                node.longest = max(node.longest, places[position])
            else:
                node = node.constants.setdefault(token, _Node())
        node.id = node.id or name

    def find(self, form: Form) -> str:
        """Give the id of the template whose pattern a generic form matches, the most specific one; empty for none."""
        stack = [_Open(self._root, 0)]
        for _ in range(_STEPS):
            if not stack:
                return ""
            node, at = stack.pop()
            if at == len(form):
                if node.id:
                    return node.id
                continue
            if node.places is not None:
                last = min(at + node.places.longest, len(form))
                if COLON in form[at:last]:
                    last = form.index(COLON, at)
                stack.extend(_Open(node.places, end) for end in range(last, at, -1))
            constant = node.constants.get(form[at])
            if constant is not None:  # pushed last, so that it is tried first
                stack.append(_Open(constant, at + 1))
        return ""


def _worded(pattern: Form, member: Form) -> dict[int, int]:
    """Give the places of a pattern at which a member has words, with their number; none if it does not match."""
    stack: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [(0, 0, ())]
    for _ in range(_STEPS):
        if not stack:
            return {}
        place, at, found = stack.pop()
        if place == len(pattern):
            if at == len(member):
                return dict(found)
            continue
        if pattern[place] != ANY:
            if at < len(member) and member[at] == pattern[place]:
                stack.append((place + 1, at + 1, found))
            continue
        for end in range(min(at + LONGEST_PLACE, len(member)), at, -1):
            is_one_value = end == at + 1 and is_variable(member[at])
            stack.append((place + 1, end, found if is_one_value else (*found, (place, end - at))))
    return {}
