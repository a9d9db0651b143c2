"""Gives the structure of a text: the pieces that a value may take, and the values that a key names.

All places are places of the text itself, however deep a string in a string lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sealog.detect.model.scan_budget import spend
from sealog.detect.structured.names import (
    GENERIC,
    LONGEST,
    NAMES,
    VALUES,
    is_pair,
    is_value,
    written_together,
)
from sealog.detect.structured.strings import said, unescape
from sealog.detect.structured.tree import Node, documents
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from sealog.detect.model.rule import KeyRule, Span

    RuleOf: TypeAlias = Callable[[str], KeyRule | None]

DEEPEST = 64
"""Most levels of containers and strings in strings, counted together. Deeper levels are plain text."""

_OPENER = pattern(r"[{\[(\"']")  # quotes too: a string may hold a string
_DOCUMENT = 12  # steps of a document, what stands before it included
_ITEM = 4  # steps of a value or container
_NUMBERS = 4  # numbers that are read in a step, where a list has nothing else at its ends
_STRING = 2  # steps of a string, besides: it may hold a document
_OPTION = "--"
_ASSIGNED = pattern(
    r"(?:^|[^\w.\]-])(?P<name>[^\W\d][\w.-]*(?:\[\w{1,64}\]){0,8})\\*[\"']?\s{0,4}[:=]\s{0,4}(?:[A-Za-z]\w{0,64})?\Z"
)


class Piece(NamedTuple):
    """A piece that a value may take: of a string, or a whole number, whose replacement needs `quote` around it.

    A piece of a string has no `quote`. A value takes a key, or a piece of it, only where it lies inside the key.
    """

    start: int
    end: int
    quote: str
    is_key: bool = False


class Named(NamedTuple):
    """A whole value under a key, and the key's rule."""

    start: int
    end: int
    rule: KeyRule


@dataclass(eq=False, repr=False)
class Outline:
    """The structure of one text.

    `regions` are the documents that a parser would read, outermost ones; `pieces` lie in them. Both are sorted and
    disjoint.
    """

    regions: list[Span] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    named: list[Named] = field(default_factory=list)


def outline(text: str, rule_of: RuleOf) -> Outline:
    """Return the structure of a text; `rule_of` gives the rule of a key, if it has one."""
    found = Outline()
    found.regions = _Level(found, rule_of, text, range(len(text) + 1), (), 0).read()
    found.pieces.sort()
    return found


class _Level:
    """One text: the outermost, or the content of a string in it. `places` are of the outermost; `quotes` enclose it."""

    def __init__(
        self, found: Outline, rule_of: RuleOf, text: str, places: Sequence[int], quotes: tuple[str, ...], depth: int
    ) -> None:
        self._found = found
        self._rule_of = rule_of
        self._text = text
        self._places = places
        self._quotes = quotes
        self._depth = depth
        quote = '"'
        for outer in reversed(quotes):
            quote = quote.replace("\\", "\\\\").replace(outer, f"\\{outer}")
        self._quote = quote
        self._is_strict = False
        self._regions: list[Span] = []

    def read(self) -> list[Span]:
        """Read all documents; give the places of those that a parser would read."""
        for root, is_strict in documents(self._text):
            spend(_DOCUMENT)
            if root.kind == "string":  # it begins before its document
                self._is_strict = False
                self._string(root)
                continue
            is_whole = not (self._text[: root.start].strip() or self._text[root.end :].strip())
            self._is_strict = is_strict and (is_whole or _is_structure(root))
            if self._is_strict:
                self._regions.append(self._place(root))
            name = _name_before(self._text, root.start)
            self._container(root, self._named(name, ""), name, self._depth + 1)
        return self._regions

    def _place(self, node: Node) -> Span:
        return self._places[node.start], self._places[node.end]

    def _named(self, name: str, parent: str) -> KeyRule | None:
        if not name or len(name) > LONGEST:
            return None
        rule = self._rule_of(name)
        if rule is None and parent and written_together(name) in GENERIC:
            rule = self._rule_of(f"{parent}.{name}")
        return None if rule is None or rule.action == "keep" else rule

    def _said(self, node: Node) -> str:
        """Return the content of a key or a leaf."""
        if node.kind == "string" and not node.is_raw:
            return said(self._text, node.start, node.end)
        return self._text[node.start : node.end]

    def _container(self, node: Node, rule: KeyRule | None, name: str, depth: int) -> None:
        if depth > DEEPEST:
            self._piece(node, "")
            return
        is_of_numbers = node.items[-1:] and node.items[0][1].kind == node.items[-1][1].kind == "number"
        spend(len(node.items) // _NUMBERS if is_of_numbers else _ITEM * len(node.items))
        beside = self._beside(node, name) if rule is None else None
        before: str = ""
        for key, item in node.items:
            own, own_name = None, name
            if key is None and rule is None and item.kind == "number" and beside is None:
                if self._is_strict:  # a long list of numbers, most often
                    self._found.pieces.append(Piece(*self._place(item), self._quote))
                before = ""
                continue
            if key is not None:
                self._leaf_pieces(key, is_key=True)
                own_name = self._said(key)
                own = self._named(own_name, name)
                if own is None and beside is not None and written_together(own_name) in VALUES:
                    own = beside
            elif rule is None and item.kind == "string" and before.startswith(_OPTION):
                own = self._named(before.lstrip("-"), "")
            elif beside is not None and node.kind == "list" and item is node.items[-1][1]:
                own = beside
            if item.kind in {"map", "list"}:
                self._container(item, own or rule, own_name, depth + 1)
                before = ""
            else:
                self._leaf(item, own or rule)
                before = self._said(item) if item.end - item.start <= LONGEST and key is None else ""

    def _beside(self, node: Node, name: str) -> KeyRule | None:
        """Give the rule of the name that stands as a value beside another one."""
        if node.kind == "list" and [key for key, _ in node.items] == [None, None]:
            (_, first), (_, second) = node.items
            if first.kind != "string" or second.kind in {"map", "list"}:
                return None
            rule = self._named(self._said(first), "")
            value = self._said(second)
            return (
                rule if rule is not None and is_pair(rule, value) and self._rule_of(value[:LONGEST]) is None else None
            )
        for key, item in node.items:
            if key is None or written_together(self._said(key)) not in NAMES:
                continue
            while item.kind == "list" and item.items:  # where a path is a list of steps
                item = item.items[-1][1]  # noqa: PLW2901 - it goes down
            if item.kind not in {"string", "word"}:
                continue
            said = self._said(item)
            if said != "token" and (rule := self._named(said, name)) is not None:
                return rule
        return None

    def _leaf(self, node: Node, rule: KeyRule | None) -> None:
        if rule is not None and is_value(self._said(node), rule, node.kind):
            self._found.named.append(Named(*self._place(node), rule))
        self._leaf_pieces(node)

    def _leaf_pieces(self, node: Node, *, is_key: bool = False) -> None:
        if node.kind == "string":
            self._string(node, is_key=is_key)
        elif node.kind == "number":
            self._piece(node, self._quote, is_key=is_key)

    def _piece(self, node: Node, quote: str, *, is_key: bool = False) -> None:
        if self._is_strict:
            self._found.pieces.append(Piece(*self._place(node), quote, is_key))

    def _string(self, node: Node, *, is_key: bool = False) -> None:
        """Read the content of a string; its pieces are the text outside of documents in it."""
        spend(_STRING)
        regions = self._inner(node)
        if not self._is_strict:
            self._regions += regions
            return
        begin, end = self._place(node)
        for start, stop in regions:
            self._found.pieces.append(Piece(begin, start, "", is_key))
            begin = stop
        self._found.pieces.append(Piece(begin, end, "", is_key))

    def _inner(self, node: Node) -> list[Span]:
        """Read the documents that a string holds; give the places of those that a parser would read."""
        if _OPENER.search(self._text, node.start, node.end) is None or self._depth + 1 >= DEEPEST:
            return []
        if node.is_raw:
            text, places = self._text[node.start : node.end], list(range(node.start, node.end + 1))
        else:
            text, places = unescape(self._text, node.start, node.end)
        if not isinstance(self._places, range):  # the outermost text's places are its own
            places = [self._places[place] for place in places]
        return _Level(self._found, self._rule_of, text, places, (*self._quotes, node.quote), self._depth + 1).read()


def _name_before(text: str, start: int) -> str:
    """Give the name to which a document is assigned: `password=[…]`, `"user": {…}`."""
    match = _ASSIGNED.search(text, max(0, start - LONGEST), start)
    return match["name"] if match else ""


def _is_structure(root: Node) -> bool:
    """Tell whether a document is more than a bracket around a number or word, as in prose."""
    return len(root.items) > 1 or any(
        key is not None or item.kind in {"string", "map", "list"} for key, item in root.items
    )
