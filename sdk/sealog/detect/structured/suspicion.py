"""Whether it is worth reading a text's structure. Nearly every text ends here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.structured.names import LONGEST, NAMES, VALUES, written_together

if TYPE_CHECKING:
    from sealog.detect.structured.outline import RuleOf

# What may be a key or the first of a pair: a word or string, and what stands behind it.
_KEY = re.compile(
    r"(?:(?P<quote>\\{0,64}[\"'])(?P<quoted>[^\"'\\\n\x1e]{1,128})\\{0,64}[\"']|(?P<word>[^\W\d][\w.$-]{0,127}))"
    r"[ \t\r\n]{0,64}(?P<sign>[:=,])"
)
_OPENERS = re.compile(r"[{\[(]")
_NOT_ALONE = frozenset(",:=\"'[]{}()\n\t\\")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")


def may_name(text: str, rule_of: RuleOf) -> bool:
    """Tell whether a key in a text, or a string with escapes, may say more of it than its shapes do."""
    if _OPENERS.search(text) is None:
        return False
    if "\\" in text:
        return True
    for match in _KEY.finditer(text):
        name = match["quoted"] or match["word"]
        rule = rule_of(name)
        if rule is not None and rule.action != "keep":
            return True
        if written_together(name) in NAMES or written_together(name) in VALUES:
            return True
    return False


def is_suspect(text: str, start: int, end: int) -> bool:
    """Tell whether a finding may cross what structure holds apart, or be a number that a document holds."""
    value = text[start:end]
    if not _NOT_ALONE.isdisjoint(value) or len(value) > LONGEST:
        return True
    if text[start - 1 : start].isalnum() or text[end : end + 1] in "\\" or text[start - 1 : start] == "\\":
        return True
    return _NUMBER.fullmatch(value) is not None or text[start - 1 : start] in {"-", "."} or text[end : end + 1] == "."
