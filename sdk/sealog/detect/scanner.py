"""The scanner: rules in, findings out. It changes no text, keeps no text and knows nothing of records.

What happens to a text, stage by stage; nearly every text ends after the second:

1. `Vocabulary.find`: where do words of context, keywords and signs of a disguise stand?
2. the gate: which rules' relaxed shape is in it?
3. `confirm`: those rules' exact shapes and validators; keyword rules look beside their keywords.
4. a second reading without the disguise, if there was one.
5. `without` and `resolve`: sealed values are left alone, and of overlapping findings one stays.

Thread-safe. Nothing outlives a call but the answers about attribute keys, of which it remembers a bounded number.
"""

from __future__ import annotations

from functools import cache, lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from sealog.crypto.spelling import find_sealed_values
from sealog.detect.disguise import ODD, undisguise
from sealog.detect.gate import build_gate
from sealog.detect.interface import KeyRule
from sealog.detect.overlaps import resolve, without
from sealog.detect.regex import Subject, best_engine, compile_shape, encode
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.semconv import is_left
from sealog.detect.surroundings import SEPARATOR
from sealog.detect.vocabulary import Vocabulary
from sealog.detect.words import in_code_points
from sealog.errors import SettingError
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from sealog.detect.interface import KeywordRule, Rule
    from sealog.detect.overlaps import Ranked
    from sealog.detect.regex import Engine
    from sealog.detect.words import Hit
    from sealog.records.finding import Group

_REMEMBERED_KEYS = 4096
_LONGEST_REMEMBERED_KEY = 256  # a longer key is no name that a program repeats; it may be an attack on memory

_finding = tuple.__new__  # what `Finding(…)` calls in the end; half the time

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
        self._keyword_rules = tuple(keyword_rules)
        self._vocabulary = Vocabulary(self._rules, self._keyword_rules, engine)
        self._find_words = self._vocabulary.find
        self._confirms = [
            (compile_shape(rule.shape, engine, rule.anchor).confirm, rule.validate) for rule in self._rules
        ]
        self._gate = build_gate([rule.gate for rule in self._rules], engine)
        # What a finding tells of its rule, by the rule's rank.
        self._names = [(rule.entity, rule.group) for rule in self._rules]
        self._names += [(rule.entity, rule.group) for rule in self._keyword_rules]
        self._key_rules = tuple(key_rules)
        self._remembered = lru_cache(_REMEMBERED_KEYS)(self._first_key_rule)
        self._normalise: dict[str, Callable[[str], str]] = {}
        for rule in self._rules:
            self._normalise.setdefault(rule.entity, rule.normalise)
        indexed = frozenset(rule.entity for rule in self._rules if rule.indexed)
        self._index_form = {entity: form for entity, form in self._normalise.items() if entity in indexed}
        groups: dict[str, Group] = dict(self._names)
        groups.update((rule.entity, rule.group) for rule in self._key_rules)
        self.entities: Mapping[str, Group] = MappingProxyType(dict(sorted(groups.items())))

    def scan(self, text: str) -> list[Finding]:
        """Give the findings in one text: sorted by start, never overlapping."""
        try:
            ranked = self._ranked(text, text.encode())
        except UnicodeEncodeError:
            ranked = self._ranked(*encode(text))
        if not ranked:
            return []
        findings: list[Finding] = []
        for start, end, rank in ranked:
            entity, group = self._names[rank]
            findings.append(_finding(Finding, (entity, group, start, end)))
        return findings

    def scan_many(self, texts: Sequence[str]) -> list[list[Finding]] | None:
        """Give the findings of each text, or None if all are clean. All of them are read at once."""
        return self.scan_subject(encode(SEPARATOR.join(texts)), texts)

    def scan_subject(self, subject: Subject, texts: Sequence[str]) -> list[list[Finding]] | None:
        """As `scan_many`, for who has joined the texts already."""
        ranked = self._ranked(*subject)
        if not ranked:
            return None
        each: list[list[Finding]] = [[] for _ in texts]
        number = offset = 0
        behind = len(texts[0])
        for start, end, rank in ranked:
            while start > behind:
                number += 1
                offset = behind + 1
                behind = offset + len(texts[number])
            entity, group = self._names[rank]
            each[number].append(_finding(Finding, (entity, group, start - offset, end - offset)))
        return each

    def entity_of_key(self, key: str) -> KeyRule | None:
        """Give the rule that seals, or leaves, every value under this attribute key, if there is one."""
        return self._remembered(key) if len(key) <= _LONGEST_REMEMBERED_KEY else self._first_key_rule(key)

    def indexed(self, entity: str) -> bool:
        """Tell whether values of this entity get a blind index."""
        return entity in self._index_form

    def index_form(self, entity: str, value: str) -> str | None:
        """Give what a value's blind index is made of: its normalised form, or None where its entity has no index."""
        normalise = self._index_form.get(entity)
        return None if normalise is None else normalise(value)

    def normalise(self, entity: str, value: str) -> str:
        """Give every spelling of one value the same text; an unknown entity's value stays as it is."""
        normalise = self._normalise.get(entity)
        return value if normalise is None else normalise(value)

    def _first_key_rule(self, key: str) -> KeyRule | None:
        lowered = key.lower()
        if is_left(lowered):
            return LEFT_ALONE
        return next((rule for rule in self._key_rules if rule.matches(lowered)), None)

    def _ranked(self, text: str, data: bytes) -> Sequence[Ranked]:
        """Give what is found in a text with its UTF-8, by the rank of the rule: sorted by start, never overlapping."""
        hits = self._find_words(data)
        suspects = self._gate(data)
        is_odd = len(text) != len(data) and ODD.search(text) is not None
        # Every text of an application comes here, and nearly all go no further.
        if not hits and not suspects and not is_odd:
            return ()
        found, is_disguised = self._confirm(text, data, hits, suspects)
        if is_odd or is_disguised:
            found += self._second_reading(text)
        if not found:
            return ()
        if len(found) > 1:
            found.sort()
        if "seal1" in text:
            found = without(found, find_sealed_values(text))
        return resolve(found)

    def _confirm(
        self, text: str, data: bytes, hits: Sequence[Hit], suspects: Collection[int]
    ) -> tuple[list[Ranked], bool]:
        """Give what the suspected rules find, in no order, and whether the text may hold disguised values."""
        found: list[Ranked] = []
        is_disguised = False
        if hits:
            suspects, keywords, is_disguised = self._vocabulary.meaning(hits, suspects, data)
            if keywords:
                places = keywords if len(text) == len(data) else in_code_points(keywords, data)
                found += self._announced_values(text, places)
        for number in suspects:
            confirm, validate = self._confirms[number]
            for start, end in confirm(text, data, validate):
                found.append((start, end, number))
        return found, is_disguised

    def _announced_values(self, text: str, keywords: Sequence[Hit]) -> Iterator[Ranked]:
        first = len(self._rules)
        announced = self._vocabulary.keyword_rules
        # A rule's next search begins behind its last value: the same value is not looked at again and again.
        done: dict[int, int] = {}
        for word, start, end in keywords:
            for number in announced[word]:
                if start < done.get(number, 0):
                    continue
                rule = self._keyword_rules[number]
                span = rule.find(text, start, end)
                if span is None:
                    continue
                done[number] = span[1]
                yield *span, first + number
                for other in rule.others(text, start, end) if rule.others else ():
                    done[number] = other[1]
                    yield *other, first + number

    def _second_reading(self, joined: str) -> Iterator[Ranked]:
        """Give what is found behind a disguise, in no order. Texts of a record that have none are not read again."""
        offset = 0
        for text in joined.split(SEPARATOR):
            plain, places = undisguise(text)
            if plain != text:
                subject = encode(plain)
                found, _ = self._confirm(*subject, self._find_words(subject.data), self._gate(subject.data))
                for start, end, rank in found:
                    yield places[start] + offset, places[end] + offset, rank
            offset += len(text) + 1


_BUILDING = Lock()


@cache
def _build() -> Scanner:
    return Scanner()


def default_scanner() -> Scanner:
    """Give the scanner of all rules. It is built once, by the first thread that asks."""
    with _BUILDING:
        return _build()
