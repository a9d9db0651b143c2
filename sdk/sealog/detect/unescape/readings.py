"""The readings of a text: all its escapes undone, as often as they were applied.

A text has up to two readings beside itself. In the first, colours are taken out and doubtful escapes are part
of a value. In the second, a colour ends a word, and the `+` of a form is a space. Both are read only where they differ.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.data.tables.characters import REFERENCES
from sealog.detect.unescape.escapes import DOUBTFUL, pieces_of, units
from sealog.detect.unescape.lookalikes import IGNORED, lookalikes
from sealog.detect.unescape.reading import Reading, identity
from sealog.pattern import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.regex import Engine
    from sealog.detect.unescape.escapes import Piece

ROUNDS = 6
"""How often a text is decoded: `%252540` takes three rounds. What is encoded more often stays as it is."""

_FORM = pattern(r"""([=?&])(\+?)([^\s"'<>&;=\\\x00-\x1f]*)""")
"""Name or value of a field of a form or query. A `+` that begins it is a plus (`phone=+49…`), any other one a space.

In a name the space is read as `_`, so that the name stays one word: `mot+de+passe=…`.
"""


def readings(text: str) -> list[Reading]:
    """Give the readings of a text that differ from it."""
    joined, is_doubtful = _undone(text, apart=False)
    apart = _undone(text, apart=True)[0] if is_doubtful else joined
    given = [joined] if joined is not None else []
    read = text if apart is None else apart.text
    spaced = _FORM.sub(_with_spaces, read) if "+" in read and "=" in read else read
    if spaced != read:
        given.append(identity(spaced) if apart is None else apart._replace(text=spaced))
    elif apart is not None and is_doubtful:
        given.append(apart)
    return given


def undone(text: str) -> Reading | None:
    """Give the first reading of a text: all its escapes undone. None where it has none."""
    return _undone(text, apart=False)[0] if may_hold_escape(text) else None


def plain(value: str) -> str:
    """Give one value with all its escapes undone, whatever stood around it."""
    if compiled is not None:
        try:  # not `suppress`: this runs for every value that is indexed
            decoded: str | None = decoder().plain(value)
        except UnicodeEncodeError:  # a lone surrogate
            pass
        else:
            return value if decoded is None else decoded
    reading = undone(value)
    return value if reading is None else reading.text


def may_hold_escape(text: str) -> bool:
    """Tell whether a text may have readings."""
    return units()[0](text) is not None or ("+" in text and "=" in text)


@cache
def decoder() -> Any:
    """Give the compiled half's twin of this file."""
    return compiled.Decoder(lookalikes(), IGNORED, REFERENCES)


def reader(engine: Engine) -> Callable[[str], list[Reading]]:
    """Return the function that gives the readings of a text with this engine."""
    if engine != "native":
        return readings
    read = decoder().readings
    return lambda text: [
        Reading(read_text, memoryview(places).cast("I"), memoryview(ends).cast("I"))
        for read_text, places, ends in read(text)
    ]


def joiner(
    engine: Engine, first_unshaped: int
) -> Callable[[str, list[Ranked], list[list[Ranked]]], list[Ranked] | None]:
    """Return the function that joins the findings in a text with those in each of its readings with this engine.

    It gives None where `merge` must do so. Rules of a lower rank than `first_unshaped` know a value by its shape.
    """
    if engine != "native":
        return lambda _text, _written, _read: None
    join = decoder().merge
    return lambda text, written, read: join(text, written, read, first_unshaped)


def _with_spaces(field: re.Match[str]) -> str:
    return f"{field[1]}{field[2]}{field[3].replace('+', ' ' if field[1] == '=' else '_')}"


def _undone(text: str, *, apart: bool) -> tuple[Reading | None, bool]:
    """Undo a text's escapes, and tell whether one of them was doubtful; None where there are none."""
    reading: Reading | None = None
    is_doubtful = False
    for _ in range(ROUNDS):
        pieces, is_doubtful_now = _pieces(text if reading is None else reading.text, apart=apart)
        is_doubtful |= is_doubtful_now
        if not pieces:
            break
        reading = _decoded(identity(text) if reading is None else reading, pieces)
    return reading, is_doubtful


def _pieces(text: str, *, apart: bool) -> tuple[list[Piece], bool]:
    may_hold_one, find = units()
    if may_hold_one(text) is None:
        return [], False
    pieces: list[Piece] = []
    is_doubtful = False
    match = find(text, 0)
    while match is not None:
        position = match.end()
        if match.lastgroup == "bare" and pieces and pieces[-1][2] == match.start():
            match = find(text, position)  # a spelled ESC before it belongs to it, and is read first
            continue
        is_doubtful |= match.lastgroup in DOUBTFUL
        for piece in pieces_of(match, apart=apart):
            pieces.append(piece)
            if match.lastgroup == "nul":
                position = piece[2]
        match = find(text, position)
    return pieces, is_doubtful


def _decoded(before: Reading, pieces: list[Piece]) -> Reading:
    texts: list[str] = []
    before_places, before_ends = list(before.places), list(before.ends)
    places: list[int] = []
    ends: list[int] = []
    position = 0
    cuts_escape = False
    for plain_text, start, end in pieces:
        cuts_escape |= before.is_shared(start) or before.is_shared(end)
        texts += (before.text[position:start], plain_text)
        places += before_places[position:start]
        ends += before_ends[position:start]
        places += [before_places[start]] * len(plain_text)
        ends += [before_ends[end - 1]] * len(plain_text)
        position = end
    texts.append(before.text[position:])
    places += before_places[position:]
    ends += before_ends[position:]
    if cuts_escape:
        _join_overlapping(places, ends)
    return Reading("".join(texts), places, ends)


def _join_overlapping(places: list[int], ends: list[int]) -> None:
    """Give characters that stand for parts of one piece of the original the whole piece."""
    first = 0
    for at in range(1, len(ends) + 1):
        if at < len(ends) and places[at] < ends[at - 1]:
            ends[at] = max(ends[at], ends[at - 1])
            continue
        places[first:at] = [places[first]] * (at - first)
        ends[first:at] = [ends[at - 1]] * (at - first)
        first = at
