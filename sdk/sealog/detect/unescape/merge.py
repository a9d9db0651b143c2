r"""Joins the findings in a text as it is written with the findings in its readings.

An escape in front of a value is no part of it: behind `\n` the text as it is written has `nmira@…`, its reading
`mira@…`, and the reading is right. In a path (`C:\users\nina`), however, a backslash with a letter is no escape.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.model.rule import Span
    from sealog.detect.unescape.reading import Reading

_REACH = 160
_MOST_RIVALS = 8
_BLANK = pattern(r"""[\s"'<>|,;=\x1e]""")
_LETTER_ESCAPE = pattern(r"(\\+)([ntrbfva0])")
_NO_ESCAPE = pattern(r"(?<!\\)(\\+)(?![\\ntrbfva0ux/\"'`0-9])")
_DRIVE = pattern(r"(?:^|[^A-Za-z])[A-Za-z]:(\\+)(?!\\)")


def merge(text: str, written: Iterable[Ranked], read: set[Ranked], reading: Reading) -> list[Ranked]:
    """Give the findings of both, in no order; they may overlap.

    `written` are those in the text as it is written, `read` those in its readings, of which `reading` is the first.
    A written one that cuts an escape is dropped where a reading has one there, and else takes in the whole escape.
    One that takes a colour or a line's end along is dropped where a reading has it without.
    """
    touches = _toucher(read)
    kept = set(read)
    may_hold_path = _NO_ESCAPE.search(text) is not None or _DRIVE.search(text) is not None or "\\a" in text
    for start, end, rank in written:
        wide = reading.widened(start, end)
        if wide == (start, end):
            if (*_without_escapes(reading, start, end), rank) not in read:
                kept.add((start, end, rank))
        elif may_hold_path and not (_is_cut(text, reading, start) or _is_cut(text, reading, end)):
            kept.add((start, end, rank))
        elif not touches(*wide):
            kept.add((*wide, rank))
    return list(kept)


def in_original(reading: Reading, found: Iterable[Ranked]) -> set[Ranked]:
    """Return the findings of a reading as places of the original, without control characters at their ends."""
    return {(*_trimmed(reading, start, end), rank) for start, end, rank in found}


def _trimmed(reading: Reading, first: int, last: int) -> Span:
    begin, end = first, last
    while begin < end and reading.text[end - 1] < " ":
        end -= 1
    while begin < end and reading.text[begin] < " ":
        begin += 1
    return reading.span(begin, end) if begin < end else reading.span(first, last)


def _without_escapes(reading: Reading, start: int, end: int) -> Span:
    """Give a span of the original without the colours and control characters at its ends."""
    first, last = bisect_left(reading.places, start), bisect_left(reading.places, end)
    return _trimmed(reading, first, last) if first < last else (start, end)


def merge_readings(
    text: str, joined: Reading, found: Sequence[set[Ranked]], is_shaped: Callable[[int], bool]
) -> set[Ranked]:
    """Join what was `found` in a text's readings: the `joined` one and, if any, the one that sets colours apart.

    Where both have one value, a colour between letters is its edge if the rule knows a value by its shape
    (`is_shaped`). Any other rule can't tell where a value ends, so there the longer one stays.
    """
    if len(found) == 1:
        return found[0]
    values, apart = found
    touches = _toucher(values)
    apart = {
        (start, end, rank)
        for start, end, rank in apart
        if joined.widened(start, end) == (start, end) or _begins_number(text, joined, start) or not touches(start, end)
    }
    inner = sorted(apart)
    kept = set(apart)
    for start, end, rank in values:
        first = bisect_left(inner, (start,))
        rivals = [
            (begin, stop)
            for begin, stop, other in islice(inner, first, first + _MOST_RIVALS)
            if other == rank and stop <= end and (begin, stop) != (start, end)
        ]
        if not is_shaped(rank) or not any(
            (begin == start or _is_edge(text, joined, begin)) and (stop == end or _is_edge(text, joined, stop))
            for begin, stop in rivals
        ):
            kept.add((start, end, rank))
    return kept


def _begins_number(text: str, joined: Reading, start: int) -> bool:
    r"""Tell whether `start` cuts an octal number behind which digits go on: `\0` and `123.4.5.6`, not a line's end."""
    behind = joined.edge(start)[1]
    return "0" <= text[behind : behind + 1] <= "9"


def _is_edge(text: str, joined: Reading, place: int) -> bool:
    """Tell whether a colour that ends a word begins or ends at `place`: between letters, and no mark of `grep`."""
    number = bisect_right(joined.ends, place)  # the first character that ends behind `place`
    if not 0 < number < len(joined.text):
        return False
    between = text[joined.ends[number - 1] : joined.places[number]]
    around = joined.text[number - 1 : number + 1]
    return bool(between) and "[K" not in between and around.isascii() and around.isalnum()


def _toucher(read: Iterable[Ranked]) -> Callable[[int, int], bool]:
    """Return a test for whether a finding overlaps a span or stands right beside it."""
    ordered = sorted(read)
    starts = [start for start, _, _ in ordered]
    reach = list(accumulate((end for _, end, _ in ordered), max))

    def touches(start: int, end: int) -> bool:
        before = bisect_right(starts, end)
        return before > 0 and reach[before - 1] >= start

    return touches


def _is_cut(text: str, reading: Reading, place: int) -> bool:
    start, end = reading.edge(place)
    return start != end and not _is_doubtful(text, start, end)


def _is_doubtful(text: str, start: int, end: int) -> bool:
    r"""Tell whether `text[start:end]` reads as an escape, but is rather a piece of a path.

    In a path, as many backslashes stand before a letter that makes no escape, or behind a drive. Hardly anybody writes
    the bell as `\a`.
    """
    escape = _LETTER_ESCAPE.fullmatch(text, start, end)
    if escape is None or escape[2] == "a":
        return escape is not None
    left = max(0, start - _REACH)
    blanks = [blank.end() for blank in _BLANK.finditer(text, left, start)]
    blank = _BLANK.search(text, end, end + _REACH)
    word = text[blanks[-1] if blanks else left : blank.start() if blank else end + _REACH]
    at = start - (blanks[-1] if blanks else left)
    runs = [match[1] for match in _NO_ESCAPE.finditer(word)]
    runs += [match[1] for match in _DRIVE.finditer(word) if match.start(1) != at]
    return escape[1] in runs
