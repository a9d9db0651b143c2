"""Tells whether a name far before a value may name it: the key of an enclosing object, or the name of a pair.

It does not parse. In doubt the answer is yes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.structured.names import GENERIC, LONGEST, VALUES, written_together
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.structured.outline import RuleOf

_ENCLOSING = pattern(
    r"(?:[\"'`]|(?<=[\w\])]))[ \t\r\n]{0,16}(?:[:=]>?|,)[ \t\r\n]{0,16}(?:[A-Za-z]\w{0,64})?\\{0,64}[\"']?[{\[(]"
)
_LEFT = pattern(r"[^\"'`\\\n\x1e,{}()\[\]]{1,128}\Z")
_KEY = pattern(r"([A-Za-z][\w.-]{0,63})\\{0,64}[\"'`]?[ \t\r\n]{0,16}[:=]")
_MOST = 256
"""Names that are looked at; with more of them the answer is yes."""


def may_name_beyond(text: str, begin: int, rule_of: RuleOf, concerns: Callable[[str], bool]) -> bool:
    """Tell whether keys before `begin` may name values behind it; `concerns` tells of texts with telling keys."""
    names = _enclosing(text, begin)
    if len(names) > _MOST or any(_has_rule(name, rule_of) for name in names):
        return True
    try:
        is_telling = concerns(text[:begin])
    except UnicodeEncodeError:
        is_telling = True
    keys = {match[1] for match in _KEY.finditer(text, begin)}
    if not VALUES.isdisjoint(map(written_together, keys)) and is_telling:
        return True
    further = [key for key in keys if written_together(key) in GENERIC]
    return any(_has_rule(f"{name}.{key}", rule_of) for name in names for key in further)


def _enclosing(text: str, begin: int) -> set[str]:
    """Give the names before `begin` that containers follow."""
    names: set[str] = set()
    for match in _ENCLOSING.finditer(text, 0, begin):
        left = _LEFT.search(text[max(0, match.start() - LONGEST) : match.start()].rstrip("\\"))
        if left is not None:
            names.add(
                left[0].strip().rpartition(" ")[2].lstrip("-") if "=" in match[0] else left[0].strip().lstrip("-")
            )
        if len(names) > _MOST:
            break
    return names


def _has_rule(name: str, rule_of: RuleOf) -> bool:
    rule = rule_of(name) if name else None
    return rule is not None and rule.action != "keep"
