r"""Reads JSON, JSON lines, Python's reprs and similar forms in a text, as trees of places.

A text may hold several documents, with anything between them. A document that breaks off is read up to there.
Sources: RFC 8259 (JSON), the Python reference's section on literals, Node's `util.inspect`, Java's `Map.toString`.
Not read: YAML, strings in triple quotes, what is nested deeper than `DEEPEST`. All of it takes linear time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

DEEPEST = 64

_LEAF = 1  # steps of reading a leaf

_STRING = (
    r"(?P<prefix>[bBuUrR]{0,2})(?:\"(?P<double>[^\"\\\n\x1e]*(?:\\[^\n\x1e][^\"\\\n\x1e]*)*)(?P<closed>\"|\Z|\n)"
    r"|'(?P<single>[^'\\\n\x1e]*(?:\\[^\n\x1e][^'\\\n\x1e]*)*)(?P<ended>'|\Z|\n))"
)
_TOKEN = pattern(
    rf"[ \t\r\n]*(?:(?P<punct>=>|[{{}}\[\](),:=])|(?P<string>{_STRING})"
    rf"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?=[\s,:=)\]}}]|\Z))|(?P<word>[^\s,:=()\[\]{{}}\"'\\\x1e]+))"
)
_NUMBER = pattern(r"[^\s,]+")
_NUMBERS = pattern(r"(?:[ \t\r\n]*-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?[ \t\r\n]*,)+")
_WHOLE_STRING = pattern(rf"[ \t\r\n]*{_STRING}(?<=[\"'])[ \t\r\n]*")
_OPENER = pattern(
    r"[{\[](?=\s{0,64}(?:[\"'{\[(}\]\d-]|[bBuUrR]{1,2}[\"']|(?:true|false|null|None|True|False|NaN|nan|inf|Infinity)\b"
    r"|[^\W\d][\w.-]{0,63}\s?[=:]))"
    r"|\((?=\s{0,64}(?:[\"'{\[(]|[bBuU][\"']|[^\W\d]\w{0,63}=|\d{1,64}\s?,))"
    r"|(?:(?<=[=:])|(?<=[=:] ))\[(?=[^\s\[\]])"
    r"|(?P<escaped>[{\[][\s{\[]{0,32}(?=\\+[\"']))"
)
_NOTE = pattern(r"\[(?:sealog: [0-9]{1,18}[a-z ]{1,40}|masked:[a-z][a-z0-9_]{0,39})\]")
"""Notes that sealog leaves in place of a value."""

_TEMPLATE = pattern(r"\{\{[^{}\"':=,\n\x1e]{0,256}\}\}")
"""The place of a value in a template of Helm, Jinja or GitHub: `{{ .Values.db.password }}` names one and holds none."""

_COLOUR = pattern(r"\[[0-9]{1,3}(?:;[0-9]{1,3}){0,9}[mKJ]")
_ESCAPES = frozenset({"\x1b", "^"})
"""A terminal's control sequence in all spellings of ESC: its bracket opens no document."""

_ESCAPED_BODY = pattern(r"[^\"\\\n\x1e]*(?:\\[^\n\x1e][^\"\\\n\x1e]*)*")
_BARE = pattern(r"[ ]?(?P<bare>[^\s,;()\[\]{}\"'\\\x1e][^,;()\[\]{}\"'\\\n\x1e]{0,255})")
_CLOSES = {"{": "}", "[": "]", "(": ")"}
_ENDS = frozenset(",;)]}")
_CONSTANTS = frozenset({"true", "false", "null", "NaN", "Infinity", "-Infinity", "None", "True", "False"})


class Node(NamedTuple):
    """A value and its place.

    `kind` is `map` or `list` for containers, else `string`, `number` or `word`. A string's place is what is between
    its quotes, and `quote` is the one that opens it; with `is_raw` a backslash means itself. `items` are pairs of a
    key, or None, and a value.
    """

    kind: str
    start: int
    end: int
    items: list[tuple[Node | None, Node]]
    quote: str = ""
    is_raw: bool = False


class Document(NamedTuple):
    """One document. `is_strict`: a parser of JSON or of Python's literals would read it.

    A document that stands in a string with escaped quotes whose begin is somewhere before is a string of its own.
    """

    root: Node
    is_strict: bool


def documents(text: str, position: int = 0) -> Iterator[Document]:
    """Give the documents in a text from a position on, in their order; no two overlap."""
    if not position and (whole := _WHOLE_STRING.fullmatch(text)) is not None:
        quoted, quote = ("single", "'") if whole["double"] is None else ("double", '"')
        yield Document(Node("string", *whole.span(quoted), [], quote, "r" in whole["prefix"].lower()), is_strict=True)
        return
    while (opener := _OPENER.search(text, position)) is not None:
        start = opener.start()
        if opener["escaped"] is not None:
            end = _ESCAPED_BODY.match(text, start).end()  # type: ignore[union-attr]  # it matches anything
            yield Document(Node("string", start, end, [], '"'), is_strict=True)
            position = max(end, start + 1)
            continue
        if text[start - 1 : start] in _ESCAPES:
            position = start + 1
            continue
        note = _NOTE.match(text, start) or _COLOUR.match(text, start) or _TEMPLATE.match(text, start)
        if note is not None:
            position = note.end()
            continue
        reader = _Reader(text, start)
        root = reader.read()
        yield Document(root, reader.is_strict)
        position = max(reader.position, start + 1)


class _Reader:
    """Reads one document from its opening bracket on; afterwards the next may begin at `position`."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self.position = start + 1
        self.is_strict = True
        self._root = _container(text[start], start)
        self._stack = [self._root]
        self._keys: list[Node | None] = []
        self._key: Node | None = None
        self._last: Node | None = None
        """A value that no comma, colon or bracket has followed yet."""

    def read(self) -> Node:
        """Give the document's tree."""
        while (match := _TOKEN.match(self._text, self.position)) is not None:
            self.position = match.end()
            sign = match["punct"]
            if sign is None:
                if not self._add(self._leaf(match)):
                    break
            elif sign in "{[(":
                if len(self._stack) == DEEPEST:
                    break
                self._open(sign)
            elif sign in ")]}":
                if sign != _CLOSES[self._text[self._stack[-1].start]]:
                    break
                root = self._close()
                if root is not None:
                    return root
            elif sign == ",":
                self._next()
            else:
                self._assign(sign)
        return self._broken()

    def _add(self, node: Node) -> bool:
        """Put a leaf where it belongs; tell whether it is whole."""
        spend(_LEAF)
        self.is_strict &= self._last is None
        self._stack[-1].items.append((self._key, node))
        self._last = node
        return node.kind != "string" or self._text[node.end : node.end + 1] == node.quote

    def _next(self) -> None:
        """Go on behind a comma, in a list with all numbers that have a comma behind them."""
        self.is_strict &= self._last is not None
        self._key = self._last = None
        run = _NUMBERS.match(self._text, self.position) if self._stack[-1].kind == "list" else None
        if run is None:
            return
        self.position = run.end()
        self._stack[-1].items.extend(
            (None, Node("number", *number.span(), [])) for number in _NUMBER.finditer(self._text, *run.span())
        )

    def _leaf(self, match: re.Match[str]) -> Node:
        kind = match.lastgroup or ""
        if kind != "string":
            if kind == "word" and match["word"] not in _CONSTANTS:
                self.is_strict = False
            return Node(kind, *match.span(kind), [])
        quoted, quote = ("single", "'") if match["double"] is None else ("double", '"')
        return Node("string", *match.span(quoted), [], quote, "r" in match["prefix"].lower())

    def _open(self, sign: str) -> None:
        if self._last is not None:
            self.is_strict = False
            if self._last.kind == "word":
                self._stack[-1].items.pop()  # the name of a class or function
        node = _container(sign, self.position - 1)
        self._stack[-1].items.append((self._key, node))
        self._stack.append(node)
        self._keys.append(self._key)
        self._key = self._last = None

    def _close(self) -> Node | None:
        """Close the innermost container; give the root if it was the last one open."""
        opened = self._stack.pop()
        closed = Node(opened.kind, opened.start, self.position, opened.items)
        if not self._stack:
            return closed
        key = self._keys.pop()
        self._stack[-1].items[-1] = (key, closed)
        self._key, self._last = key, closed
        return None

    def _assign(self, sign: str) -> None:
        """Make the last value the key of what comes next."""
        key = self._last
        if key is None or self._key is not None or key.kind in {"map", "list"}:
            self.is_strict = False
            self._key = self._last = None
            return
        self._stack[-1].items.pop()
        self._key, self._last = key, None
        if sign != "=" and key.kind != "word":
            self.is_strict &= sign == ":"
            return
        self.is_strict = False
        bare = _BARE.match(self._text, self.position)
        if bare is not None and self._text[bare.end() : bare.end() + 1] in _ENDS:
            self._add(Node("word", *bare.span("bare"), []))
            self.position = bare.end()

    def _broken(self) -> Node:
        """End a document at text that no document may hold."""
        self.is_strict = False
        end, opened = self.position, self._stack[-1]
        if opened.start > self._root.start and not opened.items:
            self.position = opened.start  # it may begin a document for itself; each bracket is tried once more
        return self._root._replace(end=end)


def _container(sign: str, start: int) -> Node:
    return Node("map" if sign == "{" else "list", start, start, [])
