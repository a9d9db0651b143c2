"""Rows of SQL's INSERT: which value stands in which column.

Reads `INSERT INTO t (a, b) VALUES ('x', 2), ('y', 3)` with any quotes, also as a string in JSON. Not read: statements
without a column list, `INSERT … SELECT`, values that are expressions (each ends the reading).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.model.scan_budget import spend
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from sealog.detect.model.rule import Span

KEYWORDS = ("insert into", "insert ignore into", "replace into")

_STATEMENT = 4
_VALUE_READ = 1
"""Steps of reading a statement up to its rows, and each of their values (see `scan_budget.py`)."""
_GAP = r"(?:\s|\\[nrt]){0,16}"
_COLUMNS = pattern(
    rf"{_GAP}[\w.`\"'\[\]\\$]{{1,128}}{_GAP}\((?P<columns>[\w\s,`\"'\[\]\\$.]{{1,2048}})\){_GAP}VALUES?{_GAP}(?=\()",
    re.ASCII | re.IGNORECASE,
)
_ROW = pattern(rf"{_GAP},?{_GAP}\(", re.ASCII)
_VALUE = pattern(
    rf"{_GAP}(?:[NnEe]?(?P<q>\\?')(?P<quoted>(?:''|\\[^'\x1e]|(?!(?P=q))[^\x1e\\])*)(?P=q)"
    rf"|(?P<bare>[^\s'\",()\x1e\\]{{1,128}})){_GAP}(?P<end>[,)])",
    re.ASCII,
)
_NO_NAME = pattern(r"\\[nrt]|[^\w$.]+")


def columns(text: str, end: int) -> tuple[list[str], int] | None:
    """Give the names in the list behind the keyword that ends at `end`, in lower case, and where the rows begin."""
    match = _COLUMNS.match(text, end)
    spend(_STATEMENT)
    if match is None:
        return None
    return [_NO_NAME.sub("", name).lower() for name in match["columns"].split(",")], match.end()


def values(text: str, start: int, wanted: Container[int]) -> Iterator[tuple[int, Span, bool]]:
    """Give the values in the wanted columns, row by row: the column's number, the span, whether it is quoted.

    It reads forward only, to the end of the statement or to the first text that is not a value.
    """
    at = start
    while (row := _ROW.match(text, at)) is not None:
        at = row.end()
        column = 0
        while (value := _VALUE.match(text, at)) is not None:
            spend(_VALUE_READ)
            if column in wanted:
                kind = "bare" if value["quoted"] is None else "quoted"
                yield column, value.span(kind), kind == "quoted"
            at = value.end()
            column += 1
            if value["end"] == ")":
                break
        else:
            return
