r"""Undoes how values are disguised in logs: escapes (`\u0040`, `%40`, `&#64;`), full-width and zero-width characters.

It finds nothing and changes no text: it gives a second reading, and says where each of its characters stands.
Sources: RFC 8259 section 7 (JSON), RFC 3986 section 2.1 (percent-encoding), Unicode's Halfwidth and Fullwidth Forms.
Left as they are: percent-encoded characters beyond ASCII, anything that was encoded twice.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WORDS = ("%40", "%3d", "%3a", "\\u00", "\\x40", "&#64;", "&#x40;", "&commat;")
"""A text with one of these (in any case), or with one of `ODD`, is worth a second reading."""

ODD = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\uff01-\uff5e\ufe6b]")

_ESCAPE = re.compile(
    r"%(?P<percent>[2-7][0-9A-Fa-f])|\\u(?P<unicode>[0-9A-Fa-f]{4})|\\x(?P<hex>[2-7][0-9A-Fa-f])"
    r"|&#(?P<decimal>[0-9]{2,3});|&#[xX](?P<entity>[2-7][0-9A-Fa-f]);|(?P<at>&commat;|\ufe6b)"
    "|(?P<wide>[\uff01-\uff5e])|(?P<nothing>[\u00ad\u200b-\u200f\u2060\ufeff])"
)
_WIDE_OFFSET = 0xFEE0
_DELETE = 0x7F
_SPACE = 0x20
_SURROGATES = range(0xD800, 0xE000)


class Reading(NamedTuple):
    """A text without its disguise; `places[n]` is where its n-th character begins in the original, and ends it all."""

    text: str
    places: list[int]


def undisguise(text: str) -> Reading:
    """Give the second reading of a text. What can't be undone, or would be a control character, stays as it is."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for match in _ESCAPE.finditer(text):
        plain = _plain(match)
        if plain is None:
            continue
        pieces += (text[position : match.start()], plain)
        places.extend(range(position, match.start()))
        if plain:
            places.append(match.start())
        position = match.end()
    pieces.append(text[position:])
    places.extend(range(position, len(text) + 1))
    return Reading("".join(pieces), places)


def _plain(match: re.Match[str]) -> str | None:
    kind, written = match.lastgroup, match[match.lastgroup or 0]
    if kind == "nothing":
        return ""
    if kind == "at":
        return "@"
    if kind == "wide":
        return chr(ord(written) - _WIDE_OFFSET)
    code = int(written, 10 if kind == "decimal" else 16)
    # A quote or backslash that appeared here would end a string that goes on, so those stay escaped.
    if code < _SPACE or code == _DELETE or code in _SURROGATES or chr(code) in "\"'\\":
        return None
    return chr(code)
