"""The scanner: runs rules over texts and returns findings. It keeps no text.

What happens to a text, stage by stage; nearly every text ends after the first:

1. `prefilter.py`: find the keywords, and the rules whose relaxed shape or context word is in the text.
2. `rule_runner.py`: run those rules' exact shapes and validators, and keyword rules beside their keywords.
3. `rereader.py`: undo escapes, colours and look-alikes, and send these readings through the same stages.
4. `structured/mending.py`: fit the findings to documents, tables and other structure.
5. `model/overlaps.py`: choose among overlapping findings.

Sealed values are covered before all that: see `sealed_spans`.

A `ScanBudget` limits the work of a look: it ends with an error when the budget is used up.

Thread-safe. Between calls it keeps only the rules of attribute keys, a bounded number of them.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from sealog.compiled import compiled
from sealog.detect.data.semconv import is_left
from sealog.detect.engine.joined import by_text
from sealog.detect.engine.key_index import KeyIndex, RememberedKeys
from sealog.detect.engine.prefilter import NOTHING, build_look
from sealog.detect.engine.rereader import Rereader
from sealog.detect.engine.rule_runner import RuleRunner
from sealog.detect.engine.sealed_spans import believed, cover, outside
from sealog.detect.engine.value_forms import ValueForms
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.model.overlaps import resolve
from sealog.detect.model.rule import KeyRule
from sealog.detect.model.scan_budget import VALUES, TooManyError, bounded, check_number, spend
from sealog.detect.model.surroundings import SEPARATOR
from sealog.detect.regex import best_engine, compile_shape, has_engine, without_surrogates
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.structured.enclosing import may_name_beyond
from sealog.detect.structured.mending import Structure
from sealog.detect.structured.names_beside import NAME_RULES
from sealog.detect.structured.outliner import Outliner
from sealog.detect.structured.suspicion import Suspicion
from sealog.detect.unescape.interleaved import without_nulls
from sealog.detect.unescape.readings import plain
from sealog.errors import SettingError
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sealog.detect.engine.prefilter import Fields, Seen
    from sealog.detect.model.rule import KeywordRule, Rule, Span
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.regex import Engine
    from sealog.detect.structured.names_beside.beside import NameRule
    from sealog.records.finding import Group

_NEEDS = {"native": "sealog's compiled half", "re2": "the package google-re2", "re": ""}

_UNBOUNDED: AbstractContextManager[None] = nullcontext()

_KEY = 16  # steps of saying what a name means, once for each name

_finding = tuple.__new__  # what `Finding(…)` calls in the end; half the time

LEFT_ALONE = KeyRule(entity="", group="secret", matches=is_left, hits=(), misses=(), action="keep")
"""The rule for keys whose values stay as they are."""


class Scanner:
    """Finds values in texts by `rules` and `keyword_rules`, and knows attribute keys by `key_rules`.

    By default it has all rules of sealog; `entities` has the group of each entity that it knows.
    Of overlapping findings the longest stays, then the one whose rule comes first, `rules` before `keyword_rules`.
    A text with escapes, colours or look-alikes is read again without them. `engine` is the fastest available one by
    default (see `Engine`); all give the same findings.

    Raises:
        SettingError: this platform has no such `engine`.
    """

    def __init__(
        self,
        rules: Sequence[Rule] | None = None,
        key_rules: Sequence[KeyRule] | None = None,
        keyword_rules: Sequence[KeywordRule] | None = None,
        *,
        engine: Engine | None = None,
    ) -> None:
        engine = engine or best_engine()
        if not has_engine(engine):
            raise SettingError(f'engine="{engine}" needs {_NEEDS[engine]}, which can\'t be imported here')
        self._rules = tuple(RULES if rules is None else rules)
        self._keyword_rules = tuple(KEYWORD_RULES if keyword_rules is None else keyword_rules)
        announced: list[KeywordRule | NameRule] = [*self._keyword_rules, *NAME_RULES]
        vocabulary = Vocabulary(self._rules, announced)
        twins = [rule.twin(compiled) if rule.twin and engine == "native" else None for rule in self._rules]
        shapes = [
            compile_shape(rule.shape, engine, rule.anchor, twin) for rule, twin in zip(self._rules, twins, strict=True)
        ]
        self.rule_of_key: Callable[[str], KeyRule | None] = RememberedKeys(self._first_key_rule).__getitem__
        """As `entity_of_key`, without a call of Python for a key that was seen before."""
        self._key_rules = tuple(KEY_RULES if key_rules is None else key_rules)
        suspicion = Suspicion(self.rule_of_key, self._key_rules, is_native=engine == "native")
        self._look, self._see, self.native = build_look(
            vocabulary, self._rules, announced, shapes, twins, engine, suspicion
        )
        self._far_rules = [rule for rule in self._keyword_rules if rule.others or rule.is_far]
        self._far = dict.fromkeys(word for rule in self._far_rules for word in rule.keywords)
        # The fields that findings take from their rule, by the rule's rank, as `build_look` numbers rules too.
        ranked: list[Rule | KeywordRule | KeyRule] = [*self._rules, *self._keyword_rules, *self._key_rules]
        self._names = [(rule.entity, rule.group) for rule in ranked]
        first_key_rule = len(ranked) - len(self._key_rules)
        self._key_index = KeyIndex(self._key_rules)
        ranks = {id(rule): first_key_rule + number for number, rule in enumerate(self._key_rules)}
        self._structure = Structure(
            self.entity_of_key,
            ranks,
            lambda rank: self._names[rank][0],
            suspicion.of,
            Outliner(self.rule_of_key, self._key_rules, self.native, suspicion.teach),
        )
        self._runner = RuleRunner(
            self._rules, shapes, self._keyword_rules, vocabulary, self._look, self.native, self._structure.beside
        )
        self._rereader = Rereader(self._look, self._runner.run, engine, len(self._rules))
        self.entities_by_rank = tuple(entity for entity, _ in self._names)
        """The entity of each rule, by the rank that the compiled half knows it by."""
        groups: dict[str, Group] = dict(self._names)
        groups.update((rule.entity, rule.group) for rule in self._key_rules)
        self.entities: Mapping[str, Group] = MappingProxyType(dict(sorted(groups.items())))
        self.forms = ValueForms(self._rules, groups, is_native=engine == "native")
        """One spelling of each value, and what its blind index and its tag are made of."""

    def scan(self, text: str, budget: ScanBudget | None = None) -> list[Finding]:
        """Return the findings in one text, sorted by start, never overlapping.

        `budget` limits the work; without one the time grows with the length of the text.

        Raises:
            TooCostlyError: the look took more than its `budget`.
        """
        try:
            found = self.find(text, budget)
        except UnicodeEncodeError:
            found = self.find(without_surrogates(text), budget)
        return [_finding(Finding, fields) for fields in found] if found else []

    def scan_many(self, texts: Sequence[str], budget: ScanBudget | None = None) -> list[list[Finding]] | None:
        """Return the findings of each text, or None if there are none in any. All texts are read at once.

        Raises:
            TooCostlyError: the look took more than its `budget`.
        """
        joined = SEPARATOR.join(texts)
        try:
            return self.scan_joined(joined, texts, budget)
        except UnicodeEncodeError:
            return self.scan_joined(without_surrogates(joined), texts, budget)

    def scan_joined(
        self, joined: str, texts: Sequence[str], budget: ScanBudget | None = None
    ) -> list[list[Finding]] | None:
        """As `scan_many`, for texts that are joined already; raises as `find` does."""
        return by_text(self.find(joined, budget), texts)

    def of_structure(self) -> Scanner:
        """Return a scanner for values that span lines: structure, and values far behind their keyword.

        Use it for texts each of whose lines this scanner looks at as well.
        """
        return Scanner((), self._key_rules, self._far_rules)

    def reads_far(self, text: str, begin: int) -> bool:
        """Tell whether values behind `begin` may belong to a long statement or structure that began before it."""
        lowered = text[:begin].lower()
        if any(word in lowered for word in self._far):
            return True
        return may_name_beyond(text, begin, self.entity_of_key, self._structure.concerns)

    def entity_of_key(self, key: str) -> KeyRule | None:
        """Return the rule that seals, or leaves, every value under this attribute key; None if there is none."""
        return self.rule_of_key(key)

    def indexed(self, entity: str) -> bool:
        """Tell whether values of this entity get a blind index."""
        return self.forms.indexed(entity)

    def index_form(self, entity: str, value: str) -> str | None:
        """Return what a value's blind index is made of: its normalised form; None for a value without an index."""
        return self.forms.index_form(entity, value)

    def normalise(self, entity: str, value: str) -> str:
        """Return the text that all spellings of one value share, escaped ones too. Values of unknown entities stay."""
        return self.forms.normalise(entity, value)

    def _first_key_rule(self, key: str) -> KeyRule | None:
        spend(_KEY)
        lowered = plain(key).lower()
        if is_left(lowered):
            return LEFT_ALONE
        return self._key_index.first(lowered)

    def find(self, text: str, budget: ScanBudget | None = None) -> Sequence[Fields]:
        """Give the fields of the findings in one text, or in several joined by U+001E, as `scan` does.

        Raises:
            TooCostlyError: the look took more than its `budget`.
            UnicodeEncodeError: the text holds a lone surrogate.
        """
        seen = self._see(text)
        if seen is None:
            return ()
        if isinstance(seen, list):
            if budget is not None:
                check_number(budget, len(seen))
            return seen
        return self._find_further(text, seen, budget)

    def find_bounded(self, text: str) -> Sequence[Fields]:
        """As `find`, with what the look at a record may take, however long it is."""
        # Every text of an application comes here, and nearly all go no further.
        seen = self._see(text)
        if seen is None:
            return ()
        if not isinstance(seen, list):
            return self._find_further(text, seen, bounded(len(text)))
        if len(seen) > VALUES:
            raise TooManyError(len(seen))
        return seen

    def _find_further(self, text: str, seen: Seen, budget: ScanBudget | None) -> Sequence[Fields]:
        """Do the work of `find` for a text in which the first look saw something."""
        if "\0" in text and (plain := without_nulls(text)) is not None:
            places = plain.places
            found = self._find_outside_sealed(plain.text, budget)
            return [(entity, group, places[start], places[end - 1] + 1) for entity, group, start, end in found]
        if "seal1" in text:
            return self._find_outside_sealed(text, budget)
        return self._find_seen(text, seen, budget)

    def _find_outside_sealed(self, text: str, budget: ScanBudget | None) -> Sequence[Fields]:
        spans = self.sealed_spans(text, budget)
        return outside(self._find(cover(text, spans), budget), spans) if spans else self._find(text, budget)

    def sealed_spans(self, text: str, budget: ScanBudget | None = None) -> list[Span]:
        """Give start and end of the sealed values in a text whose origin this process can prove, closing `~` included.

        Raises as `find`.
        """
        return believed(text, self.entities, lambda text: self._find(text, budget))

    def _find(self, text: str, budget: ScanBudget | None = None) -> Sequence[Fields]:
        return self._find_seen(text, self._look(text) or NOTHING, budget)

    def _find_seen(self, text: str, seen: Seen, budget: ScanBudget | None) -> Sequence[Fields]:
        with budget or _UNBOUNDED:
            found, is_disguised = self._runner.run(text, seen, budget)
            if is_disguised:
                found = self._rereader.read_again(text, found, budget)
            if self._structure.concerns(text) or (found and self._structure.may_cross(text, found)):
                found = self._structure.mend(text, found, budget)
        if not found:
            return ()
        if len(found) > 1:
            found.sort()
        findings = [(*self._names[rank], start, end) for start, end, rank in resolve(found)]
        check_number(budget, len(findings))
        return findings


_BUILDING = Lock()


@cache
def _build() -> Scanner:
    return Scanner()


def default_scanner() -> Scanner:
    """Return the scanner of all rules. The first call builds it; later calls, from any thread, return the same."""
    with _BUILDING:
        return _build()
