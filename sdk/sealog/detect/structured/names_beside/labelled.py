"""Values that a label elsewhere in an event names, the name of the class or pair that they stand in, or a sentence.

ArcSight's events have the label of a custom field in a field of its own: `cs1Label=password cs1=…`. Programs print
objects as `Secret(value=…)` and `Password{…}`, and pairs as `Pair(password, …)`. Validators and histories say
`field 'password' with value '…'`. Source: Micro Focus, "ArcSight Common Event Format" (custom dictionary extensions);
IBM QRadar's LEEF writes them too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.legible import is_hard, is_mixed
from sealog.detect.lexicon.statuses import is_status
from sealog.detect.model.rule import Form
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, begins_word
from sealog.detect.structured.names_beside.beside import NAME_BEFORE, NAME_REACH, QUOTED, Beside, NameRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_REACH = 640
_LABEL = 4
"""Steps of looking for the field that a label names, or of reading an object."""

_FIELDS = (
    *(f"{kind}{number}" for kind in ("cs", "cn", "cfp", "c6a", "flexstring", "flexnumber") for number in range(1, 7)),
)
_SIGNS = {field: pattern(f"{field}=", re.ASCII | re.IGNORECASE) for field in _FIELDS}
_FIELD_ENDS = r"(?=[ ]{1,8}[\w.-]{1,64}=|\t|\||\s{0,4}(?:\n|\x1e|\Z|\"))"
_NAME = pattern(rf"(?P<name>[^=|\t\n\x1e]{{1,256}}?){_FIELD_ENDS}")
_VALUE = pattern(rf"(?P<value>[^|\t\n\x1e]{{1,256}}?){_FIELD_ENDS}")


def _label(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the field that a label names, which stands behind it or before it: `cs1=… cs1Label=password`."""
    spend(_LABEL)
    named = _NAME.match(text, end)
    if named is None:
        return
    sign = _SIGNS[text[start : end - len("Label=")].lower()]
    left, right = before(text, start, _REACH), after(text, named.end(), _REACH)
    for offset, reach in ((named.end(), right), (start - len(left), left)):
        for field in sign.finditer(reach):
            if begins_word(reach, field.start()) and (value := _VALUE.match(reach, field.end())) is not None:
                begin, stop = value.span("value")
                yield Beside(named["name"], offset + begin, offset + stop)
                return


_FIELD = r"(?:value|val|raw|inner|secret|password|plain|plain_?[tT]ext|token|str|string|data|key|0)"
_OBJECT = pattern(
    rf"(?P<field>{_FIELD}[=:][ ]?)?(?:(?P<q>\\?[\"'])(?P<quoted>(?:(?!(?P=q))[^\n\x1e]){{3,256}})(?P=q)"
    r"|(?P<bare>[^\s\"'`()\[\]{}<>,=\x1e\\]{4,256}))[)\]}]"
)
_WORD = pattern(r"[A-Za-z_.:/-]*[0-9]{0,4}")  # also the name of a variable or thing
_OF_PASSWORDS = ("password", "passphrase")


def _object(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the only field of an object whose class says what it is: `Password{…}`, `Secret(value=…)`."""
    spend(_LABEL)
    name = text[start : end - 1]
    if not name[:1].isupper() or not begins_word(text, start) or text[start - 1 : start] in {".", "$"}:
        return
    match = _OBJECT.match(text, end)
    if match is None:
        return
    kind = "quoted" if match["bare"] is None else "bare"
    value = match[kind]
    is_told = match["field"] is not None or name.lower() in _OF_PASSWORDS or is_hard(value) or is_mixed(value)
    if is_told and not _WORD.fullmatch(value):
        yield Beside(name, *match.span(kind))


_PAIR = pattern(
    r"(?:first=|key=|_1=)?(?P<name>[A-Za-z_][\w.-]{0,63}),[ ]?(?:second=|value=|_2=)?"
    r"(?P<value>[^\s\"'`()\[\]{}<>,\x1e\\]{3,256})[)\]]"
)


def _pair(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read a pair of a name and its value without quotes: `Pair(password, …)`, `Tuple2(password,…)`."""
    spend(_LABEL)
    match = _PAIR.match(text, end) if begins_word(text, start) else None
    if match is not None and not _WORD.fullmatch(match["value"]):
        yield Beside(match["name"], *match.span("value"))


_NAME_FIRST = ("password", "passwd", "pwd", "passphrase", "secret", "token", "apikey", "api_key", "client_secret")
_REST = pattern(r"[ ]?(?P<value>[^\s\"'`()\[\]{}<>,\x1e\\]{3,256})[)\]]")


def _name_first(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read a pair in brackets alone, as Scala and Kotlin print one: `(password,…)`; before a call's stands its name."""
    spend(_LABEL)
    match = _REST.match(text, end) if text[start - 1 : start] in {"(", "["} and _is_alone(text, start) else None
    if match is not None and not _WORD.fullmatch(match["value"]):
        yield Beside(text[start : end - 1], *match.span("value"))


def _is_alone(text: str, start: int) -> bool:
    left = text[start - 2 : start - 1] if start > 1 else ""
    return not left or not (left.isalnum() or left in "_)]>")


_KIND = r"(?:field|parameter|param|property|attribute|column|argument|input|option|header|key)"
_SUBJECT = pattern(r"(?<![\w.-])(?P<q>[\"'`]?)(?P<name>[A-Za-z_][\w.\[\]-]{0,63})(?P=q)(?:[ ]was)?\Z")
_IN_QUOTES = r"(?P<{q}>\\{{0,3}}[\"'`])(?P<{value}>(?:(?!(?P={q}))[^\n\x1e]){{1,256}})(?P={q})"
_TOLD = pattern(
    _IN_QUOTES.format(q="q", value="value") + rf"(?:[ ](?:to|->)[ ]{_IN_QUOTES.format(q='r', value='changed')})?"
)
_REFUSED = pattern(
    _IN_QUOTES.format(q="q", value="value")
    + rf"[ ](?:\w{{1,12}}[ ])?(?:for|in|of)[ ](?:the[ ])?(?:{_KIND}[ ])?[\"'`]?(?P<name>[A-Za-z_][\w.-]{{0,63}})"
)


def _told(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read what a sentence says of its subject: `field 'password' with value '…'`, `phone changed from '…' to '…'`."""
    spend(_LABEL)
    named, value = _SUBJECT.search(before(text, start, 96)), _TOLD.match(text, end)
    if named is None or value is None:
        return
    if is_status(value["value"]):
        return
    yield Beside(named["name"], *value.span("value"))
    if value["changed"] is not None:
        yield Beside(named["name"], *value.span("changed"))


def _told_right_behind(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read `last_name is '…'` and `set last_name to '…'`, whose keyword holds the quote."""
    yield from _told(text, start, end - 1)


def _refused(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read what a validator refuses: `Invalid value '…' for parameter 'password'`."""
    match = _REFUSED.match(text, end)
    if match is not None:
        yield Beside(match["name"], *match.span("value"))


_DUMPED_NAME = pattern(r"\[[\"']?(?P<name>[A-Za-z_][\w.-]{0,63})[\"']?(?::[^\[\]\n]{1,96})?\Z")
_DUMPED = pattern(
    r"\s{0,16}(?:string\([0-9]{1,6}\)[ ])?\"(?P<quoted>[^\"\n\x1e]{1,512})\""
    r"|[ ](?!Array\b|\w{1,64}[ ]Object\b)(?P<bare>[^\s\"'(\x1e](?:[^\n\x1e]{0,255}?[^\s\x1e])?)"
    r"(?=\s{0,4}(?:[\n\x1e)]|\Z|[ ]\[))"
)


def _dumped(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read PHP's `print_r` and `var_dump`: `[password:protected] => …`, `["password":protected]=> string(9) "…"`."""
    spend(_LABEL)
    left = before(text, start, 176)
    named, value = _DUMPED_NAME.match(left, max(0, left.rfind("["))), _DUMPED.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span("bare" if value["quoted"] is None else "quoted"))


_MESSAGE_KEY = pattern(r"\bkey:\s?\"(?P<name>[\w.-]{1,64})\"\s{1,16}value:?\s?\{\s{0,16}\Z")
_MESSAGE_TEXT = pattern(r"\s?\"(?P<value>[^\"\n\\\x1e]{1,512})\"")


def _message(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read Protobuf's text format: `key: "password" value { string_value: "…" }`."""
    spend(_LABEL)
    named, value = _MESSAGE_KEY.search(before(text, start, 144)), _MESSAGE_TEXT.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span("value"))


_SIGNED_NAMES = (
    *("password", "passwd", "pwd", "passwort", "passphrase", "secret", "token", "api_key", "apikey", "access_key"),
    *("client_secret", "secret_key", "ssn", "pin", "last_name", "lastname", "surname"),
)
_INDEXES = ("[0]", "[]", ".0", ".value", ".new", ".old", ".raw", ".plain", ".text")
_RARE_SIGNS = (
    *("\t", " |", "|", " ->", "->", "<-", " <-", "..", " ..", " {"),
    *(f"{index}{sign}" for index in _INDEXES for sign in "=:"),
)
_VALUE_OF_SIGN = pattern(
    r"(?:\{?\s{1,16}(?:value|val|default|secret|plaintext)\s{0,4}[=:]|[. ]{1,40}:?|[ \t])?[ \t]{0,8}"
    rf"(?:{QUOTED}"
    r"|(?P<bare>(?![\w.]{1,64}=)[^\s\"'`|(){}\[\]<>,;\x1e\\]{4,256}))"
)


def _signed(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the value behind a sign that few programs use: `password -> …`, `password | …`, `password[0]=…`."""
    spend(_LABEL)
    left, value = NAME_BEFORE.search(before(text, start, NAME_REACH)), _VALUE_OF_SIGN.match(text, end)
    if left is None or value is None or value.lastgroup is None:
        return
    if value.lastgroup != "bare" or not _WORD.fullmatch(value["bare"]):
        name = next(name for name in _SIGNED_NAMES if text[start:end].lower().startswith(name))
        yield Beside(left[0] + name, *value.span(value.lastgroup))


RULES = (
    NameRule(tuple(f"{field}label=" for field in _FIELDS), _label),
    NameRule(
        tuple(
            f"{word}{bracket}"
            for word in (*_OF_PASSWORDS, "secret", "token", "apikey", "credential", "secretvalue", "accesstoken")
            for bracket in "({["
        ),
        _object,
        form=Form("object"),
    ),
    NameRule(("pair(", "entry(", "tuple2(", "tuple("), _pair),
    NameRule(tuple(f"{word}," for word in _NAME_FIRST), _name_first, form=Form("name_first")),
    NameRule((" with value ", " has value ", " had value ", " changed from "), _told, form=Form("told")),
    NameRule((" is '", ' is "', " to '", ' to "'), _told_right_behind, form=Form("told")),
    NameRule(("invalid value ", "illegal value ", "bad value ", "wrong value ", "unexpected value "), _refused),
    NameRule(("] =>", "]=>"), _dumped, form=Form("dumped")),
    NameRule(("string_value:",), _message),
    NameRule(tuple(f"{name}{sign}" for name in _SIGNED_NAMES for sign in _RARE_SIGNS), _signed),
)
