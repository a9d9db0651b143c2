"""Parses the condition of a Sigma detection: and, or, not, brackets, `1 of x*`, `all of them`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from sealog_exporters.alerting.sigma.detection import all_of, any_of
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.sigma.detection import Match

_TOKENS = re.compile(r"\s*([()]|[^\s()]+)")
_MAX_TOKENS = 500


def condition(text: str, selections: Mapping[str, Match]) -> Match:
    """Turn a condition into a match.

    Raises:
        NotUnderstoodError: it is not Sigma's grammar, or names a selection that is not there.
    """
    parser = _Parser(_TOKENS.findall(text), selections)
    if not text.strip() or len(parser.tokens) > _MAX_TOKENS:
        raise NotUnderstoodError("a condition that is empty or very long")
    match = parser.either()
    if parser.tokens:
        raise NotUnderstoodError(f"`{parser.tokens[0]}` in the condition")
    return match


class _Parser:
    """Recursive descent: `or` binds least, then `and`, then `not`."""

    def __init__(self, tokens: list[str], selections: Mapping[str, Match]) -> None:
        self.tokens = tokens
        self._selections = selections

    def either(self) -> Match:
        matches = [self._both()]
        while self._took("or"):
            matches.append(self._both())
        return any_of(matches)

    def _both(self) -> Match:
        matches = [self._one()]
        while self._took("and"):
            matches.append(self._one())
        return all_of(matches)

    def _one(self) -> Match:
        if self._took("not"):
            return {"none_of": [self._one()]}
        if self._took("("):
            match = self.either()
            if not self._took(")"):
                raise NotUnderstoodError("a bracket that is not closed in the condition")
            return match
        if not self.tokens:
            raise NotUnderstoodError("a condition that ends too early")
        name = self.tokens.pop(0)
        if self.tokens and self.tokens[0].lower() == "of" and name.lower() in {"1", "any", "all"}:
            self.tokens.pop(0)
            return self._of(name.lower())
        if name not in self._selections:
            raise NotUnderstoodError(f"`{name}` in the condition")
        return self._selections[name]

    def _of(self, number: str) -> Match:
        """Read what follows `1 of` or `all of`: `them`, or a pattern of names."""
        pattern = self.tokens.pop(0) if self.tokens else ""
        if pattern == "them":
            pattern = "*"
        found = [
            match
            for name, match in self._selections.items()
            if fnmatchcase(name, pattern) and not (pattern == "*" and name.startswith("_"))
        ]
        if not found:
            raise NotUnderstoodError(f"`of {pattern}` in the condition, which is no selection")
        return all_of(found) if number == "all" else any_of(found)

    def _took(self, word: str) -> bool:
        if self.tokens and self.tokens[0].lower() == word:
            self.tokens.pop(0)
            return True
        return False
