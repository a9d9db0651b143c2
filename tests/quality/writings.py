"""Ways in which programs write a line that holds values: escaped, coloured, encoded, as JSON, as a table.

Each takes a line with its gold and gives another with the gold where it then stands. It finds nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from quality.fill import Gold, Line

if TYPE_CHECKING:
    from collections.abc import Callable

    from quality.source import Source

    Writing = Callable[[Line, Source], Line]

COLOURS = ("\x1b[31m", "\x1b[1;32m", "\x1b[38;5;208m", "\\x1b[35m", "\\u001b[36m", "\\033[33m")
ENDS = {"\x1b[": "\x1b[0m", "\\x": "\\x1b[0m", "\\u": "\\u001b[0m", "\\0": "\\033[0m"}
BREAKS = ("\\n", "\\t", "\\r\\n", "\\n\\n", "\\u000a", "\\\\n")
WIDE = {ord(char): ord(char) + 0xFEE0 for char in "@.0123456789"}


def parts(line: Line) -> list[tuple[str, Gold | None]]:
    """Cut a line into what stands between its values and the values."""
    found: list[tuple[str, Gold | None]] = []
    at = 0
    for gold in line.gold:
        found += [(line.text[at : gold.start], None), (line.text[gold.start : gold.end], gold)]
        at = gold.end
    return [*found, (line.text[at:], None)]


def joined(pieces: list[tuple[str, Gold | None]]) -> Line:
    """Put pieces together again; a piece with gold is the value, however it is written now."""
    text, gold = "", []
    for piece, value in pieces:
        if value is not None:
            gold.append(Gold(value.entity, len(text), len(text) + len(piece)))
        text += piece
    return Line(text, tuple(gold))


def rewritten(line: Line, between: Callable[[str], str], value: Callable[[str], str]) -> Line:
    """Write what stands between the values in one way and the values in another."""
    return joined([((between if gold is None else value)(piece), gold) for piece, gold in parts(line)])


def behind_break(line: Line, source: Source) -> Line:
    """Put an escaped line break or tab in front of each value, or of its name, in a JSON line that was kept as text."""
    brk = source.random.choice(BREAKS)
    pieces: list[tuple[str, Gold | None]] = [('{"log":"', None)]
    for piece, gold in parts(line)[:-1]:
        escaped = _escaped(piece)
        if gold is None and piece.endswith("="):
            left, _, name = escaped.rpartition(" ")
            escaped = f"{left}{brk}{name}"
        elif gold is None:
            escaped += brk
        pieces.append((escaped, gold))
    return joined([*pieces, (_escaped(parts(line)[-1][0]) + '"}', None)])


def coloured(line: Line, source: Source) -> Line:
    """Colour each value, with escape characters or with escapes that are spelled out."""
    pieces: list[tuple[str, Gold | None]] = []
    for piece, gold in parts(line):
        colour = source.random.choice(COLOURS)
        pieces += [(piece, None)] if gold is None else [(colour, None), (piece, gold), (ENDS[colour[:2]], None)]
    return joined(pieces)


def coloured_pairs(line: Line, source: Source) -> Line:
    """Colour name, sign and value apart, as structlog's console renderer does."""
    del source
    pieces: list[tuple[str, Gold | None]] = []
    for piece, gold in parts(line):
        if gold is not None:
            pieces += [("\x1b[35m", None), (piece, gold), ("\x1b[0m", None)]
        elif piece.endswith(("=", ": ")):
            sign = "=" if piece.endswith("=") else ": "
            left, _, name = piece.removesuffix(sign).rpartition(" ")
            pieces.append((f"{left} \x1b[36m{name}\x1b[0m{sign}", None))
        else:
            pieces.append((piece, None))
    return joined(pieces)


def percent(line: Line, source: Source) -> Line:
    """Encode the whole line as an access log writes a query (RFC 3986), some of it in small letters."""
    low = source.random.random() < 0.5

    def encoded(text: str) -> str:
        return quote(text, safe="=&:")

    def value(text: str) -> str:
        written = quote(text, safe="")
        return "".join(p.lower() if low and len(p) == 3 else p for p in _split(written))

    return rewritten(line, encoded, value)


def _split(written: str) -> list[str]:
    found, at = [], 0
    while at < len(written):
        size = 3 if written[at] == "%" else 1
        found.append(written[at : at + size])
        at += size
    return found


def form(line: Line, source: Source) -> Line:
    """Encode as a form does: a space is a plus (HTML, application/x-www-form-urlencoded)."""
    del source
    return rewritten(line, lambda text: quote_plus(text, safe="=&/?"), quote_plus)


def entities(line: Line, source: Source) -> Line:
    """Write `@` as HTML does."""
    sign = source.random.choice(["&#64;", "&#x40;", "&commat;"])
    return rewritten(line, str, lambda text: text.replace("@", sign))


def wide(line: Line, source: Source) -> Line:
    """Write `@`, dots and digits in their full-width forms."""
    del source
    return rewritten(line, str, lambda text: text.translate(WIDE))


def invisible(line: Line, source: Source) -> Line:
    """Put a zero-width or soft hyphen into each value."""

    def value(text: str) -> str:
        at = source.random.randrange(1, len(text))
        return text[:at] + source.random.choice("\u200b\u00ad\u2060\ufeff") + text[at:]

    return rewritten(line, str, value)


def as_json(line: Line, source: Source) -> Line:
    """Put the line into a JSON document at a random depth, and that into a string of another one or two times."""
    pieces: list[tuple[str, Gold | None]] = [('{"level":"info","msg":"', None)]
    pieces += [(_escaped(piece), gold) for piece, gold in parts(line)]
    pieces.append((source.random.choice(['","n":17}', '","tags":["a","b"],"ok":true}', '","at":{"x":null}}']), None))
    for _ in range(source.random.randrange(3)):
        inner = [(_escaped(piece), gold) for piece, gold in pieces]
        pieces = [('{"payload":"', None), *inner, ('"}', None)]
    return joined(pieces)


def _escaped(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def as_repr(line: Line, source: Source) -> Line:
    """Write the line into a Python dictionary's repr."""
    number = source.random.randrange(100)
    inner = [(repr(piece + '"')[1:-2] if "'" not in piece else _escaped(piece), gold) for piece, gold in parts(line)]
    quote_sign = '"' if any("'" in piece for piece, _ in parts(line)) else "'"
    return joined([(f"{{'n': {number}, 'msg': {quote_sign}", None), *inner, (f"{quote_sign}, 'x': None}}", None)])


WRITINGS: dict[str, Writing] = {
    "behind an escaped break": behind_break,
    "coloured": coloured,
    "coloured pairs": coloured_pairs,
    "percent-encoded": percent,
    "form-encoded": form,
    "HTML entities": entities,
    "full-width": wide,
    "invisible characters": invisible,
    "JSON in JSON": as_json,
    "repr": as_repr,
}
