"""Finds where a password begins and ends behind its name: in quotes, inside a type, or bare with any sign in it.

`assignment.py` ends a value at the usual signs. A password may hold those signs, so here it ends where the text says
so: before a new name, at the end, or at a bracket that was opened before the name.
Source: ADO.NET connection strings, in which a value without quotes may hold spaces.
"""

from __future__ import annotations

import re

from sealog.detect.keyword_rules.text.assignment import LONGEST, Assignment, assignment
from sealog.detect.keyword_rules.text.enclosed import enclosed, name_and_sign, named_value
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

_OPENED_REACH = 256
_ODD = pattern(r"[<(\[{](?=[^\s\"'\x1e]{3})", re.ASCII)
_AMPERSAND = pattern(
    r"&(?![\w.%+\[\]-]{0,64}=|\#?\w{1,16};)(?=[^\s\"'&=;\x1e]{0,64}[0-9!@#$%^*+~?])[^\s\"'&=;\x1e]{3}", re.ASCII
)  # no parameter and no reference of HTML follows, and no mere word
_TEMPLATE = pattern(
    r"(?:\$?\{\{[^{}\n\x1e]{0,88}\}\}|\$\{[^{}\n\x1e]{0,88}\}|\$\([^()\n\x1e]{0,88}\)|<%[^<>\n\x1e]{0,88}%>)(?![\w$])"
)
_BRACKETED = pattern(
    r"[<(\[{](?=[^<>()\[\]{}\n\x1e]{0,64}[ ])[^<>()\[\]{}\n\x1e]{1,96}[>)\]}](?P<glued>(?=[\w!@#$%^*+~?]))?", re.ASCII
)  # a remark: `(not set)`, unless a value is glued to it
_OPTION = pattern(r"(?:\A|[^\w-])--?[\w-]{0,24}\Z", re.ASCII)
_OPTION_GAP = pattern(r"(?P<rest>[\w-]{0,32})[ ]{1,4}(?=[<(\[{])", re.ASCII)
_NAME_REACH = 32

_RUN = pattern(r"[^\s\"'`,;&|<>()\[\]{}\x1e\\]*")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_CLOSING = frozenset(")]}>")
_SEPARATING = frozenset(",;&|")
_QUOTES = frozenset("\"'`")
_KEY = r"[\"']?[\w.$@-]{1,40}(?:\[[\w.-]{0,40}\]){0,3}[\"'\]]{0,2}[ ]?"
_KEY_OF_WORDS = r"[ ]?\w{1,24}(?:[ ]\w{1,24}){1,2}[ ]?"  # `User Id`, in connection strings
_NEXT = {
    sign: pattern(
        rf"(?:amp;|\#38;)?(?:[\s\"'`)\]}}>(\[{{,;&|]|\Z|\x1e|\\{{1,3}}[nrt\"']|{_KEY}{sign}|\w{{2,12}}://)", re.ASCII
    )
    for sign in "=:"
}
_NEXT_OF_WORDS = pattern(rf"{_KEY_OF_WORDS}=", re.ASCII)
_GOES_ON = pattern(rf"(?!{_KEY}[=:])[\w!@#$%^*+~?]", re.ASCII)
_WRITTEN_TAGS = "a b i u p br hr li ol ul dl dt dd td th tr div em code pre span strong small table tbody html body"
TAGS = frozenset(_WRITTEN_TAGS.split())
"""Elements that begin behind a value in a page; any that ends there ends the value too."""
_TAG = pattern(
    rf"<(?:(?P<known>[/!]|(?:{'|'.join(sorted(TAGS))})\b)|[A-Z])[^<>\n\x1e]{{0,80}}>", re.ASCII | re.IGNORECASE
)
_ESCAPED = pattern(r"\\{1,4}(?P<escaped>[nrtbfvux0\"'`/])")
_SPACED = pattern(r"(?:[ ]{1,2}[^\s=;\"'<>{}\x1e]{1,64}){1,6}(?=;[\w ]{2,40}=)", re.ASCII)
_UNQUOTED = pattern(r"[^\s\"'`;&|<>)\x1e]{0,64}")
_APART = pattern(r"[\n\x1e:=,]")  # between two values, and not within one that holds quotes
_WORD_FOLLOWS = pattern(rf"(?!{_KEY}[=:])\w", re.ASCII)
_MOST_TURNS = 32
_READINGS = 3
"""Steps of trying each way in which a value may stand behind its name."""
_ODDLY_BEGUN = 8  # steps of reading a value that begins with a bracket
_FURTHER_QUOTE = 2  # of each quote that may be of the value


def password_value(text: str, start: int, end: int) -> Assignment | None:
    """Give the whole value assigned to a name that holds the keyword `text[start:end]`."""
    spend(_READINGS)
    kept = enclosed(text, start, end)
    if kept is not None:
        return kept if kept.end > kept.start else None
    found = assignment(text, start, end) or _oddly_begun(text, start, end)
    if found is None:
        return None
    if found.is_quoted:
        return found._replace(end=_quoted_end(text, found)) if found.sign != ">" else found
    if not found.sign and not found.prefix.startswith("-"):
        return None  # only an option of a command has no sign before its value
    if (template := _TEMPLATE.match(text, found.start)) and is_placeholder(template[0]):
        return None
    stop = bare_end(text, found.end if _BRACKETED.match(text, found.start) else found.start, found.sign)
    if found.sign == "=" and (more := _SPACED.match(text, stop)):
        stop = more.end()
    stop = _without_closing(text, start, found.start, stop)
    return found._replace(end=stop) if stop > found.start else None


def _oddly_begun(text: str, start: int, end: int) -> Assignment | None:
    """Give the start of a value that begins with a bracket or an ampersand, as only passwords do."""
    named, option = name_and_sign(text, end), None
    if named is None:
        option = _OPTION_GAP.match(text, end)
        if option is not None and _OPTION.search(before(text, start, _NAME_REACH)) is None:
            return None
    sign = named or option
    if sign is None or not (_ODD.match(text, sign.end()) or _begins_with_ampersand(text, sign)):
        return None
    spend(_ODDLY_BEGUN)
    begin = sign.end()
    remark = _BRACKETED.match(text, begin)
    if remark is not None and remark["glued"] is None:
        return None
    span = begin, begin + 1 if remark is None else remark.end()
    if named is None:
        return Assignment("-", sign["rest"], "", *span, is_quoted=False)
    return named_value(text, start, named, span, quoted=False)


def _begins_with_ampersand(text: str, sign: re.Match[str]) -> bool:
    return sign.groupdict().get("sign") == "=" and _AMPERSAND.match(text, sign.end()) is not None


def _quoted_end(text: str, found: Assignment) -> int:
    """Give where a quoted value ends: a doubled quote, or one with a letter behind it, doesn't end it."""
    quote, stop, limit = text[found.end : found.end + 1], found.end, found.start + LONGEST
    if quote not in {"'", '"', "`"}:
        return stop
    while text[stop + 1 : stop + 2] == quote or _WORD_FOLLOWS.match(text, stop + 1):
        spend(_FURTHER_QUOTE)
        further = text.find(quote, stop + 1 + (text[stop + 1 : stop + 2] == quote), limit)
        if further < 0 or _APART.search(text, stop, further):
            rest = _UNQUOTED.match(text, stop + 1, limit)
            return rest.end() if rest and rest.end() > stop + 1 else stop
        stop = further
    return stop


def bare_end(text: str, begin: int, sign: str) -> int:
    """Give where a value without quotes ends that begins at `begin`; `sign` is what stands before it."""
    following = _NEXT["=" if "=" in sign else ":"]
    limit, at = min(len(text), begin + LONGEST), begin
    if sign[:1] == "%" and (encoded := text.find("%26", begin, limit)) > begin:
        limit = encoded  # an encoded form, in which the next parameter follows
    opened: list[str] = []
    for _ in range(_MOST_TURNS):
        spend(1)
        run = _RUN.match(text, at, limit)
        at = run.end() if run else at
        char = text[at : at + 1]
        if at >= limit or char.isspace() or char == "\x1e":
            break
        if char in _PAIRS:
            if at > begin and char == "<" and _is_tag(text, at):
                break
            opened.append(_PAIRS[char])
        elif opened and char == opened[-1]:
            opened.pop()
        elif _ends(text, begin, at, following):
            break
        at += 1
    return at


def _is_tag(text: str, at: int) -> bool:
    """Tell whether markup or a type's parameter stands at `at`, and not a sign of the value: `Gr8<n>baum`."""
    tag = _TAG.match(text, at)
    return tag is not None and (tag["known"] is not None or _GOES_ON.match(text, tag.end()) is None)


def _ends(text: str, begin: int, at: int, following: re.Pattern[str]) -> bool:
    """Tell whether the sign at `at` ends a value that began at `begin`, by what follows it."""
    char = text[at]
    if char in _CLOSING:
        return _GOES_ON.match(text, at + 1) is None
    if char == "\\":
        escaped = _ESCAPED.match(text, at)
        is_quote = escaped is not None and escaped["escaped"] in _QUOTES
        return escaped is not None and not (is_quote and _WORD_FOLLOWS.match(text, escaped.end()))
    if char in _SEPARATING:
        is_of_words = char == ";" and _NEXT_OF_WORDS.match(text, at + 1)
        return bool(is_of_words) or following.match(text, at + 1) is not None
    return at == begin or _WORD_FOLLOWS.match(text, at + 1) is None  # a quote


def _without_closing(text: str, start: int, begin: int, stop: int) -> int:
    """Cut closing brackets off the value's end, if they were opened inside or before its name."""
    closing = text[stop : stop + 1]
    if closing not in _CLOSING or stop == begin:
        return stop
    opening = next(sign for sign, other in _PAIRS.items() if other == closing)
    left = before(text, start, _OPENED_REACH)
    is_open = left.rfind(opening) > left.rfind(closing) or opening == "<"
    is_alone = text[stop + 1 : stop + 2] in {"", " ", "\n", "\x1e"}
    return stop if is_open or not is_alone or opening in text[begin:stop] else stop + 1
