"""Values in a list of YAML below their name: `passwords:`, `  - …`, `  - …`; and a password alone in the line below.

The module reads places and names; key rules give a name its meaning. Source: YAML 1.2.2, sections 6.9 (tags and
anchors) and 8.2.1 (block sequences). Not read: lists in lists, mappings as items, scalars over several lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.structured.names_beside.beside import NAME_BEFORE, NAME_REACH, QUOTED, Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_ITEM = 1
"""Steps of reading an item."""

_NAME_REACH = 160
_MOST_ITEMS = 64
_INDENTS = (0, 2, 4, 6, 8)
_SIGN = ":\n"

_NAME = pattern(r"(?:\A|\n)[ ]{0,32}(?:-[ ]{1,4})?[\"']?(?P<name>[^\W_][\w. -]{0,127})[\"']?[ ]{0,4}\Z")
_READ = pattern(
    r"(?P<indent>[ ]{0,32})-[ ]{1,4}(?:(?:!<[^<>\s\x1e]{1,64}>|!(?:![\w.:/-]{1,64})?|&[\w-]{1,32})[ ]{1,4}){0,2}"
    rf"(?:{QUOTED}"
    r"|(?P<plain>[^\s\"'{\[&*!|>\x1e-](?:[^:#\n\x1e]|:(?!\s)|(?<! )#){0,511}))"
    r"[ ]{0,8}(?:[ ]#[^\n\x1e]{0,256})?(?:\n|\x1e|\Z)"
)


def _listed(text: str, start: int, _end: int) -> Iterator[Beside]:
    named = _NAME.search(before(text, start, _NAME_REACH))
    if named is None:
        return
    at, indent = start + len(_SIGN), None
    for _ in range(_MOST_ITEMS):
        spend(_ITEM)
        item = _READ.match(text, at)
        if item is None or indent not in {None, item["indent"]}:
            return
        indent = item["indent"]
        begin, stop = item.span(item.lastgroup or 0)
        yield Beside(named["name"], begin, begin + len(text[begin:stop].rstrip()))
        at = item.end()


_WORDS = ("password", "passwd", "pwd", "passwort", "passphrase", "secret", "token", "api_key", "apikey", "secret_key")
_ALONE = pattern(
    rf"[ ]{{0,8}}(?:{QUOTED}"
    r"|(?P<plain>(?![A-Za-z_.:/-]*(?:\s|\Z))[^\s\"'{\[&*!|>\x1e-][^\s\x1e]{3,255}(?<!:)))[ ]{0,8}(?:\r?\n|\x1e|\Z)"
)


def _below(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read a scalar that stands alone in the line below its name; a word may be a message there."""
    spend(_ITEM)
    left, value = NAME_BEFORE.search(before(text, start, NAME_REACH)), _ALONE.match(text, end)
    if left is not None and value is not None:
        yield Beside(left[0] + text[start : text.index(":", start)], *value.span(value.lastgroup or 0))


RULES = (
    NameRule(tuple(f"{_SIGN}{' ' * indent}- " for indent in _INDENTS), _listed),
    NameRule(tuple(f"{word}{_SIGN}  " for word in _WORDS), _below),
)
