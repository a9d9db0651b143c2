r"""One escape of a text and what it stands for: `\n`, `\u0040`, `%40`, `&#64;`, a colour, a look-alike character.

`readings.py` reads whole texts with it. Sources: RFC 8259 section 7 (JSON), Python's, C's and ECMAScript's
string literals, RFC 3986 section 2.1 (percent-encoding), HTML's character references, ECMA-48 (CSI and OSC), rsyslog
(`#012`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from sealog.detect.data.tables.characters import REFERENCES
from sealog.detect.unescape.lookalikes import lookalikes, odd_characters
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Piece: TypeAlias = "tuple[str, int, int]"
"""The meaning of a piece of the original, and where that piece begins and ends."""

_HEX = "[0-9A-Fa-f]"
_FINAL = r"""[0-?]{0,32}(?:[!"$']?[@-~]|[ ]q)"""
_BARE = r"\[[0-9]{1,3}(?:;[0-9]{1,3}){0,9}m"  # a colour whose ESC was taken out, or is written by its name
_SIGNS = r"\\%&\^#\x1b\x9b\x9d\u241b"
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", "0": "\0", "/": "/"}
_SEPARATOR_CODE = 0x1E
_LAST_CODE = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)
_LATIN = 0xA0
_INTRODUCERS = frozenset({0x9B, 0x9D})
_ASCII = 0x80
_SIZES = ((0xC2, 0xE0, 2), (0xE0, 0xF0, 3), (0xF0, 0xF5, 4))
_LONGEST_QUOTE = 3  # backslashes before a quote that `assignment.py` reads

_UNIT = (
    rf"(?P<colour>(?:\x1b\[|\x9b){_FINAL}|\x1b[()*+][0-9A-Za-z<>=]|\x1b[78=>cDEHMNOPXZ\\^_])"
    r"|(?P<link>(?:\x1b\]|\x9d)[0-9]{0,4};{0,2})"
    r"|(?P<escape>\\+e(?=[\[\]])|\^\[(?=[\[\]])|\u241b)"
    rf"|(?P<bytes>(?:%{_HEX}{{2}})+)|%u(?P<percent>{_HEX}{{4}})"
    rf"|(?P<hex>(?:\\+x{_HEX}{{2}})+)"
    rf"|\\+u(?P<high>[Dd][89ABab]{_HEX}{{2}})\\+u(?P<low>[Dd][C-Fc-f]{_HEX}{{2}})"
    rf"|\\+(?:u(?P<unicode>{_HEX}{{4}})|U(?P<long>{_HEX}{{8}})|[ux]\{{(?P<braced>{_HEX}{{1,6}})\}}"
    r"|(?P<octal>1[0-7]{2}|033(?=[\[\]]))|(?P<nul>0[0-7]{2})|(?P<letter>[ntrbfva0/])|(?P<quote>[\"'`]))?"
    rf"|&\#(?:[xX](?P<entity>{_HEX}{{1,6}});|(?P<decimal>[0-9]{{1,7}});?)|&(?P<name>[A-Za-z]{{2,20}});"
    r"|\#0(?P<syslog>[0-3][0-7])"
    rf"|(?P<bare>(?:ESC|<ESC>|<0x1[bB]>)?{_BARE})"
)


DOUBTFUL = frozenset({"bare", "colour", "nul"})
"""Kinds of escapes that the two readings read differently."""


@cache
def units() -> tuple[Callable[[str], re.Match[str] | None], Callable[[str, int], re.Match[str] | None]]:
    """Return a test for whether a text may hold an escape, and a search for the next one from a place on."""
    odd = odd_characters()
    sign = re.compile(rf"[{_SIGNS}{odd}]|{_BARE}")
    unit = re.compile(rf"{_UNIT}|(?P<odd>[{odd}])")
    return sign.search, unit.search


def pieces_of(match: re.Match[str], *, apart: bool) -> Iterator[Piece]:
    """Give the meaning of an escape, in pieces; none for an escape that stays as it is.

    `apart` says how doubtful ones are read: a colour as a line's end instead of nothing, `053` behind a backslash as a
    null character and the digits 53 instead of a plus.
    """
    kind, start, end = match.lastgroup, match.start(), match.end()
    if kind is None:
        return
    if kind in {"bytes", "hex"}:
        yield from _of_bytes(match, kind)
    elif kind == "quote":
        if end - start - 1 > _LONGEST_QUOTE:
            yield "", start, end - 1 - _LONGEST_QUOTE
    elif kind == "nul" and apart:
        yield "\0", start, end - 2
    else:
        meaning = _NUMBERS[kind](match, kind) if kind in _NUMBERS else _MEANINGS[kind](match[kind], apart)
        if meaning is not None:
            yield meaning, start, end


def _of_name(match: re.Match[str], kind: str) -> str | None:
    char = REFERENCES.get(match[kind])
    return None if char is None else _spelled(ord(char), match.string, match.start(), match.end())


def _of_number(match: re.Match[str], kind: str) -> str | None:
    base = {"octal": 8, "nul": 8, "syslog": 8, "decimal": 10}.get(kind, 16)
    code = int(match[kind], base)
    if kind == "low":
        code = 0x10000 + ((int(match["high"], 16) & 0x3FF) << 10) + (code & 0x3FF)
    if code > _LAST_CODE or code in _SURROGATES:
        return None
    return _spelled(code, match.string, match.start(), match.end())


def _spelled(code: int, text: str, start: int, end: int) -> str:
    """Give a character as it stands in a string that goes on: a quote or backslash that appears ends none."""
    char = chr(code)
    if char in {"\\", '"'}:
        return f"\\{char}"
    if char == "'":
        before, behind = _LAST.search(text, max(0, start - _LONGEST_BEFORE), start), _FIRST.match(text, end)
        return char if _is_letter(before) and _is_letter(behind) else "\\'"
    return "\x1f" if code == _SEPARATOR_CODE else char


_HEX_CODE = rf"(?P<hex>{_HEX}{{2}})"
_REFERENCE = rf"&\#[xX](?P<entity>{_HEX}{{2}});|&\#(?P<decimal>[0-9]{{2,3}});"
_LAST = pattern(rf"(?:(?:%|\\x|[%\\]u00){_HEX_CODE}|{_REFERENCE}|[0-9A-Za-z])\Z", re.ASCII)
_FIRST = pattern(rf"(?:%|\\+x|(?:%|\\+)u00){_HEX_CODE}|{_REFERENCE}|[0-9A-Za-z]", re.ASCII)
_LONGEST_BEFORE = 6  # signs of an escape of ASCII


def _is_letter(match: re.Match[str] | None) -> bool:
    """Tell whether a letter or digit of ASCII was matched, written as it is or as an escape."""
    if match is None or match.lastgroup is None:
        return match is not None
    char = chr(int(match[match.lastgroup], 10 if match.lastgroup == "decimal" else 16))
    return char.isascii() and char.isalnum()


_ATOM = pattern(rf"(?:%|\\+x)({_HEX}{{2}})")


def _of_bytes(match: re.Match[str], kind: str) -> Iterator[Piece]:
    """Read bytes as UTF-8, those that are no UTF-8 as Latin-1."""
    text = match.string
    atoms = [(int(atom[1], 16), atom.start(), atom.end()) for atom in _ATOM.finditer(text, *match.span(kind))]
    at = 0
    while at < len(atoms):
        byte, start, end = atoms[at]
        size = next((size for first, behind, size in _SIZES if first <= byte < behind), 1)
        char = _utf8(bytes(atom[0] for atom in atoms[at : at + size])) if size > 1 else None
        if char is not None:
            end = atoms[at + size - 1][2]
            yield _spelled(ord(char), text, start, end), start, end
            at += size
            continue
        if byte < _ASCII or byte >= _LATIN or byte in _INTRODUCERS:
            yield _spelled(byte, text, start, end), start, end
        at += 1


def _utf8(data: bytes) -> str | None:
    try:
        char = data.decode()
    except UnicodeDecodeError:
        return None
    return char if len(char) == 1 else None


_MEANINGS: dict[str, Callable[[str, bool], str]] = {
    "odd": lambda char, _apart: lookalikes().get(char, ""),
    "bare": lambda _written, apart: "\n" if apart else "",
    "colour": lambda _written, apart: "\n" if apart else "",
    "link": lambda _written, _apart: "\n",
    "escape": lambda _written, _apart: "\x1b",
    "letter": lambda letter, _apart: _LETTERS[letter],
}
_NUMBERS: dict[str, Callable[[re.Match[str], str], str | None]] = {
    **dict.fromkeys(
        ("percent", "low", "unicode", "long", "braced", "octal", "nul", "entity", "decimal", "syslog"), _of_number
    ),
    "name": _of_name,
}
