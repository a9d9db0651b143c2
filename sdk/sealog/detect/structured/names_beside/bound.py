"""Values in a statement of SQL, or bound to one that stands before them: `VALUES (%s, %s) … parameters: ('mira', 'X')`.

The statement's columns name them, or the list of columns that a result begins with. Every reach is bounded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.model.rule import Form
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before
from sealog.detect.structured.names_beside.beside import Beside, NameRule
from sealog.detect.structured.tree import documents
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOUND = pattern(r"[\"']?\s{0,4}[:=]\s{0,4}")
_STATEMENTS = ("insert into", "update ", "select ", "delete ")
_LIST = pattern(r"\((?P<names>[\w\s,.\"`\\\[\]]{1,1024})\)\s{0,8}(?:\\n)?\s{0,8}values?\b", re.IGNORECASE)
_COMPARED = pattern(
    r"(?P<name>[A-Za-z_][\w$]{0,63})[\"`\]\\]{0,4}\s{0,4}(?:=|<>|!=|<=?|>=?|\b(?:i?like|in)\b)"
    r"\s{0,4}\(?(?:%s|\?|\$\d{1,3}|:\w{1,64})",
    re.IGNORECASE,
)
_DOLLAR = pattern(r"\$(?P<number>\d{1,3})\s{0,2}=\s{0,2}'(?P<value>(?:''|[^'\n\x1e]){1,512})'")
_BEFORE_BOUND = 1024


def _bound(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the values bound to a statement before them: `VALUES (%s, %s) … parameters: ('mira', 'X')`."""
    sign = _BOUND.match(text, end)
    if sign is None or text[sign.end() : sign.end() + 1] not in {"(", "[", "$"}:
        return
    yield from _of_statement(text, start, sign.end())


_REPORTED = pattern(r"[^\]\n\x1e]{0,32}\]\s{1,8}(?=[(\[])")


def _reported(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the values that SQLAlchemy prints below a statement: `[generated in 0.0001s] ('mira', 'X')`."""
    sign = _REPORTED.match(text, end)
    if sign is not None and text[start - 1 : start] == "[":
        yield from _of_statement(text, start, sign.end())


def _of_statement(text: str, start: int, at: int) -> Iterator[Beside]:
    """Give the values from `at` on with the names in the statement before `start`."""
    left = before(text, start, _BEFORE_BOUND)
    lowered = left.lower()
    statement = max(map(lowered.rfind, _STATEMENTS)) if len(lowered) == len(left) else -1
    if statement < 0:
        return
    left = left[statement:]
    listed = _LIST.search(left)
    if listed is not None:
        names = [re.sub(r"[^\w.$]+", "", name) for name in listed["names"].split(",")]
    else:
        names = [match["name"] for match in _COMPARED.finditer(left)]
    yield from _matched(text, at, names)


def _matched(text: str, at: int, names: list[str]) -> Iterator[Beside]:
    for match in _DOLLAR.finditer(text[: at + _BEFORE_BOUND], at):
        number = int(match["number"]) - 1
        if number < len(names):
            yield Beside(names[number], *match.span("value"))
    if text[at : at + 1] not in {"(", "["} or not names:
        return
    for document in documents(text[: at + _BEFORE_BOUND], at):
        rows = [document.root] if document.root.start == at else []
        if rows and all(item.kind == "list" for _, item in rows[0].items):
            rows = [item for _, item in rows[0].items]
        for row in rows:
            for name, (key, item) in zip(names, row.items, strict=False):
                if key is None and item.kind in {"string", "number"}:
                    yield Beside(name, item.start, item.end)
        return


_OPERAND = pattern(
    r"(?<![\w$])(?P<name>[A-Za-z_][\w$]{0,63})[\"`\]\\]{0,4}(?:::\w{1,32})?\)?(?:[ ]not)?\Z", re.IGNORECASE
)
_CONSTANT = pattern(r"%?(?P<value>(?:''|[^'\n\x1e]){1,512}?)%?'(?P<next>,\s{0,4}')?")
_MOST_CONSTANTS = 100
_CLOSERS = frozenset('_$"`])')
_STATEMENT = 16
"""Steps of reading what stands before a constant or a list of values."""

_RESULT = 200
"""Steps of reading the rows of a result."""


def _compared(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the constants that a column is compared with: `last_name LIKE '%Osei%'`, `lower(email) IN ('…', '…')`."""
    left = text[start - 1 : start]
    if not left.isalnum() and left not in _CLOSERS:
        return
    spend(_STATEMENT)
    named = _OPERAND.search(before(text, start, 112))
    if named is None:
        return
    for _ in range(_MOST_CONSTANTS):
        constant = _CONSTANT.match(text, end)
        if constant is None:
            return
        spend(1)
        yield Beside(named["name"], *constant.span("value"))
        if constant["next"] is None:
            return
        end = constant.end()


_PARAMETER = pattern(r"[(]?(?P<name>[A-Za-z_]\w{0,63})\)?s?\b")
_PLACES_OF_A_STEP = 2
_VALUE_OF_PARAMETER = pattern(
    r"[\"']?\s{0,4}(?:=>|[:=])\s{0,4}"
    r"(?:\"(?P<double>[^\"\n\x1e]{1,512})\"|'(?P<single>[^'\n\x1e]{1,512})'|(?P<bare>[^\s\"',;(){}\[\]\x1e]{1,256}))"
)


def _named_parameter(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the value of a parameter that a column is compared with: `last_name = :n … {'n': '…'}`."""
    left = text[start - 1 : start]
    if not left.isalnum() and left not in _CLOSERS:
        return
    spend(_STATEMENT)
    named, parameter = _OPERAND.search(before(text, start, 112)), _PARAMETER.match(text, end)
    if named is None or parameter is None:
        return
    right = after(text, parameter.end(), _BEFORE_BOUND)
    place = looked = 0
    while (place := right.find(parameter["name"], place)) >= 0:  # found so, a name costs no pattern of its own
        looked += 1
        if looked % _PLACES_OF_A_STEP == 0:
            spend(1)
        left, place = right[max(0, place - 1) : place], place + len(parameter["name"])
        value = None if left == "_" or left.isalnum() else _VALUE_OF_PARAMETER.match(right, place)
        if value is not None:
            begin, stop = value.span(value.lastgroup or 0)
            yield Beside(named["name"], parameter.end() + begin, parameter.end() + stop)
            return


def _following(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the values right behind the statement that they are bound to: `VALUES (?, ?) [7, 'Osei']`."""
    spend(_STATEMENT)
    yield from _of_statement(text, start, end - 1)


_ROWS = pattern(
    r"\s{0,16}\[(?P<names>[^\[\]{}\x1e]{1,2048})\]\s{0,16},\s{0,16}[\"'](?:rows|values|data|records)[\"']\s{0,4}:\s{0,16}"
    r"(?=\[\s{0,16}(?:\[\s{0,16})?[\"'\d])"
)
_LISTED_NAME = pattern(r"[\"'](?P<name>[\w.$ -]{1,64})[\"']")


def _columns(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read rows below a list of their columns: `{"columns": ["id", "password"], "rows": [[7, "…"]]}`."""
    match = _ROWS.match(text, end)
    if match is not None:
        spend(_RESULT)
        yield from _matched(text, match.end(), _LISTED_NAME.findall(match["names"]))


RULES = (
    NameRule(("parameters", "params", "binds", "; args"), _bound, form=Form("bound")),
    NameRule(("generated in ", "cached since ", "no key ", "raw sql"), _reported, form=Form("reported")),
    NameRule((" like '", " ilike '", " in ('", ") = '", ")='"), _compared, form=Form("compared")),
    NameRule((" = :", "=:", " = %(", "=%(", " = @", "=@"), _named_parameter, form=Form("compared")),
    NameRule(("?) [", "?) (", "%s) [", "%s) ("), _following),
    NameRule(
        tuple(f"{name}{quote}:" for name in ("columns", "fields", "header", "headers") for quote in "\"'"),
        _columns,
        form=Form("columns"),
    ),
)
