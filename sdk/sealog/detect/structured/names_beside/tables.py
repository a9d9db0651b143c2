r"""Rows below a head of names: CSV, tabs, semicolons, `psql` and MySQL tables, `psql \x`, COPY.

A head is a line of at least two names and nothing else; its rows are the lines below with as many cells.
Two columns with a bar between them and no ruler below the first line are names and values: `password | hunter2`.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.detect.structured.names_beside.beside import Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from sealog.detect.model.rule import Span
    from sealog.detect.structured.outline import RuleOf

_LINE = pattern(r"[^\r\n\x1e]+")
_SIGNS = "\t|;,"
_CELLS = 4  # that are read in a step
_NAME = pattern(r"[^\W\d][\w.-]{0,63}")
_RULER = pattern(r"[-+|=: ]{3,}")
LONGEST_HEAD = 2048


def heads(text: str) -> Iterator[tuple[int, str, list[str]]]:
    """Give the lines of a text that may be heads: where each ends, its separator, its names."""
    if "\n" not in text:
        return
    for line in _LINE.finditer(text):
        found = head(line[0])
        if found is not None:
            yield line.end(), *found


def head(line: str) -> tuple[str, list[str]] | None:
    """Give separator and names of a line that may be a head."""
    if len(line) > LONGEST_HEAD:
        return None
    sign = next((sign for sign in _SIGNS if sign in line), None)
    if sign is None:
        return None
    names = [cell.strip().strip("\"'`") for cell in line.strip(" |" if sign == "|" else " ").split(sign)]
    return (sign, names) if len(names) > 1 and all(map(_NAME.fullmatch, names)) else None


def rows(text: str, rule_of: RuleOf) -> Iterator[Beside]:
    """Give the values below the heads in a text that hold a name with a rule."""
    behind = 0
    for end, sign, names in heads(text):
        if end <= behind or not any(rule_of(name) for name in names):
            continue
        if sign == "|" and len(names) == len(("name", "value")) and not _is_ruled(text, end):
            behind = yield from _pairs(text, text.rfind(names[0], 0, end))
            continue
        wanted = [(number, name) for number, name in enumerate(names) if rule_of(name)]
        for line_end, cells in _rows_below(text, end, sign, len(names)):
            behind = line_end
            yield from (Beside(name, *cells[number]) for number, name in wanted)


def _rows_below(text: str, end: int, sign: str, count: int) -> Iterator[tuple[int, list[Span]]]:
    """Give the rows below a head that ends at `end`: where each ends, and its cells."""
    for line in _LINE.finditer(text, end):
        spend(1 + count // _CELLS)
        if _RULER.fullmatch(line[0]):
            continue
        cells = list(islice(_cells(text, *line.span(), sign), count + 1))
        if len(cells) != count:
            return
        yield line.end(), cells


_INTO = pattern(r"(?:insert|replace)\s[^;\x1e]{1,2048}\bvalues\s{0,8}\Z", re.IGNORECASE)
_LINES_OF_STATEMENT = 8
_ENDING = 64


def open_head(text: str, rule_of: RuleOf) -> list[str] | None:
    """Give the lines of the head whose rows reach the end of a text, so that more may follow; else None.

    That is a table's first line with its ruler, or a line `COPY … FROM stdin;` or `INSERT INTO … VALUES`.
    """
    text = text.rstrip("\r\n")
    found, behind = None, 0
    for end, sign, names in heads(text):
        if end <= behind or not any(rule_of(name) for name in names):
            continue
        if sign == "|" and len(names) == len(("name", "value")) and not _is_ruled(text, end):
            continue
        behind = max((row_end for row_end, _ in _rows_below(text, end, sign, len(names))), default=end)
        if behind == len(text):
            head_line = text[text.rfind("\n", 0, end) + 1 : end]
            ruler = _LINE.search(text, end)
            found = [head_line, ruler[0]] if ruler and _RULER.fullmatch(ruler[0]) else [head_line]
    return found or _open_statement(text)


def _open_statement(text: str) -> list[str] | None:
    """Give the lines that begin the rows of a statement which is still open at the end of a text."""
    lines = text.split("\n")
    may_insert = True
    for number in range(len(lines) - 1, -1, -1):
        ending = lines[number][-_ENDING:].rstrip().lower()
        if ending == "\\.":
            return None
        if "from stdin" in ending:
            return [lines[number]]
        may_insert &= not ending.endswith(";")
        if may_insert and ending.endswith("values"):
            above = "\n".join(lines[max(0, number - _LINES_OF_STATEMENT) : number + 1])
            return above[match.start() :].split("\n") if (match := _INTO.search(above)) else None
    return None


def _is_ruled(text: str, end: int) -> bool:
    below = _LINE.search(text, end, end + LONGEST_HEAD)
    return below is not None and _RULER.fullmatch(below[0]) is not None


def _pairs(text: str, begin: int) -> Generator[Beside, None, int]:
    """Read lines of a name, a bar and its value; give where they end."""
    behind = begin
    for line in _LINE.finditer(text, begin):
        cells = list(islice(_cells(text, *line.span(), "|"), 3))
        if len(cells) != len(("name", "value")) or not _NAME.fullmatch(name := text[slice(*cells[0])]):
            break
        behind = line.end()
        yield Beside(name, *cells[1])
    return behind


def _cells(text: str, start: int, end: int, sign: str) -> Iterator[Span]:
    """Give the cells of a line, without quotes and blanks around them."""
    if sign == "|":
        line = text[start:end]
        start += len(line) - len(line.lstrip(" |"))
        end -= len(line) - len(line.rstrip(" |"))
    at = start
    if '"' not in text[start:end]:
        for cell in text[start:end].split(sign):
            begin = at + len(cell) - len(cell.lstrip(" "))
            stop = at + len(cell)
            yield begin, max(begin, stop - len(cell) + len(cell.rstrip(" \t")))
            at = stop + 1
        return
    while at <= end:
        begin = at
        while begin < end and text[begin] == " ":
            begin += 1
        closing = _closing(text, begin, end)
        stop = text.find(sign, at if closing < 0 else closing, end)
        stop = end if stop < 0 else stop
        if closing >= 0:
            yield begin + 1, closing
        else:
            yield min(begin, stop), max(min(begin, stop), stop - len(text[at:stop]) + len(text[at:stop].rstrip(" \t")))
        at = stop + 1


def _closing(text: str, begin: int, end: int) -> int:
    """Give the quote that closes the one at `begin`; -1 where there is none."""
    if not text.startswith('"', begin, end):
        return -1
    closing = text.find('"', begin + 1, end)
    while closing >= 0 and text.startswith('"', closing + 1, end):
        closing = text.find('"', closing + 2, end)
    return closing


_COPIED = pattern(r"\bcopy\s{1,8}[\w.\"]{1,128}\s{0,8}\((?P<names>[\w\s,\"]{1,1024})\)\s{1,8}\Z", re.IGNORECASE)
_MOST_ROWS = 1000


def _copied(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the rows of PostgreSQL's `COPY users (id, last_name) FROM stdin;`."""
    copied = _COPIED.search(before(text, start, 1200))
    if copied is None:
        return
    names = [name.strip().strip('"') for name in copied["names"].split(",")]
    line_end = text.find("\n", end)
    for count, line in enumerate(_LINE.finditer(text, line_end) if line_end >= 0 else ()):
        if line[0] == "\\." or count == _MOST_ROWS:
            return
        cells = list(islice(_cells(text, *line.span(), "\t"), len(names) + 1))
        if len(cells) != len(names):
            return
        yield from (Beside(name, *cell) for name, cell in zip(names, cells, strict=True))


_FIELD = pattern(r"\s{0,64}(?P<name>[A-Za-z_][\w.]{0,63})[ ]{0,64}(?:[|\u2502]|: )[ ]?(?P<value>[^\r\n\x1e]{1,512})")
_RECORD_ENDS = pattern(r"[-\u2500]\[ RECORD|\*{8}|\(\d")


def _record(text: str, _start: int, end: int) -> Iterator[Beside]:
    r"""Read the fields of a record of `psql \x` or MySQL's `\G`: one name and value a line."""
    line_end = text.find("\n", end)
    for count, line in enumerate(_LINE.finditer(text, line_end) if line_end >= 0 else ()):
        field = _FIELD.match(line[0])
        if field is None or count == _MOST_ROWS or _RECORD_ENDS.match(line[0]):
            return
        first = field.start("value")
        yield Beside(field["name"], line.start() + first, line.start() + first + len(field["value"].rstrip()))


RULES = (NameRule(("from stdin",), _copied), NameRule(("-[ record", "\u2500[ record", ". row ****"), _record))
