"""The scanner: rules in, findings out. It changes no text, keeps no text and knows nothing of records.

Thread-safe. Nothing outlives a call but the answers about attribute keys, of which it remembers a bounded number.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import accumulate
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from sealog.crypto.spelling import find_sealed_values
from sealog.detect.context_gate import ContextGate
from sealog.detect.disguise import ODD, WORDS, undisguise
from sealog.detect.gate import build_gate
from sealog.detect.interface import KeyRule
from sealog.detect.keywords import build_keywords
from sealog.detect.overlaps import resolve, without
from sealog.detect.regex import Subject, best_engine, compile_shape, encode
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.semconv import is_left
from sealog.detect.surroundings import SEPARATOR
from sealog.errors import SettingError
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sealog.detect.interface import KeywordRule, Rule
    from sealog.detect.keywords import Hit
    from sealog.detect.overlaps import Ranked
    from sealog.detect.regex import Engine
    from sealog.records.finding import Group

_REMEMBERED_KEYS = 4096
_LONGEST_REMEMBERED_KEY = 256  # a longer key is no name that a program repeats; it may be an attack on memory

LEFT_ALONE = KeyRule(entity="", group="secret", matches=is_left, hits=(), misses=(), action="keep")
"""What holds for keys under which nothing is touched."""


class Scanner:
    """Finds values in texts by `rules` and `keyword_rules`, and knows attribute keys by `key_rules`.

    Where findings overlap, the longest stays, then the one whose rule comes first, `rules` before `keyword_rules`.
    A text whose values may be disguised is read a second time without the disguise. `engine` is RE2 where it can
    be imported, or else the standard library, with the same findings.

    Raises:
        SettingError: `engine="re2"` on a platform without google-re2.
    """

    def __init__(
        self,
        rules: Sequence[Rule] = RULES,
        key_rules: Sequence[KeyRule] = KEY_RULES,
        keyword_rules: Sequence[KeywordRule] = KEYWORD_RULES,
        *,
        engine: Engine | None = None,
    ) -> None:
        if engine == "re2" and best_engine() != "re2":
            raise SettingError('engine="re2" needs the package google-re2, which can\'t be imported here')
        engine = engine or best_engine()
        self._rules = tuple(rules)
        self._shapes = tuple(compile_shape(rule.shape, engine) for rule in self._rules)
        self._keyword_rules = tuple(keyword_rules)
        words = {word: None for rule in self._keyword_rules for word in rule.keywords}
        self._disguised = len(words)  # the number of the first word that stands for a disguise
        self._keywords = build_keywords([*words, *WORDS], engine)
        self._announced = [
            [number for number, rule in enumerate(self._keyword_rules) if word in rule.keywords] for word in words
        ]
        # What a finding tells of its rule, by the rule's rank.
        self._names = [(rule.entity, rule.group) for rule in self._rules]
        self._names += [(rule.entity, rule.group) for rule in self._keyword_rules]
        self._gated = [number for number, rule in enumerate(self._rules) if rule.gate]
        self._gate = build_gate([self._rules[number].gate for number in self._gated], engine)
        self._context_gate = ContextGate([rule.context for rule in self._rules], engine)
        self._key_rules = tuple(key_rules)
        self._remembered = lru_cache(_REMEMBERED_KEYS)(self._first_key_rule)
        self._indexed = frozenset(rule.entity for rule in self._rules if rule.indexed)
        self._normalise: dict[str, Callable[[str], str]] = {}
        for rule in self._rules:
            self._normalise.setdefault(rule.entity, rule.normalise)
        groups: dict[str, Group] = dict(self._names)
        groups.update((rule.entity, rule.group) for rule in self._key_rules)
        self.entities: Mapping[str, Group] = MappingProxyType(dict(sorted(groups.items())))

    def scan(self, text: str) -> list[Finding]:
        """Give the findings in one text: sorted by start, never overlapping."""
        return self._findings(encode(text))

    def scan_many(self, texts: Sequence[str]) -> list[list[Finding]] | None:
        """Give the findings of each text, or None if all are clean. The gate looks at all of them at once."""
        return self.scan_subject(encode(SEPARATOR.join(texts)), texts)

    def scan_subject(self, subject: Subject, texts: Sequence[str]) -> list[list[Finding]] | None:
        """As `scan_many`, for who has joined the texts already."""
        findings = self._findings(subject)
        if not findings:
            return None
        starts = [0, *accumulate(len(text) + 1 for text in texts)]
        each: list[list[Finding]] = [[] for _ in texts]
        for finding in findings:
            number = bisect_right(starts, finding.start) - 1
            offset = starts[number]
            each[number].append(finding._replace(start=finding.start - offset, end=finding.end - offset))
        return each

    def entity_of_key(self, key: str) -> KeyRule | None:
        """Give the rule that seals, or leaves, every value under this attribute key, if there is one."""
        return self._remembered(key) if len(key) <= _LONGEST_REMEMBERED_KEY else self._first_key_rule(key)

    def indexed(self, entity: str) -> bool:
        """Tell whether values of this entity get a blind index."""
        return entity in self._indexed

    def normalise(self, entity: str, value: str) -> str:
        """Give every spelling of one value the same text; an unknown entity's value stays as it is."""
        normalise = self._normalise.get(entity)
        return value if normalise is None else normalise(value)

    def _first_key_rule(self, key: str) -> KeyRule | None:
        lowered = key.lower()
        if is_left(lowered):
            return LEFT_ALONE
        return next((rule for rule in self._key_rules if rule.matches(lowered)), None)

    def _suspects(self, subject: Subject) -> Collection[int]:
        """Give the numbers of the rules that may have something in the text."""
        suspects = self._context_gate.match(subject.data)
        gated = self._gate.match(*subject)
        if gated:
            suspects.update([self._gated[number] for number in gated])
        return suspects

    def _findings(self, subject: Subject) -> list[Finding]:
        text, data = subject
        suspects = self._suspects(subject)
        hits = self._keywords.hits(subject)
        # Every text of an application goes through here, and nearly all end here.
        if not suspects and not hits and (len(text) == len(data) or not ODD.search(text)):
            return []
        found = self._confirm(subject, suspects, hits)
        if (hits and any(hit[0] >= self._disguised for hit in hits)) or (len(text) != len(data) and ODD.search(text)):
            found += self._second_reading(text)
        if not found:
            return []
        if len(found) > 1:
            found.sort()
        if "seal1" in text:
            found = without(found, find_sealed_values(text))
        names = self._names
        return [Finding(*names[n], start, end) for start, end, n in resolve(found)]

    def _confirm(self, subject: Subject, suspects: Collection[int], hits: Sequence[Hit]) -> list[Ranked]:
        found = [
            (start, end, number)
            for number in suspects
            for start, end in self._shapes[number].confirm(subject, self._rules[number].validate)
        ]
        if hits:
            found.extend(self._announced_values(subject.text, hits))
        return found

    def _announced_values(self, text: str, hits: Sequence[Hit]) -> Iterator[Ranked]:
        first = len(self._rules)
        # A rule's next search begins behind its last value: the same value is not looked at again and again.
        done: dict[int, int] = {}
        for word, start, end in hits:
            if word >= self._disguised:
                continue
            for number in self._announced[word]:
                if start < done.get(number, 0):
                    continue
                span = self._keyword_rules[number].find(text, start, end)
                if span is not None:
                    done[number] = span[1]
                    yield *span, first + number

    def _second_reading(self, text: str) -> list[Ranked]:
        plain, places = undisguise(text)
        if len(plain) == len(text) and plain == text:
            return []
        subject = encode(plain)
        found = self._confirm(subject, self._suspects(subject), self._keywords.hits(subject))
        return [(places[start], places[end], number) for start, end, number in found]


_BUILDING = Lock()


@cache
def _build() -> Scanner:
    return Scanner()


def default_scanner() -> Scanner:
    """Give the scanner of all rules. It is built once, by the first thread that asks."""
    with _BUILDING:
        return _build()
