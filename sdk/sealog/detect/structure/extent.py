r"""Where a password begins and ends behind its name: in quotes, inside a type, or bare with any sign in it.

`assignment.py` reads values as programs write most of them. A password may hold what ends those, so that here what
follows decides: a new name, the end, or a closing bracket that was opened before the name.
Sources: the printed forms of Rust, Scala, Java, PHP, Go, Ruby and Python; ODBC (`{…}`) and ADO.NET connection strings,
YAML 1.2 section 8.1 (block scalars), TOML 1.0 (multi-line strings), Bash (`$'…'`, here strings).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.structure.assignment import LONGEST, Assignment, assignment
from sealog.detect.structure.placeholders import is_placeholder
from sealog.detect.surroundings import before

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_NAME_REACH = 32
_NAME_BEFORE = re.compile(r"[\w.$/-]*\Z", re.ASCII)
_OPENED_REACH = 256

_NAMED = (
    r"(?P<rest>[\w.-]{0,32})(?:\\{0,3}[\"'`]|\]|[\u201c\u201d\u2019\u00bb]|&quot;|%22){0,2}"
    r"(?:[ \t]{0,4}(?P<sign>=>|[:?.]{1,3}=|={1,2}|:)[ \t]{0,4}|[ ]{1,4}(?P<here><<<)[ ]{0,4})"
)
_QUOTED = r"(?P<q>\\{0,3}[\"'`])(?P<quoted>(?:(?!(?P=q))(?:\\[^\n\x1e]|[^\n\x1e\\])){1,512}?)(?P=q)"
# `Some(`, `Optional[`, `(*string)(`, `new String(`, `Secret(value=`, `#<Secret @value=`, `string(10) `, `Just `, `&`
_LAYER = (
    r"(?:(?:new[ ])?&{0,2}(?:mut[ ])?(?:\(\*?\w{1,24}\))?(?:[A-Za-z_][\w.:]{0,40}(?:<[\w ,.]{0,40}>)?)?"
    r"[(\[{][ ]?(?:@?\w{1,24}[ ]?[=:][ ]?)?"
    r"|#<[\w:]{1,40}[ ]@?\w{1,24}=|string\([0-9]{1,5}\)[ ]|(?:Just|Some|Right|Ok|string|String)[ ]|&{1,2}|\$|<<[ ]?)"
)
_WRAPPED = re.compile(rf"{_NAMED}(?P<layers>{_LAYER}{{1,4}}){_QUOTED}", re.ASCII)
_TYPES = (
    r"Some|Optional(?:\.of)?|Option|Just|Ok|Right|Left|Success|Present|Maybe|Secret|SecretStr|SecretString|SecretBox|Sensitive"
    r"|Password|Protected|ProtectedString|Redacted|Hidden|Opaque|Plain|Text|String|str|string|Value|Box|Arc|Rc|Cow|Ref"
    r"|Zeroizing|Credential|Wrapped|Mono|Lazy"
)
_WRAPPED_BARE = re.compile(
    rf"{_NAMED}&?(?:(?:{_TYPES})(?:<\w{{1,24}}>)?[(\[{{](?:\w{{1,24}}[=:])?){{1,4}}"
    r"(?P<bare>[^\s\"'`()\[\]{}<>,\x1e\\]{1,256})(?=[)\]}])",
    re.ASCII,
)
# A function that looks something up gets a name or a question, and no password.
_LOOKS_UP = re.compile(
    r"\$?(?:[\w.:]*[.:])?[a-z_]\w*\[|\$_[A-Z]+\[|(?:.*[.:])?(?:get|load|read|fetch|find|look|resolve|input|prompt|ask|env|raw_input|config|require|param|arg|translate|t\b"
    r"|_\b|gettext|label|format|print|log|hash|ref|sub|import|nvl|coalesce|decrypt|secretsmanager|items|keys)\w*[(\[{]",
    re.ASCII,
)
_FENCED = re.compile(
    rf"{_NAMED}(?:(?P<fence>\"{{3}}|'{{3}}|\$(?=[\"'])[\"'])(?P<fenced>(?:(?!(?P=fence))(?:\\[^\x1e]|[^\x1e\\])){{1,512}}?)(?P=fence)"
    r"|[\u201c\u201d\u201e\u201f\u00ab\u2018\u201a\u2039\u300c\u300e\uff02](?P<set>[^\n\x1e\u201c\u201d\u00bb\u203a\u300d\u300f\uff02]{1,256}?)"
    r"[\u201c\u201d\u00bb\u2019\u2018\u203a\u300d\u300f\uff02](?!\w)"
    r"|\{(?P<odbc>(?:[^{}\n\x1e\"']|\}\}){1,256})\}(?=;|[\"']?(?:[\s\x1e]|\Z))"
    r"|(?:[|>][-+0-9]{0,2}[ ]{0,4}(?:\r?\n|(?:\\r)?\\n)[ \t]{1,32})"
    r"(?P<block>[^\s\x1e\\\"](?:[^\r\n\x1e\\\"]{0,510}[^\s\x1e\\\"])?))",
    re.ASCII,
)
_ODD = re.compile(rf"{_NAMED}(?P<bare>[<(\[{{](?=[^\s\"'\x1e]{{3}}))", re.ASCII)
_TEMPLATE = re.compile(
    r"(?:\$?\{\{[^{}\n\x1e]{0,88}\}\}|\$\{[^{}\n\x1e]{0,88}\}|\$\([^()\n\x1e]{0,88}\)|<%[^<>\n\x1e]{0,88}%>)(?![\w$])"
)
_BRACKETED = re.compile(
    r"[<(\[{](?=[^<>()\[\]{}\n\x1e]{0,64}[ ])[^<>()\[\]{}\n\x1e]{1,96}[>)\]}]"
)  # a remark: `(not set)`

_RUN = re.compile(r"[^\s\"'`,;&|<>()\[\]{}\x1e\\]*")
_PAIRS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_CLOSING = frozenset(")]}>")
_SEPARATING = frozenset(",;&|")
_KEY = r"[\"']?[\w.$@-]{1,40}[\"'\]]{0,2}[ ]?"
_KEY_OF_WORDS = r"[ ]?\w{1,24}(?:[ ]\w{1,24}){1,2}[ ]?"  # `User Id`, in connection strings
_NEXT = {
    sign: re.compile(
        rf"(?:amp;|\#38;)?(?:[\s\"'`)\]}}>(\[{{,;&|]|\Z|\x1e|\\{{1,3}}[nrt\"']|{_KEY}{sign}|\w{{2,12}}://)", re.ASCII
    )
    for sign in "=:"
}
_NEXT_OF_WORDS = re.compile(rf"{_KEY_OF_WORDS}=", re.ASCII)
_GOES_ON = re.compile(rf"(?!{_KEY}[=:])[\w!@#$%^*+~?]", re.ASCII)
_TAG = re.compile(r"</?[A-Za-z!][^<>\n\x1e]{0,80}>")
_ESCAPED = re.compile(r"\\{1,4}[nrtbfvux0\"'`/]")
_SPACED = re.compile(r"(?:[ ]{1,2}[^\s=;\"'<>{}\x1e]{1,64}){1,6}(?=;[\w ]{2,40}=)", re.ASCII)
_UNQUOTED = re.compile(r"[^\s\"'`;&|<>)\x1e]{0,64}")
_WORD_FOLLOWS = re.compile(rf"(?!{_KEY}[=:])\w", re.ASCII)
_MOST_TURNS = 32


def password_value(text: str, start: int, end: int) -> Assignment | None:
    """Give the whole value assigned to a name that holds the keyword `text[start:end]`."""
    kept = _fenced(text, start, end) or _wrapped(text, start, end)
    if kept is not None:
        return kept if kept.end > kept.start else None
    found = assignment(text, start, end)
    if found is None:
        odd = _ODD.match(text, end)
        if odd is None or _BRACKETED.match(text, odd.start("bare")):
            return None
        found = _of(text, start, odd, odd.span("bare"), quoted=False)
    if found.is_quoted:
        return found._replace(end=_quoted_end(text, found)) if found.sign != ">" else found
    if (template := _TEMPLATE.match(text, found.start)) and is_placeholder(template[0]):
        return None
    stop = bare_end(text, found.start, found.sign)
    if found.sign == "=" and (more := _SPACED.match(text, stop)):
        stop = more.end()
    stop = _without_closing(text, start, found.start, stop)
    return found._replace(end=stop) if stop > found.start else None


def assigned(text: str, start: int, end: int) -> Assignment | None:
    """Give the value assigned to a name, as `assignment` does, also inside a type or in quotes of other kinds."""
    found = assignment(text, start, end)
    if found is not None and found.is_quoted:
        return found
    return _fenced(text, start, end) or _wrapped(text, start, end) or found


def _of(text: str, start: int, match: re.Match[str], span: Span, *, quoted: bool) -> Assignment:
    left = before(text, start, _NAME_REACH)
    name = _NAME_BEFORE.search(left)
    return Assignment(name[0] if name else "", match["rest"], match["sign"] or "=", *span, is_quoted=quoted)


def _fenced(text: str, start: int, end: int) -> Assignment | None:
    match = _FENCED.match(text, end)
    if match is None or (match["odbc"] and match["sign"] != "="):
        return None
    kind = next(kind for kind in ("fenced", "set", "odbc", "block") if match[kind])
    return _of(text, start, match, match.span(kind), quoted=True)


def _wrapped(text: str, start: int, end: int) -> Assignment | None:
    """Give the value inside a type; an empty one where a function looks it up."""
    match = _WRAPPED.match(text, end)
    if match is not None:
        span = match.span("quoted")
        if _LOOKS_UP.match(match["layers"]):
            span = (span[0], span[0])
        return _of(text, start, match, span, quoted=True)
    match = _WRAPPED_BARE.match(text, end)
    return None if match is None else _of(text, start, match, match.span("bare"), quoted=True)


def _quoted_end(text: str, found: Assignment) -> int:
    """Give where a quoted value ends: a doubled quote, or one with a letter behind it, doesn't end it."""
    quote, stop, limit = text[found.end : found.end + 1], found.end, found.start + LONGEST
    if quote not in {"'", '"', "`"}:
        return stop
    while text[stop + 1 : stop + 2] == quote or _WORD_FOLLOWS.match(text, stop + 1):
        further = text.find(quote, stop + 1 + (text[stop + 1 : stop + 2] == quote), limit)
        if further < 0 or not _is_one_piece(text, stop, further):
            rest = _UNQUOTED.match(text, stop + 1, limit)
            return rest.end() if rest and rest.end() > stop + 1 else stop
        stop = further
    return stop


def _is_one_piece(text: str, start: int, end: int) -> bool:
    piece = text[start:end]
    return not any(sign in piece for sign in "\n\x1e:=,")


def bare_end(text: str, begin: int, sign: str) -> int:
    """Give where a value without quotes ends that begins at `begin`; `sign` is what stands before it."""
    following = _NEXT["=" if "=" in sign else ":"]
    limit, at = min(len(text), begin + LONGEST), begin
    opened: list[str] = []
    for _ in range(_MOST_TURNS):
        run = _RUN.match(text, at, limit)
        at = run.end() if run else at
        char = text[at : at + 1]
        if at >= limit or char.isspace() or char == "\x1e":
            break
        if char in _PAIRS:
            if char == "<" and _TAG.match(text, at) and at > begin:
                break
            opened.append(_PAIRS[char])
        elif opened and char == opened[-1]:
            opened.pop()
        elif _ends(text, begin, at, following):
            break
        at += 1
    return at


def _ends(text: str, begin: int, at: int, following: re.Pattern[str]) -> bool:
    """Tell whether the sign at `at` ends a value that began at `begin`: what follows decides."""
    char = text[at]
    if char in _CLOSING:
        return _GOES_ON.match(text, at + 1) is None
    if char == "\\":
        return _ESCAPED.match(text, at) is not None
    if char in _SEPARATING:
        is_of_words = char == ";" and _NEXT_OF_WORDS.match(text, at + 1)
        return bool(is_of_words) or following.match(text, at + 1) is not None
    return at == begin or _WORD_FOLLOWS.match(text, at + 1) is None  # a quote


def _without_closing(text: str, start: int, begin: int, stop: int) -> int:
    """Take the closing brackets that end the value off it, if they were opened inside or before its name."""
    closing = text[stop : stop + 1]
    if closing not in _CLOSING or stop == begin:
        return stop
    opening = next(sign for sign, other in _PAIRS.items() if other == closing)
    left = before(text, start, _OPENED_REACH)
    is_open = left.rfind(opening) > left.rfind(closing) or opening == "<"
    is_alone = text[stop + 1 : stop + 2] in {"", " ", "\n", "\x1e"}
    return stop if is_open or not is_alone or opening in text[begin:stop] else stop + 1
