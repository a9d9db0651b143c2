"""Values in error messages of databases: a duplicate key, a refused row, a value that doesn't fit.

Each reader looks a bounded way around its sign. Where a message shows cells without their columns' names, a cell that
holds a letter is sealed as personal; numbers, times, identifiers and constants stay.
Sources: the messages of PostgreSQL, MySQL and MariaDB, SQL Server, MongoDB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.model.rule import Form
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before
from sealog.detect.structured.names_beside.beside import Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KEY = 40
"""Steps of reading the text before a key and behind it."""

_NAMES_BEFORE = 260
_LONGEST = 1024
_ENDED = pattern(
    r"(?P<values>[^\n\x1e]{1,512}?)\)(?= already exists| is not present| is still referenced| conflicts| existiert)"
)
_CLOSED = pattern(r"(?P<values>[^\n\x1e]{1,1024}?)\)(?=[\s\"'.\\,;]|\Z)")
_COLUMN = pattern(r"(?<![\w:])[^\W\d][\w$]{0,127}(?!\w|\s{0,4}\()")
_ANY_ROW = "full_name"
"""The name of a cell whose column is not known."""

_NO_CELL = pattern(
    r"null|true|false|t|f|n/a|\\N|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}"
    r"|[\d.:+-]{1,40}(?:[T ][\d.:+-]{1,40})?(?:Z|[ap]m|[A-Z]{3,4})?|[{}\[\]()\s.]{0,8}",
    re.IGNORECASE,
)


def _key(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read PostgreSQL's `Key (tenant, lower(last_name::text))=(7, osei) already exists.`."""
    spend(_KEY)
    left = before(text, start, _NAMES_BEFORE)
    opened = _opening(left)
    values = _ENDED.match(text, end) or _CLOSED.match(text, end)
    if opened < 0 or values is None:
        return
    columns = [match[0] for part in _parts(left[opened + 1 :]) if (match := _COLUMN.search(part)) is not None]
    yield from _named(columns, text, *values.span("values"))


def _opening(text: str) -> int:
    """Give the place of the bracket that is closed behind a text; -1 where there is none."""
    depth = 1
    for place in range(len(text) - 1, -1, -1):
        depth += (text[place] == ")") - (text[place] == "(")
        if not depth:
            return place
    return -1


def _parts(text: str) -> Iterator[str]:
    """Split a list of expressions at the commas that no bracket holds."""
    depth = begin = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            yield text[begin:place]
            begin = place + 1
    yield text[begin:]


def _named(columns: Sequence[str], text: str, start: int, end: int) -> Iterator[Beside]:
    """Give the values of columns; where they can't be told apart, each column has all of them."""
    values = text[start:end].split(", ")
    if len(values) != len(columns):
        yield from (Beside(name, start, end) for name in columns)
        return
    at = start
    for name, value in zip(columns, values, strict=True):
        yield Beside(name, at, at + len(value))
        at += len(value) + 2


_ENTRY = pattern(
    r"[ ]?(?P<quote>\\{0,4}[\"'`])(?P<value>[^\n\x1e]{1,512}?)(?P=quote) for key (?:\\{0,4}[\"'`])?"
    r"(?P<name>[\w.$-]{1,128})"
)
_INDEX_WORDS = pattern(
    r"^(?:uq|uk|ux|uc|ak|pk|idx|ix|unique|index|key)_{1,2}|_(?:uq|uk|idx|ix|unique|index|key)$", re.IGNORECASE
)


def _entry(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read MySQL's `Duplicate entry 'Osei' for key 'users.last_name'`."""
    match = _ENTRY.match(text, end)
    if match is not None:
        yield Beside(_without_index_words(match["name"].rpartition(".")[2]), *match.span("value"))


def _without_index_words(name: str) -> str:
    for _ in range(2):
        name = _INDEX_WORDS.sub("", name)
    return name


_OPENED = pattern(r"[ ]{0,4}:?[ ]{0,4}\(")
_INDEX = pattern(r"(?:index|constraint) \\{0,4}[\"'\[](?P<name>[\w$.-]{1,128})")
_OBJECT = pattern(r"object \\{0,4}[\"'\[]?(?:[\w$\[\]]{1,64}\.){0,3}\[?(?P<name>[\w$]{1,128})")
_GENERATED = pattern(r"_[0-9A-F]{8,16}$")


def _duplicate_value(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read SQL Server's `… with unique index 'IX_Users_LastName'. The duplicate key value is (Osei).`."""
    spend(_KEY)
    opened = _OPENED.match(text, end)
    values = opened and _CLOSED.match(text, opened.end())
    if not values:
        return
    left = before(text, start, _NAMES_BEFORE)
    index, table = _INDEX.search(left), _OBJECT.search(left)
    if index is None or _GENERATED.search(index["name"]):
        yield from _cells(text, *values.span("values"), ", ")
        return
    name = _without_index_words(index["name"])
    if table is not None:
        name = re.sub(
            rf"^(?:dbo_)?{re.escape(table['name'].removesuffix('s'))}s?_?(?=.)", "", name, flags=re.IGNORECASE
        )
    count = text[slice(*values.span("values"))].count(", ") + 1
    words = name.split("_")
    yield from _named([name] if count == 1 else words, text, *values.span("values"))
    if count == 1 and len(words) > 1:
        yield from (Beside(word, *values.span("values")) for word in words[-1:])


def _cells(text: str, start: int, end: int, sign: str) -> Iterator[Beside]:
    """Give the cells of a row that may be a person's."""
    at = start
    for cell in text[start:end].split(sign):
        value = cell.strip(" \"'")
        if any(map(str.isalpha, value)) and not _NO_CELL.fullmatch(value):
            first = at + cell.index(value)
            yield Beside(_ANY_ROW, first, first + len(value))
        at += len(cell) + len(sign)


def _failing_row(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read PostgreSQL's `Failing row contains (7, Osei, null).`."""
    spend(_KEY)
    opened = _OPENED.match(text, end)
    values = opened and _CLOSED.match(text, opened.end())
    if values:
        yield from _cells(text, *values.span("values"), ", ")


_COPIED = pattern(
    r"[ ]{1,4}copy [\w.\"\\]{1,128}, line \d{1,12}: (?P<quote>\\{0,4}\")(?P<row>[^\x1e\n]{1,1024}?)(?P=quote)",
    re.IGNORECASE,
)


def _copied_row(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read PostgreSQL's `CONTEXT:  COPY users, line 3: "7,Osei"`."""
    match = _COPIED.match(text, end)
    if match is None:
        return
    spend(_KEY)
    sign = next((sign for sign in ("\t", r"\\t", r"\t", ";", ",") if sign in match["row"]), "\t")
    yield from _cells(text, *match.span("row"), sign)


_TRUNCATED = pattern(r"[ ]{0,4}(?P<quote>\\{0,4}[\"'])(?P<value>[^\n\x1e]{1,512}?)(?P=quote)(?=[\s.,;\"')\\]|\Z)")
_OF_COLUMN = pattern(r"column \\{0,4}[\"'\[](?P<name>[\w$]{1,128})[^\n]{0,24}\Z", re.IGNORECASE)


def _truncated(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read SQL Server's `… in table 'users', column 'LastName'. Truncated value: 'Osei'.`."""
    column, value = _OF_COLUMN.search(before(text, start, 160)), _TRUNCATED.match(text, end)
    if column is not None and value is not None:
        yield Beside(column["name"], *value.span("value"))


_WRONG = pattern(r"value: (?P<quote>\\{0,4}[\"'])(?P<value>[^\n\x1e\"']{1,512})(?P=quote) \Z")
_FOR_COLUMN = pattern(r"[ ](?:\\{0,4}[\"'`]?[\w$]{1,64}\\{0,4}[\"'`]?\.){0,3}\\{0,4}[\"'`]?(?P<name>[\w$]{1,128})")


def _wrong_value(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read MySQL's `Incorrect string value: 'Osei' for column 'last_name' at row 1`."""
    column, value = _FOR_COLUMN.match(text, end), _WRONG.search(before(text, start, 560))
    if column is not None and value is not None:
        offset = start - len(before(text, start, 560))
        yield Beside(column["name"], offset + value.start("value"), offset + value.end("value"))


_POSITIONS = pattern(r"[ ]{0,4}\{[ ]{0,4}(?=:)")
_POSITION = pattern(
    r":[ ]{0,4}(?:(?P<quote>\\{0,4}[\"'])(?P<value>[^\n\x1e]{0,512}?)(?P=quote)|(?P<number>[\w.-]{1,64}))[ ]{0,4}[,}]"
)
_MONGO_INDEX = pattern(r"index: (?:[\w.-]{1,128}\$)?(?P<name>[\w.-]{1,128})")
_ORDER = pattern(r"_(?:-?1|text|hashed|2dsphere)(?:_|$)")


def _positions(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read MongoDB's `index: last_name_1_age_1 dup key: { : "Osei", : 7 }`; with names in it, it is a document."""
    opened, index = _POSITIONS.match(text, end), _MONGO_INDEX.search(before(text, start, 200))
    if opened is None or index is None:
        return
    names = [name for name in _ORDER.split(index["name"]) if name]
    window = after(text, opened.end(), _LONGEST)
    at = 0
    for name in names:
        match = _POSITION.match(window, at)
        if match is None:
            return
        first, last = match.span("number" if match["value"] is None else "value")
        yield Beside(name, opened.end() + first, opened.end() + last)
        at = match.end() + (window[match.end() : match.end() + 1] == " ")


_GIVEN = pattern(r"=\[(?=@)")
_PAIR = pattern(r"@(?P<name>\w{1,64})=(?:N)?'(?P<value>(?:''|[^'\n\x1e]){1,512})'")
_INTO = pattern(
    r"\((?P<columns>[\w\s,.\"`\\\[\]]{1,512})\)[^@;]{0,128}?values\s{0,8}\((?P<names>[@\w\s,]{1,512})\)", re.IGNORECASE
)
_EQUAL = pattern(r"(?P<column>[^\W\d]\w{0,63})[\"`\]\\]{0,3}\s{0,4}=\s{0,4}@(?P<name>\w{1,64})")
_NO_NAME = pattern(r"^_+|_\d+$|[^\w.$]+")


def _given(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read Entity Framework's `[Parameters=[@p0='Osei' (Size = 50)], …] INSERT INTO … ([Name]) VALUES (@p0)`."""
    if _GIVEN.match(text, end) is None:
        return
    spend(_KEY)
    window = after(text, end, _LONGEST)
    columns = {match["name"]: match["column"] for match in _EQUAL.finditer(window)}
    into = _INTO.search(window)
    if into is not None:
        names = [name.strip(" @\n\r\t") for name in into["names"].split(",")]
        columns.update(zip(names, into["columns"].split(","), strict=False))
    for pair in _PAIR.finditer(window):
        name = _NO_NAME.sub("", columns.get(pair["name"], pair["name"]))
        yield Beside(name, end + pair.start("value"), end + pair.end("value"))


RULES = (
    NameRule(("parameters",), _given, form=Form("given")),
    NameRule((")=(",), _key),
    NameRule(("duplicate entry",), _entry),
    NameRule(("duplicate key value is",), _duplicate_value),
    NameRule(("failing row contains",), _failing_row),
    NameRule(("context:",), _copied_row),
    NameRule(("truncated value:",), _truncated),
    NameRule(("for column",), _wrong_value),
    NameRule(("dup key:",), _positions),
)
