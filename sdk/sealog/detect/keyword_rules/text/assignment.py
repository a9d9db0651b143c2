r"""How programs write that a name has a value: JSON, logfmt, URL queries, headers, reprs, XML, SQL, options, make, Go.

Every match takes a bounded time. Not read: values that run over lines.
"""

from __future__ import annotations

import re
import string
from typing import NamedTuple

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

LONGEST = 512
"""Characters of a value that are looked at; a longer one is no password or key."""

_READ = 16
"""Characters that are read in a step."""

_NAME_REACH = 32
_OF_NAMES = f"{string.ascii_letters}{string.digits}_.$/-"

# `q` is what opens a quoted value, backslashes included: JSON inside JSON writes \"…\".
_ASSIGNED = pattern(
    r"(?P<rest>[\w.-]{0,32})"
    r"(?:\\{0,3}[\"'`]|\]|&quot;|%22){0,2}"
    r"(?:[ ]string(?=[ ]))?"  # Go names a type here
    r"(?:[ \t]{0,4}(?P<sign>=>|[:?.]{1,3}=|={1,2}|value=(?=[\"'\\])|:|%3[DdAa]|\(|,(?=[ ]?[\"']))[ \t]{0,4}|[ \t]{1,4})"
    r"(?:[uUbB]?(?P<q>\\{0,3}[\"'`]|&quot;|%22)(?P<quoted>(?:(?!(?P=q))(?:\\[^\n\x1e]|[^\n\x1e\\])){1,512}?)(?P=q)"
    r"|[\"'`]?(?P<bare>[^\s\"'`,;&|<>()\[\]{}\x1e\\][^\s\"'`,;&<>)\]}\x1e\\]{0,511}))",
    re.ASCII,
)
_ELEMENT = pattern(
    r"(?P<rest>[\w.-]{0,32})>\s{0,16}(?P<value>[^<>\s\x1e](?:[^<>\n\x1e]{0,511}[^<>\s\x1e])?)\s{0,16}</", re.ASCII
)


_TRIES = 2  # steps of trying each way in which a value may stand behind a name


class Assignment(NamedTuple):
    """A name with its value. `sign` is empty where only a gap stands between them."""

    prefix: str
    rest: str
    sign: str
    start: int
    end: int
    is_quoted: bool


def assignment(text: str, start: int, end: int) -> Assignment | None:
    """Give the value assigned to a name that holds the keyword `text[start:end]`.

    `prefix` and `rest` are what the name has before and behind the keyword.
    """
    # Most keywords stand in names or sentences: the text before one matters only where a value follows.
    spend(_TRIES)
    element = _ELEMENT.match(text, end)
    if element is not None:
        spend((element.end() - end) // _READ)
        return Assignment(_prefix(text, start), element["rest"], ">", *element.span("value"), is_quoted=True)
    match = _ASSIGNED.match(text, end)
    if match is None:
        return None
    kind = "bare" if match["quoted"] is None else "quoted"
    spend((match.end() - end) // _READ)
    return Assignment(_prefix(text, start), match["rest"], match["sign"] or "", *match.span(kind), kind == "quoted")


def _prefix(text: str, start: int) -> str:
    left = before(text, start, _NAME_REACH)
    return left[len(left.rstrip(_OF_NAMES)) :]


_PROSE = pattern(r"[^\W\d_]+[.:!?]*\Z")


def is_prose(text: str, found: Assignment) -> bool:
    """Tell whether the rest is prose and no value (`password: too short`)."""
    if found.is_quoted or found.sign not in {":", ""}:
        return False
    follows = text[found.end : found.end + 2]
    return bool(_PROSE.match(text[found.start : found.end])) and follows[:1] == " " and follows[1:].isalpha()
