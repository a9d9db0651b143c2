"""Values whose name stands beside them: in an attribute, a form's part, a pair of YAML, Erlang or Go.

Reports of validators name values too. The module reads places and names; key rules give a name its meaning. Each reader
looks a bounded way around its sign. Sources: W3C XML 1.0, RFC 7578 (multipart/form-data), YAML 1.2.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sealog.detect.model.rule import Form
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Beside(NamedTuple):
    """A name, and the place of the value that it stands beside."""

    name: str
    start: int
    end: int


class NameRule(NamedTuple):
    """A reader of names beside values, called at its `keywords`; these, `begins` and `form` are as in `KeywordRule`."""

    keywords: tuple[str, ...]
    read: Callable[[str, int, int], Iterator[Beside]]
    begins: bool = False
    form: Form | None = None


QUOTED = r"\"(?P<double>[^\"\n\\\x1e]{1,512})\"|'(?P<single>[^'\n\\\x1e]{1,512})'"
"""A value in quotes, as the group `double` or `single`."""

NAME_BEFORE = pattern(r"(?:\A|(?<=[^\w.-]))[\w.-]{0,40}\Z")
"""What stands of a name before the keyword that it ends with."""

NAME_REACH = 48
"""Characters before a keyword in which `NAME_BEFORE` is looked for."""

_REACH = 640
_ATTRIBUTE = pattern(r"(?P<name>[\w.:$ \[\]-]{1,64})[\"']")
_VALUE_IN_TAG = pattern(
    r"[^<>\x1e]{0,256}?\b[vV]alue\s{0,4}=\s{0,4}(?P<quote>[\"'])(?P<value>[^\"'<>\x1e]{1,512})(?P=quote)"
)
_VALUE_IN_HEAD = pattern(r"\b[vV]alue\s{0,4}=\s{0,4}[\"'](?P<value>[^\"'<>\x1e]{1,256})[\"']")
_CONTENT = pattern(
    r"[^<>\x1e]{0,256}>\s{0,64}(?:<(?:\w{1,16}:)?(?:[aA]ttribute|[pP]aram)?[vV]alue\b[^<>]{0,256}>\s{0,64})?"
    r"(?:<!\[CDATA\[(?P<raw>[^\x1e]{1,512}?)\]\]>|(?P<text>[^<>\x1e]{1,512})</)"
)
_PART = pattern(
    r"[\"']?[^\r\n\x1e]{0,256}(?P<end>\r?\n|\\r\\n|\\n)(?:[\w-]{1,64}:[^\r\n\\\x1e]{0,256}(?P=end)){0,8}(?P=end)"
    r"(?P<value>[^\r\n\x1e]{1,512}?)(?=(?P=end)|\r|\n|\Z)"
)
_IS_PART = pattern(r"form-data;\s{0,8}\Z", re.IGNORECASE)


def _attribute(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the value beside an attribute that holds a name: `name="password" value="…"`, `name="password">…<`."""
    match = _ATTRIBUTE.match(text, end)
    if match is None:
        return
    name, behind = match["name"], match.end()
    if _IS_PART.search(before(text, start, 32)):
        part = _PART.match(text, behind)
        if part is not None:
            yield Beside(name, *part.span("value"))
        return
    found = _VALUE_IN_TAG.match(text, behind)
    if found is None:
        found = _CONTENT.match(text, behind)
        if found is not None:
            yield _stripped(text, Beside(name, *found.span("text" if found["raw"] is None else "raw")))
            return
        left = before(text, start, _REACH)
        opened = left.rfind("<")
        found = _VALUE_IN_HEAD.search(left, opened) if opened > left.rfind(">") else None
        if found is not None:
            offset = start - len(left)
            yield Beside(name, offset + found.start("value"), offset + found.end("value"))
        return
    yield Beside(name, *found.span("value"))


_BARE_NAME = pattern(r"[\w.\[\]-]{1,64}")


def _bare_part(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read a form's part whose name has no quotes: `form-data; name=password`."""
    name = _BARE_NAME.match(text, end)
    part = None if name is None else _PART.match(text, name.end())
    if name is not None and part is not None:
        yield Beside(name[0], *part.span("value"))


def _stripped(text: str, beside: Beside) -> Beside:
    """Give a value without the white space around it."""
    name, start, end = beside
    value = text[start:end]
    return Beside(name, start + len(value) - len(value.lstrip()), end - len(value) + len(value.rstrip()))


_CELLS = frozenset({"td", "th", "dt", "label"})
_NEXT_CELL = pattern(
    r"</\w{1,8}\s{0,4}>\s{0,64}<(?:td|dd|span|div|output)\b[^<>]{0,256}>(?P<value>[^<>\x1e]{1,512})</", re.IGNORECASE
)
_CELL_OF_NAME = pattern(r"(?P<name>[^\W\d][\w .-]{0,63}):?")
_CLOSED = pattern(r"(?:[\w-]{1,32}:)?(?P<name>[A-Za-z_][\w.-]{0,63})\s{0,4}>")


def _element(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read an element's text at its end: `<wsse:Password Type="…">…</wsse:Password>`, with CDATA too.

    In a table or list, the text of a cell may be the name of what the next one holds: `<td>Password</td><td>…</td>`.
    """
    closed = _CLOSED.match(text, end)
    if closed is None:
        return
    left = before(text, start, _REACH)
    name = closed["name"]
    opened = max(left.rfind(f"<{name}"), left.rfind(f":{name}"))
    begin = left.find(">", max(opened, 0)) + 1 if opened >= 0 else left.rfind(">") + 1
    if begin <= 0:
        return
    value = left[begin:]
    stripped = value.strip()
    if stripped.startswith("<![CDATA[") and stripped.endswith("]]>"):
        stripped = stripped[len("<![CDATA[") : -len("]]>")].strip()
    elif "<" in stripped or (">" in stripped and "<" not in left[max(opened, 0) : begin]):
        return
    if stripped:
        first = start - len(left) + begin + value.index(stripped)
        yield Beside(name, first, first + len(stripped))
        told = _CELL_OF_NAME.fullmatch(stripped) if name.lower() in _CELLS else None
        following = None if told is None else _NEXT_CELL.match(text, start)
        if told is not None and following is not None:
            yield _stripped(text, Beside(told["name"], *following.span("value")))


_NAMED = pattern(
    r"(?P<name>[A-Za-z_][\w.:-]{0,63})\s{0,4}</[\w:]{1,32}>\s{0,64}"
    r"<(?:\w{1,16}:)?(?:[vV]alue|[vV]al|string|data|integer)\b[^<>]{0,64}>(?:<\w{1,16}>)?(?P<value>[^<>\x1e]{1,512})</"
)


def _named_element(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read a value's element behind its name's: `<name>password</name><value>…</value>`."""
    match = _NAMED.match(text, end)
    if match is not None:
        yield _stripped(text, Beside(match["name"], *match.span("value")))


_YAML = pattern(
    r"\bname:[ ]{1,4}[\"']?(?P<name>[\w.-]{1,128})[\"']?[ ]{0,4}(?:\r?\n|\\n|,)[ \t]{0,64}(?:-[ ])?[\"']?\Z"
)
_SCALAR = pattern(
    r"[ ]{1,8}(?:(?:!<[^<>\s\x1e]{1,64}>|!(?:![\w.:/-]{1,64})?)[ ]{1,4})?"
    rf"(?:{QUOTED}"
    r"|(?P<plain>[^\s\"'{\[&*!|>\\\x1e][^\n\\\x1e]{0,511}))"
)


def _yaml(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the value in YAML below its name: `- name: DB_PASSWORD`, `  value: …`."""
    named, value = _YAML.search(before(text, start, 240)), _SCALAR.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span(value.lastgroup or 0))


_NESTED = pattern(r"[ ]{0,32}(?:-[ ])?[\"']?(?P<name>[\w.-]{1,128})[\"']?:[ ]{0,8}\r?\Z")


def _nested(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read the value in YAML that is all of what a name holds: `password:`, `  value: …`."""
    if text[start - 1 : start] not in {":", " ", "\r"}:
        return
    spend(_PAIR)
    left = before(text, start, 180)
    named, value = _NESTED.match(left, left.rfind("\n") + 1), _SCALAR.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span(value.lastgroup or 0))


_LITERAL = rf"(?:{QUOTED})"
_ATOM = pattern(rf"(?P<name>[a-z_][\w.-]{{0,63}}),[ ]?(?:<<)?{_LITERAL}(?:>>)?[ ]?\}}", re.IGNORECASE)
_BINARY = pattern(rf"(?P<name>[\w.-]{{1,64}})\">>,[ ]?(?:<<)?{_LITERAL}(?:>>)?[ ]?\}}")
_DOTTED = pattern(r"\([:'\"]{0,2}(?P<name>[A-Za-z_][\w.-]{0,63})\"?\Z")
_MAPPED = pattern(r"(?:[(\[{]|,)[ ]?[\"']?(?P<name>[A-Za-z_][\w.-]{0,63})[\"']?\Z")
_BARE = pattern(r"(?P<bare>[^\s\"'()\[\]{}<>,;\\\x1e]{1,256})(?=[,)\]}])")
_STRING = pattern(_LITERAL)
_PLAIN_WORD = pattern(r"[A-Za-z_.]+")
_PAIR = 4  # steps of a pair
_SAYS_LITTLE = pattern(r"[A-Za-z_.]+|[0-9]{1,3}")  # in a sentence, in which a pair may stand for something else
_MAP = "map"
_NAMED_BEFORE = pattern(
    r"(?:\A|[\s({\[&?,;])(?:name|key)(?:[:=][ ]?)(?P<name>[A-Za-z_][\w.-]{0,63})(?:,[ ]?|[ ]|&(?:amp;)?)\Z",
    re.IGNORECASE,
)
_VALUE_BEHIND = pattern(r"[ ]?(?P<bare>[^\s\"'()\[\]{}<>,;&\\\x1e]{1,256})")


def _atom(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read Elixir's pairs: `{:password, "…"}`."""
    yield from _behind(_ATOM.match(text, end))


def _binary(text: str, _start: int, end: int) -> Iterator[Beside]:
    """Read Erlang's pairs: `{<<"password">>, <<"…">>}`."""
    yield from _behind(_BINARY.match(text, end))


def _behind(match: re.Match[str] | None) -> Iterator[Beside]:
    if match is not None:
        yield Beside(match["name"], *match.span("single" if match["double"] is None else "double"))


def _dotted(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read Lisp's pairs: `(password . "…")`."""
    named, value = _DOTTED.search(before(text, start, 72)), _STRING.match(text, end - 1)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span(value.lastgroup or 0))


def _mapped(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read Scala's pairs in brackets, `Map(password -> …)`; outside a map a word is a type or a state."""
    spend(_PAIR)
    named = _MAPPED.search(before(text, start, 72))
    if named is None:
        return
    value = _STRING.match(text, end) or _BARE.match(text, end)
    if value is None:
        return
    left = before(text, start, _REACH)
    opened = max(map(left.rfind, "([{"))
    if opened <= max(map(left.rfind, ")]}\n\x1e")):
        return
    is_map = left[:opened].lower().endswith(_MAP)
    if is_map or value.lastgroup != "bare" or not _PLAIN_WORD.fullmatch(value[0]):
        yield Beside(named["name"], *value.span(value.lastgroup or 0))


def _valued(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read pairs without quotes: `{key:password value:…}` of Go, `key: password, value: …`, `name=password&value=…`."""
    spend(_PAIR)
    named, value = _NAMED_BEFORE.search(before(text, start, 96)), _VALUE_BEHIND.match(text, end)
    if named is None or value is None:
        return
    is_enclosed = named[0][:1] in {"{", "&", "?"} or named[0][-1:] in {"&", ";"}
    if is_enclosed or value["bare"].istitle() or not _SAYS_LITTLE.fullmatch(value["bare"]):
        yield Beside(named["name"], *value.span("bare"))


_REJECTED_FIELD = pattern(r"\bfield '(?P<name>[\w.\[\]-]{1,128})':[ ]\Z")
_REJECTED = pattern(r"[ ]\[(?P<value>[^\]\n\x1e]{1,512})\](?=;|,|\s|\Z)")


def _rejected(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read Spring's reports of what a form holds: `on field 'password': rejected value […]`."""
    named, value = _REJECTED_FIELD.search(before(text, start, 144)), _REJECTED.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span("value"))


_INPUT_FIELD = pattern(
    r"(?:\A|\n|\\n)(?P<name>[A-Za-z_][\w.-]{0,127})(?:\n|\\n)[ ]{2}[^\n\\]{1,512}\[type=[\w.]{1,64}, \Z"
)
_INPUT = pattern(
    r"(?:'(?P<single>[^'\n\\\x1e]{1,512})'|\"(?P<double>[^\"\n\\\x1e]{1,512})\"|(?P<bare>[^\s'\"{(\[\x1e,\]]{1,256}))"
    r"(?=, input_type=)"
)


def _input(text: str, start: int, end: int) -> Iterator[Beside]:
    """Read pydantic's reports, a field's name in the line above: `[type=string_too_short, input_value='…', …]`."""
    named, value = _INPUT_FIELD.search(before(text, start, _REACH)), _INPUT.match(text, end)
    if named is not None and value is not None:
        yield Beside(named["name"], *value.span(value.lastgroup or 0))


RULES = (
    NameRule(('name="', "name='", 'key="', "key='", 'id="', 'field="'), _attribute, form=Form("attribute")),
    NameRule(("form-data; name=",), _bare_part),
    NameRule(("</",), _element),
    NameRule(("<name>", "<key>", "<parameter>"), _named_element),
    NameRule(("value:",), _yaml, form=Form("yaml")),
    NameRule(tuple(f"\n{' ' * indent}value:" for indent in (2, 4, 6, 8)), _nested),
    NameRule(("value:", "value=", "val:", "val="), _valued, form=Form("paired")),
    NameRule(("{:",), _atom),
    NameRule(('{<<"',), _binary),
    NameRule((' . "', " . '"), _dotted),
    NameRule((" -> ",), _mapped, form=Form("mapped")),
    NameRule(("rejected value",), _rejected),
    NameRule(("input_value=",), _input),
)
