"""Seals a text that is about to be printed. It never raises, and returns a mask if it can't scan the text.

A printed line has no record that could carry a data key, so its sealed values carry their own (`seal1k~…`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sealog.crypto.authenticity import brought
from sealog.crypto.spelling import find_sealed_keys, splice
from sealog.detect.engine.sealed_spans import free
from sealog.detect.model.scan_budget import LEAST, TooCostlyError, bounded
from sealog.detect.structured.quoting import quote_numbers
from sealog.detect.unescape.readings import undone
from sealog.notices import say_once
from sealog.pattern import pattern
from sealog.processor.blackout import BLACK
from sealog.processor.limits.bounds import cut, note
from sealog.processor.values.replace import Replacer, is_replacement
from sealog.processor.values.slots import Filling
from sealog.processor.values.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.keys.sealer import Sealer
    from sealog.processor.values.replace import ActionOf
    from sealog.records.action import Action

    _Span: TypeAlias = tuple[int, int, str, Action | None]

_CUT, _AGAIN = 0.25, 0.35
"""The work to cut a text whose scan took too long, and to scan again, as parts of the budget for its length."""

_ASSIGNMENT = pattern(
    r"""(?<![\w.-])(?:([\w.-]{1,64})[ ]?=[ ]?|(["'])([\w.-]{1,64})\2[ ]?:[ ]?)"""
    r"""("[^"\n]*"|'[^'\n]*'|[^\s,;&)\]}"']+)"""
)
"""`key=value` and `"key": value`. It starts at a word's start only, so that long words don't take quadratic time."""


class LineSealer:
    """Seals text, line by line or whole, and structured values. Threads may share it.

    Without a `sealer`, which may be replaced, it masks. `action_of` is the policy (see `Replacer`); a key's own action
    takes precedence. A line that is one JSON object is sealed as a structured value, including key rules, and stays
    JSON; any other text keeps every character that belongs to no finding.
    """

    def __init__(self, scanner: Scanner, sealer: Sealer | None, action_of: ActionOf | None = None) -> None:
        self._scanner = scanner
        self.sealer = sealer
        self._action_of = action_of

    def text(self, text: str) -> str:
        """Seal a text."""
        try:
            with brought(find_sealed_keys(text)):
                return self._in_time(text)
        except Exception as error:  # noqa: BLE001 - the application must not see it, the reader not the plaintext
            say_once("console", f"a printed line could not be sealed and was blacked out ({type(error).__name__})")
            return BLACK + ("\n" if text.endswith("\n") else "")

    def _in_time(self, text: str) -> str:
        try:
            return self._sealed(text, bounded(len(text)))
        except TooCostlyError:
            return self._shortened(text)

    def _shortened(self, text: str) -> str:
        line, size = text.rstrip("\n"), len(text)
        kept = cut(line, min(LEAST, size // 8), self._scanner, bounded(size, _CUT))
        try:
            sealed = self._sealed(kept, bounded(size, _AGAIN))
        except TooCostlyError:
            sealed = note(len(line), "characters")
        return sealed + text[len(line) :]

    def _sealed(self, text: str, budget: ScanBudget) -> str:
        sealed = self._json(text, budget) if text.startswith("{") else None
        return self._plain(text, budget) if sealed is None else sealed

    def value(self, value: Any) -> Any:
        """Seal a structured value: text, mapping, sequence."""
        try:
            return self._structured(value)
        except Exception as error:  # noqa: BLE001 - as above
            say_once("console", f"a printed value could not be sealed and was blacked out ({type(error).__name__})")
            return BLACK

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields that a key rule names, sealed: a format may print the value without its key.

        One that the policy drops becomes an empty text, since a format may ask for it.
        """
        rule = self._scanner.entity_of_key
        known = {key: value for key, value in fields.items() if rule(str(key)) is not None}
        if not known:
            return known
        sealed = self.value(known)
        return {key: sealed.get(key, "") for key in known} if isinstance(sealed, dict) else dict.fromkeys(known, BLACK)

    def _json(self, text: str, budget: ScanBudget) -> str | None:
        line = text.rstrip()
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            return None
        sealed = self._structured(value, budget)
        if sealed is value:
            return text
        colon, comma = (": ", ", ") if '": ' in line else (":", ",")
        written = json.dumps(sealed, ensure_ascii=line.isascii(), separators=(comma, colon))
        return written + text[len(line) :]

    def _structured(self, value: Any, budget: ScanBudget | None = None) -> Any:
        walk = Walk(self._scanner.entity_of_key)
        slot = walk.value(value)
        findings = self._scanner.scan_many(walk.texts, budget or bounded(sum(map(len, walk.texts))))
        if findings is None and not walk.reasons:
            return value
        filling = Filling(self._replacer(), findings or [[] for _ in walk.texts])
        return filling.value(slot, value, "" if isinstance(value, Mapping) else "$")  # a printed object has attributes

    def _plain(self, text: str, budget: ScanBudget) -> str:
        assigned = list(self._assigned(text))
        spans: list[_Span] = [
            (found.start, found.end, found.entity, None)
            for found in self._scanner.scan(text, budget)
            if not any(start < found.end and found.start < end for start, end, *_ in assigned)
        ]
        if not spans and not assigned:
            return text
        replacer = self._replacer()
        replacements = [
            (start, end, replacer.token(entity, text[start:end], "$", action=action))
            for start, end, entity, action in sorted(spans + assigned)
        ]
        return splice(text, quote_numbers(text, replacements))

    def _replacer(self) -> Replacer:
        return Replacer(self._scanner, self.sealer, self._action_of, with_key=True)

    def _assigned(self, text: str) -> Iterator[_Span]:
        """Find the values that a key in the text names: start, end, entity, the key's own action."""
        if "=" not in text and ":" not in text and "%3" not in text:
            return
        reading = undone(text)
        shown = text if reading is None else reading.text
        for match in _ASSIGNMENT.finditer(shown):
            rule = self._scanner.entity_of_key(match[1] or match[3])
            start, end = match.span(4)
            if shown[start] in "\"'":
                start, end = start + 1, end - 1
            if rule is not None and end > start:
                start, end = (start, end) if reading is None else reading.span(start, end)
                for first, last in self._unsealed(text, start, end):
                    yield first, last, rule.entity, rule.action

    def _unsealed(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Return the parts of `text[start:end]` besides masks, sealed values and punctuation next to them."""
        value, entities = text[start:end], self._scanner.entities
        if is_replacement(value, entities) or is_replacement(text[start : end + 1], entities):  # `]` ends no value
            return
        if "seal1" not in value:
            yield start, end
            return
        for first, last in free(start, end, self._scanner.sealed_spans(text)):
            if any(char.isalnum() for char in text[first:last]):
                yield first, last
