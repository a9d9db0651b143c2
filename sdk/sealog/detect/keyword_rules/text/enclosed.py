"""Values inside a type or in quotes that only some languages have: `Some("X")`, `Optional[X]`, `string(10) "X"`.

Sources: the printed forms of Rust, Scala, Java, PHP, Go, Ruby and Python; ODBC (`{…}`), YAML 1.2
section 8.1 (block scalars), TOML 1.0 (multi-line strings), Bash (`$'…'`, here strings).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.assignment import Assignment, assignment
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_NAME_REACH = 32
_NAME_BEFORE = pattern(r"[\w.$/-]*\Z", re.ASCII)
# The look-ahead commits to the name, so that a long name is read only once.
_NAMED = pattern(
    r"(?=(?P<rest>[\w.-]{0,32}))(?P=rest)(?:\\{0,3}[\"'`]|\]|[\u201c\u201d\u2019\u00bb]|&quot;|%22){0,2}"
    r"(?:[ \t]{0,4}(?P<sign>=>|[:?.]{1,3}=|={1,2}|:)(?:(?<==>)\r?\n[ \t]{1,32}|[ \t]{0,4})|[ ]{1,4}<<<[ ]{0,4})",
    re.ASCII,
)
_QUOTED = r"(?P<q>\\{0,3}[\"'`])(?P<quoted>(?:(?!(?P=q))(?:\\[^\n\x1e]|[^\n\x1e\\])){1,512}?)(?P=q)"
# `Some(`, `Optional[`, `(*string)(`, `new String(`, `Secret(value=`, `#<Secret @value=`, `string(10) `, `Just `, `&`
# What debuggers and spew print of Go: `*string `, `ptr(0xc000) `, `(string) (len=5) `, `(*string)(0xc000)(`
_LAYER = (
    r"(?:(?:new[ ])?&{0,2}(?:mut[ ])?(?:\(\*?\w{1,24}\))?(?:\.?[A-Za-z_][\w.:]{0,40}(?:<[\w ,.:]{0,40}>)?)?"
    r"[(\[{][ ]?(?:@?\w{1,24}[ ]?[=:][ ]?)?"
    r"|[A-Z][\w:]{0,40}[ ]\{[ ](?:value|inner|inner_secret|secret|raw|data|0)[ ]?:[ ]"
    r"|#<[\w:]{1,40}[ ]@?\w{1,24}=|(?:string)?\(\*?\w{1,24}\)[ ]?|(?:Just|Some|Right|Ok|string|String)!?[ ]"
    r"|&{1,2}|\$|<<[ ]?|\*{1,2}[A-Za-z_][\w.]{0,40}[ ]|\w{1,16}\(0x[0-9a-f]{1,16}\)[ ]?"
    r"|\((?:len|cap)=[0-9]{1,9}(?:[ ]cap=[0-9]{1,9})?\)[ ]?)"
)
_LAYERED = pattern(rf"(?P<layers>{_LAYER}{{1,4}}){_QUOTED}", re.ASCII)
_WRITTEN_TYPES = """
Some Optional Optional.of Option Just Ok Right Left Success Present Maybe Secret SecretStr SecretString SecretBox
Sensitive Password Protected ProtectedString Redacted Hidden Opaque Plain Text String str string Value Box Arc Rc Cow
Ref Zeroizing Credential Wrapped Mono Lazy
"""
_TYPES = "|".join(map(re.escape, _WRITTEN_TYPES.split()))
_BARE = pattern(
    rf"&?(?:(?:(?:[\w:.]{{1,40}}[.:])?(?:{_TYPES})(?:<\w{{1,24}}>)?|char\[\][ ]|(?<=&))[(\[{{]"
    r"(?:\w{1,24}[=:])?){1,4}"
    r"(?P<bare>[^\s\"'`()\[\]{}<>,\x1e\\]{1,256})(?=[)\]}])",
    re.ASCII,
)
# Behind a type in brackets, a pointer or a length, without quotes: what is no mere word, as in the manual of a setting.
_CAST = pattern(
    r"(?:(?:\(\*{0,2}(?:string|String|str|text|varchar|bytes|char ?\*)\)|\((?:len|cap)=[0-9]{1,9}\)"
    r"|\*{1,2}[sS]tring|\w{0,16}\(0x[0-9a-f]{1,16}\))[ ]){1,4}"
    r"(?P<bare>(?=[A-Za-z]*[^A-Za-z\s,;:.!?)\]}])[^\s\"'`()\[\]{}<>,;\x1e\\]{1,256})",
    re.ASCII,
)
# What looks something up gets a name or a question, and no password: `getpass("…")`, `environ["…"]`, `$_POST['…']`.
_LOOKS_UP = pattern(
    r"\$?(?:[\w.:]*[.:])?[a-z_]\w*\[|\$_[A-Z]+\["
    r"|(?:.*[.:])?(?:get|load|read|fetch|find|look|resolve|input|prompt|ask|env|raw_input|config|require|param|arg"
    r"|translate|t\b|_\b|gettext|label|format|print|log|hash|ref|sub|import|nvl|coalesce|decrypt|secretsmanager|items|keys)"
    r"\w*[(\[{]",
    re.ASCII,
)
_FENCED = pattern(
    r"(?P<fence>\"{3}|'{3}|\$(?=[\"'])[\"'])(?P<value>(?:(?!(?P=fence))(?:\\[^\x1e]|[^\x1e\\])){1,512}?)(?P=fence)",
    re.ASCII,
)
_TYPOGRAPHIC = pattern(
    r"[\u201c\u201d\u201e\u201f\u00ab\u2018\u201a\u2039\u300c\u300e\uff02]"
    r"(?P<value>[^\n\x1e\u201c\u201d\u00bb\u203a\u300d\u300f\uff02]{1,256}?)"
    r"[\u201c\u201d\u00bb\u2019\u2018\u203a\u300d\u300f\uff02](?!\w)",
    re.ASCII,
)
_ODBC = pattern(r"\{(?P<value>(?:[^{}\n\x1e\"']|\}\}){1,256})\}(?=;|[\"']?(?:[\s\x1e]|\Z))", re.ASCII)
_BLOCK = pattern(
    r"[|>][-+0-9]{0,2}[ ]{0,4}(?:\r?\n|(?:\\r)?\\n)[ \t]{1,32}"
    r"(?P<value>[^\s\x1e\\\"](?:[^\r\n\x1e\\\"]{0,510}[^\s\x1e\\\"])?)",
    re.ASCII,
)
# What stands before a scalar of YAML: its type, and perhaps an anchor (YAML 1.2.2 section 6.9). Tags of
# one application often look something up: `!secret name`, `!Ref Name`.
_TAGGED = pattern(
    r"(?:!<[^<>\s\x1e]{1,64}>|!(?:![\w.:/-]{1,64})?)[ ]{1,4}(?:&[\w-]{1,32}[ ]{1,4})?"
    r"(?:(?P<q>\\{0,3}[\"'])(?=(?:(?!(?P=q))[^\n\x1e]){1,512}(?P=q)))?"
    r"(?P<value>(?(q)(?:(?!(?P=q))[^\n\x1e]){1,512}|[^\s,{}\[\]\"'\\|>&*#\x1e][^\r\n\x1e\\\"]{0,255}?"
    r"(?=[ ]{0,8}(?:[\r\n\x1e]|\Z|[ ]#|[,}\]](?:\s|\Z)|\\[nr]|\\{0,3}[\"'])))"
    r"|(?=\*))",  # an alias, or a value that is sealed already: no value stands here
    re.ASCII,
)
_BY_FIRST = {'"': _FENCED, "'": _FENCED, "$": _FENCED, "|": _BLOCK, ">": _BLOCK}


def assigned(text: str, start: int, end: int) -> Assignment | None:
    """Give the value assigned to a name, as `assignment` does, also inside a type or in quotes of other kinds."""
    found = assignment(text, start, end)
    if found is not None and found.is_quoted:
        return found
    inside = enclosed(text, start, end)
    return found if inside is None else inside


def name_and_sign(text: str, end: int) -> re.Match[str] | None:
    """Match the rest of a name behind a keyword (`rest`) and the sign that assigns a value (`sign`)."""
    return _NAMED.match(text, end)


def enclosed(text: str, start: int, end: int) -> Assignment | None:
    """Give the value inside a type or in uncommon quotes; an empty one where a function looks it up."""
    named = _NAMED.match(text, end)
    if named is None or named.end() == len(text):
        return None
    at = named.end()
    span = _fenced(text, at, named["sign"]) or _layered(text, at)
    return None if span is None else named_value(text, start, named, span, quoted=True)


def named_value(text: str, start: int, named: re.Match[str], span: Span, *, quoted: bool) -> Assignment:
    """Give the value at `span` with its name, which `named` matched around the keyword."""
    left = before(text, start, _NAME_REACH)
    name = _NAME_BEFORE.search(left)
    return Assignment(name[0] if name else "", named["rest"], named["sign"] or "=", *span, is_quoted=quoted)


def _fenced(text: str, at: int, sign: str | None) -> Span | None:
    first = text[at]
    shape = _BY_FIRST.get(first) if first.isascii() else _TYPOGRAPHIC
    if first == "!" and sign == ":":
        shape = _TAGGED
    if first == "{" and sign == "=":
        shape = _ODBC
    match = shape.match(text, at) if shape else None
    return None if match is None else match.span("value")


def _layered(text: str, at: int) -> Span | None:
    match = _LAYERED.match(text, at)
    if match is None:
        bare = _BARE.match(text, at) or _CAST.match(text, at)
        return None if bare is None else bare.span("bare")
    begin, stop = match.span("quoted")
    return (begin, begin) if _LOOKS_UP.match(match["layers"]) else (begin, stop)


SHAPES = {"looks_up": _LOOKS_UP}
WORDS = {"types": _WRITTEN_TYPES.split()}
"""See `placeholders.py`."""
