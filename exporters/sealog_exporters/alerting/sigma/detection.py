"""Converts one selection of a Sigma detection into a match.

Source: Sigma specification 2.1, "Detection" and the modifiers' appendix. Sigma compares without regard to case unless
`cased` says otherwise; `*` and `?` are wildcards where no backslash is before them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.sigma.encoded import ENCODINGS, encoded
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Match: TypeAlias = dict[str, Any]

_TEXTUAL: Final = frozenset({"contains", "startswith", "endswith"})
_AS_THEY_ARE: Final = frozenset({"cidr", "gte", "gt", "lte", "lt"})
_RE_FLAGS: Final = frozenset({"i", "m", "s"})
_CHANGING: Final = ENCODINGS | {"windash"}
_KNOWN: Final = _TEXTUAL | _AS_THEY_ARE | _RE_FLAGS | _CHANGING | {"all", "cased", "exists", "neq", "re"}
_RESERVED: Final = frozenset({"severity", "entity_index", "any_of", "all_of", "none_of", "template", "template.id"})
_DASH = re.compile(r"\B[-/]\b")  # what begins a flag of a Windows command
_DASHES: Final = "[-/\u2013\u2014\u2015]"
_PATTERNS: Final = {"*": ".*", "?": ".", _DASHES: _DASHES}
_TOKEN = re.compile(r"\\([*?\\])|([*?])", re.DOTALL)


def selection(value: Any) -> Match:
    """Turn a selection into a match: a map's lines must all hold, of a list's elements any.

    Raises:
        NotUnderstoodError: a modifier, field or value has no counterpart.
    """
    if isinstance(value, dict) and value:
        return all_of([_line(str(key), wanted) for key, wanted in value.items()])
    if isinstance(value, list) and value:
        return any_of([selection(item) if isinstance(item, dict) else _keyword(item) for item in value])
    return _keyword(value)


def any_of(matches: list[Match]) -> Match:
    """Join matches of which one must hold."""
    return matches[0] if len(matches) == 1 else {"any_of": matches}


def all_of(matches: list[Match]) -> Match:
    """Join matches that must all hold."""
    return matches[0] if len(matches) == 1 else {"all_of": matches}


def _keyword(value: Any) -> Match:
    """Look for a word anywhere in the body."""
    if not isinstance(value, (str, int, float)) or isinstance(value, bool) or value == "":
        raise NotUnderstoodError("a selection that is neither a map nor words")
    return _text("body", "contains", _parts(str(value)), cased=False)


def _line(key: str, wanted: Any) -> Match:
    """Turn `field|modifier: value` or a list of values into a match."""
    field, *modifiers = key.split("|")
    for modifier in modifiers:
        if modifier not in _KNOWN:
            raise NotUnderstoodError(f"the modifier `{modifier}`")
    if field in _RESERVED:
        raise NotUnderstoodError(f"the field `{field}`, which means something else here")
    values = wanted if isinstance(wanted, list) else [wanted]
    if not values:
        raise NotUnderstoodError(f"the field `{field}` without a value")
    matches = [_value(field or "body", modifiers, value, keyword=not field) for value in values]
    joined = all_of(matches) if "all" in modifiers else any_of(matches)
    return {"none_of": [joined]} if "neq" in modifiers else joined


def _value(field: str, modifiers: Sequence[str], value: Any, *, keyword: bool) -> Match:
    """Turn one value of a field into a match."""
    given = set(modifiers)
    if "exists" in given or value is None:
        return {f"{field}|exists": value is not None and bool(value)}
    if isinstance(value, (dict, list)):
        raise NotUnderstoodError(f"a value of `{field}` that is no text, number or boolean")
    if given & _CHANGING and given & (_AS_THEY_ARE | {"re"}):
        raise NotUnderstoodError(f"`{'|'.join(modifiers)}` together")
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    for modifier in given & _AS_THEY_ARE:
        return {f"{field}|{modifier}": value}
    if "re" in given:
        flags = "".join(sorted(given & _RE_FLAGS))
        return {f"{field}|re": f"(?{flags}){text}" if flags else text}
    compared = next(iter(given & _TEXTUAL), "contains" if keyword else "")
    spelled = [_parts(text)] if given.isdisjoint(ENCODINGS) else _encoded(text, modifiers)
    if "windash" in given:
        spelled = [_with_dashes(parts) for parts in spelled]
    return any_of([_text(field, compared, parts, cased="cased" in given) for parts in spelled])


def _encoded(text: str, modifiers: Sequence[str]) -> list[list[str]]:
    """Return what may stand in a record instead of a text."""
    words = _parts(text)
    if not all(isinstance(word, _Literal) for word in words):
        raise NotUnderstoodError("an encoding of wildcards")
    texts = encoded("".join(words), [modifier for modifier in modifiers if modifier in ENCODINGS])
    if texts is None:
        raise NotUnderstoodError(f"`{'|'.join(modifiers)}`, which makes bytes and no text")
    return [[_Literal(one)] for one in texts]


def _with_dashes(parts: list[str]) -> list[str]:
    """Put a class of dashes where a flag of a command begins."""
    found: list[str] = []
    for part in parts:
        if not isinstance(part, _Literal):
            found.append(part)
            continue
        first, *others = _DASH.split(part)
        found += [_Literal(first)] if first else []
        for other in others:
            found += [_DASHES, _Literal(other)]
    return found


def _text(field: str, compared: str, parts: list[str], *, cased: bool) -> Match:
    """Compare texts: with a modifier of ours where the wildcards allow it, otherwise with a regular expression."""
    if compared in {"contains", "endswith"} and parts[0] != "*":
        parts.insert(0, "*")
    if compared in {"contains", "startswith"} and parts[-1] != "*":
        parts.append("*")
    words = [part for part in parts if isinstance(part, _Literal)]
    nocase = "" if cased or not re.search(r"[^\W\d_]", "".join(words)) else "|nocase"
    plain = all(isinstance(part, _Literal) or part == "*" for part in parts)
    if len(words) == 1 and plain:
        before, behind = parts[0] == "*", parts[-1] == "*"
        name = {(True, True): "|contains", (False, True): "|startswith", (True, False): "|endswith"}
        return {f"{field}{name.get((before, behind), '')}{nocase}": str(words[0])}
    if not words and plain:
        return {f"{field}|exists": True} if "*" in parts else {field: ""}
    pattern = "".join(re.escape(part) if isinstance(part, _Literal) else _PATTERNS[part] for part in parts)
    return {f"{field}|re": f"(?{'s' if cased else 'is'})^{pattern}$"}


class _Literal(str):
    """A stretch without wildcards, backslashes resolved."""

    __slots__ = ()


def _parts(text: str) -> list[str]:
    """Split at wildcards."""
    parts: list[str] = []
    stretch, place = "", 0
    for token in _TOKEN.finditer(text):
        stretch += text[place : token.start()] + (token[1] or "")
        place = token.end()
        if token[2]:
            parts += [_Literal(stretch), token[2]] if stretch else [token[2]]
            stretch = ""
    stretch += text[place:]
    return [*parts, _Literal(stretch)] if stretch or not parts else parts
