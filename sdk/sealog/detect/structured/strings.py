r"""Undoes the escapes of a string in JSON or in a repr, with the place of each character.

Sources: RFC 8259 section 7, the Python reference's section on string literals. Named characters (`\N{…}`) stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.pattern import pattern

if TYPE_CHECKING:
    import re

_ESCAPE = pattern(
    r"\\(?:u[dD](?P<high>[89abAB][0-9a-fA-F]{2})\\u[dD](?P<low>[c-fC-F][0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})"
    r"|x(?P<two>[0-9a-fA-F]{2})|U(?P<eight>[0-9a-fA-F]{8})|(?P<sign>[^\x1e]))"
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0"}
_TAKEN = frozenset({0x1E, *range(0xD800, 0xE000)})
_LAST = 0x10FFFF


def said(text: str, start: int, end: int) -> str:
    """Return the content of the string `text[start:end]`."""
    return text[start:end] if text.find("\\", start, end) < 0 else unescape(text, start, end)[0]


def unescape(text: str, start: int, end: int) -> tuple[str, list[int]]:
    """Give what the string `text[start:end]` says, where each of its characters begins in `text`, and where it ends."""
    if text.find("\\", start, end) < 0:
        return text[start:end], list(range(start, end + 1))
    pieces: list[str] = []
    places: list[int] = []
    position = start
    for match in _ESCAPE.finditer(text, start, end):
        plain = _plain(match)
        pieces += (text[position : match.start()], plain)
        places.extend(range(position, match.start()))
        places.extend([match.start()] * len(plain))
        position = match.end()
    pieces.append(text[position:end])
    places.extend(range(position, end + 1))
    return "".join(pieces), places


def _plain(match: re.Match[str]) -> str:
    sign = match["sign"]
    if sign is not None:
        return _SIGNS.get(sign, sign)
    high, low = match["high"], match["low"]
    if high is not None:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    code = int(match["four"] or match["two"] or match["eight"], 16)
    return "\ufffd" if code in _TAKEN or code > _LAST else chr(code)
