"""The scanner: runs rules over texts and returns findings. It keeps no text.

What happens to a text, stage by stage; nearly every text ends after the first:

1. `look`: find the keywords, and the rules whose relaxed shape or context word is in the text.
2. `confirm`: run those rules' exact shapes and validators, and keyword rules beside their keywords.
3. `read again`: undo escapes, colours and look-alikes, and send these readings through the same stages.
4. `resolve`: choose among overlapping findings.

Sealed values are covered before all that: see `sealed_spans`.

A `ScanBudget` limits the work of a look: it ends with an error when the budget is used up.

Thread-safe. Between calls it keeps only the rules of attribute keys, a bounded number of them.
"""

from __future__ import annotations

from contextlib import nullcontext
from functools import cache
from itertools import zip_longest
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.data.semconv import is_left
from sealog.detect.engine.index_forms import form_of, is_guessable_id, is_tagged
from sealog.detect.engine.joined import by_text
from sealog.detect.engine.key_index import KeyIndex, RememberedKeys
from sealog.detect.engine.prefilter import NOTHING, build_look
from sealog.detect.engine.sealed_spans import believed, cover, outside
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.model.overlaps import resolve
from sealog.detect.model.rule import KeyRule
from sealog.detect.model.scan_budget import VALUES, TooManyError, bounded, check_number, spend, spend_at
from sealog.detect.model.surroundings import SEPARATOR, begins_word
from sealog.detect.regex import best_engine, compile_shape, has_engine, without_surrogates
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.rules.by_key.fields import teach
from sealog.detect.structured import NAME_RULES
from sealog.detect.structured.enclosing import may_name_beyond
from sealog.detect.structured.mending import Structure
from sealog.detect.structured.outliner import Outliner
from sealog.detect.structured.suspicion import Suspicion
from sealog.detect.unescape.interleaved import without_nulls
from sealog.detect.unescape.merge import in_original, merge, merge_readings
from sealog.detect.unescape.readings import joiner, plain, reader
from sealog.errors import SettingError
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from sealog.detect.engine.keyword_search import Hit
    from sealog.detect.engine.prefilter import Announced, Fields, Seen
    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.model.rule import KeywordRule, Rule, Span
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.regex import Engine
    from sealog.detect.structured.beside import NameRule
    from sealog.detect.unescape.reading import Reading
    from sealog.records.action import IndexKind
    from sealog.records.finding import Group

_NEEDS = {"native": "sealog's compiled half", "re2": "the package google-re2", "re": ""}

_UNBOUNDED: AbstractContextManager[None] = nullcontext()

_KEY = 16  # steps of saying what a name means, once for each name
_ASKED = 2  # of running a keyword's rule
_JUDGED = 3  # of a value that it finds, which takes long to judge

_LOOKED = 512  # characters that a further look reads in a step
_FEWEST_UNSURE = 4
"""Fields of one text that the compiled half leaves to Python, before it is asked which of their names it lacks."""

_READ = 32
"""Characters of a reading in a step."""

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
        self._vocabulary = Vocabulary(self._rules, announced)
        twins = [rule.twin(compiled) if rule.twin and engine == "native" else None for rule in self._rules]
        shapes = [
            compile_shape(rule.shape, engine, rule.anchor, twin) for rule, twin in zip(self._rules, twins, strict=True)
        ]
        self._confirms = [
            (shape.confirm, rule.validate, rule.cost) for shape, rule in zip(shapes, self._rules, strict=True)
        ]
        self.rule_of_key: Callable[[str], KeyRule | None] = RememberedKeys(self._first_key_rule).__getitem__
        """As `entity_of_key`, without a call of Python for a key that was seen before."""
        self._key_rules = tuple(KEY_RULES if key_rules is None else key_rules)
        suspicion = Suspicion(self.rule_of_key, self._key_rules, is_native=engine == "native")
        self._look, self._see, self.native = build_look(
            self._vocabulary, self._rules, announced, shapes, twins, engine, suspicion
        )
        self._common = {
            word: announces
            for word, numbers in enumerate(self._vocabulary.keyword_rules)
            for number in numbers
            if number < len(self._keyword_rules) and (announces := self._keyword_rules[number].announces) is not None
        }
        self._of_fields = {
            number for number, rule in enumerate(announced) if rule.form is not None and rule.form.kind == "field"
        }
        far = [rule for rule in self._keyword_rules if rule.others or rule.is_far]
        self._far = dict.fromkeys(word for rule in far for word in rule.keywords)
        self._readings = reader(engine)
        self._join = joiner(engine, len(self._rules))
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
        self._normalise: dict[str, Callable[[str], str]] = {}
        for rule in self._rules:
            self._normalise.setdefault(rule.entity, _of_plain(rule.normalise))
        guessable = {rule.entity: rule.guessable for rule in self._rules if rule.indexed}
        self._index_form: dict[str, Callable[[str], str | None]] = {
            entity: form_of(form, guessable[entity], if_guessable=False)
            for entity, form in self._normalise.items()
            if entity in guessable
        }
        firsts = {rule.entity: rule for rule in reversed(self._rules)}  # whose `normalise` counts
        self.compiled_index_forms: Mapping[str, Any] = {
            entity: rule.index_form(compiled)
            for entity, rule in firsts.items()
            if rule.index_form is not None and engine == "native"
        }
        """The compiled half's twins of what `normaliser_of` gives, for some entities; none without that half."""
        self.entities_by_rank = tuple(entity for entity, _ in self._names)
        """The entity of each rule, by the rank that the compiled half knows it by."""
        groups: dict[str, Group] = dict(self._names)
        groups.update((rule.entity, rule.group) for rule in self._key_rules)
        self.entities: Mapping[str, Group] = MappingProxyType(dict(sorted(groups.items())))
        self._tag_form: dict[str, Callable[[str], str | None]] = {
            entity: form_of(self._normalise.get(entity, str), guessable.get(entity), if_guessable=True)
            for entity, group in groups.items()
            if is_tagged(entity, group)
        }

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
        far = [rule for rule in self._keyword_rules if rule.others or rule.is_far]
        return Scanner((), self._key_rules, far)

    def reads_far(self, text: str, begin: int) -> bool:
        """Tell whether values behind `begin` may belong to a long statement or structure that began before it."""
        lowered = text[:begin].lower()
        if any(word in lowered for word in self._far):
            return True
        return may_name_beyond(text, begin, self.entity_of_key, self._structure.concerns)

    def entity_of_key(self, key: str) -> KeyRule | None:
        """Return the rule that seals, or leaves, every value under this attribute key; None if there is none."""
        return self.rule_of_key(key)

    def choose_indexes(self, choices: Mapping[str, IndexKind]) -> None:
        """Say which index all values of an entity get, whatever its rules say; before the scanner is used.

        Values of an entity without a rule are indexed as they are.
        """
        for entity, kind in choices.items():
            self._index_form.pop(entity, None)
            self._tag_form.pop(entity, None)
            if kind != "none":
                forms = self._index_form if kind == "bundle" else self._tag_form
                forms[entity] = self._normalise.get(entity, str)

    def index_ids(self, entity: str) -> None:
        """Index an entity of ids by each value: under the bundle's key what can't be guessed, else by the service."""
        self._index_form[entity] = form_of(str, is_guessable_id, if_guessable=False)
        self._tag_form[entity] = form_of(str, is_guessable_id, if_guessable=True)

    def tagged(self, entity: str) -> bool:
        """Tell whether some values of this entity are indexed by the index service, where there is one."""
        return entity in self._tag_form

    def tag_form(self, entity: str, value: str) -> str | None:
        """Return what a value's tag is made of: its normalised form; None for a value that gets no tag."""
        normalise = self._tag_form.get(entity)
        return None if normalise is None else normalise(value)

    def indexed(self, entity: str) -> bool:
        """Tell whether values of this entity get a blind index."""
        return entity in self._index_form

    def normaliser_of(self, entity: str) -> Callable[[str], str | None] | None:
        """Return the function that makes `index_form` of values of this entity, or None if they have no index."""
        return self._index_form.get(entity)

    def index_form(self, entity: str, value: str) -> str | None:
        """Return what a value's blind index is made of: its normalised form; None for a value without an index."""
        normalise = self._index_form.get(entity)
        return None if normalise is None else normalise(value)

    def normalise(self, entity: str, value: str) -> str:
        """Return the text that all spellings of one value share, escaped ones too. Values of unknown entities stay."""
        normalise = self._normalise.get(entity)
        return value if normalise is None else normalise(value)

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
            found, is_disguised = self._confirm(text, seen, budget)
            if is_disguised:
                found = self._read_again(text, found, budget)
            if self._structure.concerns(text) or (found and self._structure.may_cross(text, found)):
                found = self._structure.mend(text, found, budget)
        if not found:
            return ()
        if len(found) > 1:
            found.sort()
        findings = [(*self._names[rank], start, end) for start, end, rank in resolve(found)]
        check_number(budget, len(findings))
        return findings

    def _confirm(self, text: str, seen: Seen | None, budget: ScanBudget | None) -> tuple[list[Ranked], bool]:
        """Return the findings of the suspected rules, in no order, and whether the text may hold disguised values."""
        found: list[Ranked] = []
        if seen is None:
            return found, False
        if self._may_learn(text, seen):
            seen = self._look(text) or NOTHING
        suspects, keywords, is_disguised, announced, shaped = seen
        if keywords:
            found += self._announced_values(text, keywords, announced, budget)
        for rank, values in zip_longest(suspects, shaped):
            if values is not None:
                for start, end in values:
                    spend_at(start, 1)
                    found.append((start, end, rank))
                continue
            confirm, validate, cost = self._confirms[rank]
            for start, end in confirm(text, validate if budget is None else budget.watched(validate, cost)):
                found.append((start, end, rank))
        return found, is_disguised

    def _may_learn(self, text: str, seen: Seen) -> bool:
        """Teach the compiled half names of fields that it left to Python, where they are many; tell if it did.

        Raises `TooCostlyError` as `find` does.
        """
        _, keywords, _, announced, _ = seen
        rules = self._vocabulary.keyword_rules
        unsure = sum(
            values is None and not self._of_fields.isdisjoint(rules[hit[0]])
            for hit, values in zip(keywords, announced, strict=False)
        )
        if unsure < max(_FEWEST_UNSURE, len(text) // _LOOKED):
            return False
        spend(1 + len(text) // _LOOKED)
        names = self.native.unknown_fields(text)
        teach(names)
        return bool(names)

    def _announced_values(
        self, text: str, keywords: Sequence[Hit], known: Announced, budget: ScanBudget | None
    ) -> Iterator[Ranked]:
        # A rule's next search begins behind its last value, so that no value is judged twice.
        done: dict[int, int] = {}
        for hit, values in zip_longest(keywords, known):
            if budget is not None:
                budget.mark(hit[1])
            if values is None:
                yield from self._asked_values(text, hit, done)
                continue
            spend(len(values))
            for number, start, end in values:
                if hit[1] >= done.get(number, 0):
                    done[number] = end
                    yield start, end, len(self._rules) + number

    def _asked_values(self, text: str, hit: Hit, done: dict[int, int]) -> Iterator[Ranked]:
        """Run a keyword's rules; `done` holds where each of them goes on."""
        word, start, end = hit
        first, announced = len(self._rules), self._vocabulary.keyword_rules[word]
        shared = self._common[word](text, end) if word in self._common else {}
        for number in announced:
            if number >= len(self._keyword_rules):
                spend(_ASKED)
                read = NAME_RULES[number - len(self._keyword_rules)].read
                yield from self._structure.beside(text, read(text, start, end))
                continue
            if start < done.get(number, 0):
                continue
            rule = self._keyword_rules[number]
            if rule.announces is not None:
                for begin, stop in shared.get(rule.entity, ()):
                    done[number] = stop
                    yield begin, stop, first + number
                continue
            if rule.begins and not begins_word(text, start):
                continue  # in a long run of letters nearly every keyword ends here
            spend(_ASKED + rule.cost)
            span = rule.find(text, start, end)
            if span is None:
                continue
            spend(_JUDGED)
            done[number] = span[1]
            yield *span, first + number
            for other in rule.others(text, start, end) if rule.others else ():
                done[number] = other[1]
                yield *other, first + number

    def _read_again(self, joined: str, found: list[Ranked], budget: ScanBudget | None) -> list[Ranked]:
        """Add the findings in the readings of each text. A text without readings is not looked at again."""
        found.sort()
        merged: list[Ranked] = []
        at = offset = 0
        for text in joined.split(SEPARATOR):
            first, behind = at, offset + len(text)
            while at < len(found) and found[at][0] < behind:
                at += 1
            written = found[first:at]
            given = self._readings(text)
            if given:
                here = [(start - offset, end - offset, rank) for start, end, rank in written]
                if budget is not None:
                    budget.hold(offset)
                both = self._read(text, here, given, budget)
                if budget is not None:
                    budget.hold(None)
                written = [(start + offset, end + offset, rank) for start, end, rank in both]
            merged += written
            offset = behind + 1
        return merged

    def _read(
        self, text: str, written: list[Ranked], given: Sequence[Reading], budget: ScanBudget | None
    ) -> list[Ranked]:
        """Return the findings in one text and in its readings, as places of the text itself."""
        spend(len(given) * len(text) // _READ)
        found = [self._confirm(reading.text, self._look(reading.text), budget)[0] for reading in given]
        both = self._join(text, written, found)
        if both is not None:
            return both
        originals = [in_original(reading, values) for reading, values in zip(given, found, strict=True)]
        return merge(text, written, merge_readings(text, given[0], originals, self._is_shaped), given[0])

    def _is_shaped(self, rank: int) -> bool:
        return rank < len(self._rules)


def _of_plain(normalise: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that decodes a value as written, then normalises it."""
    return lambda value: normalise(plain(value))


_BUILDING = Lock()


@cache
def _build() -> Scanner:
    return Scanner()


def default_scanner() -> Scanner:
    """Return the scanner of all rules. The first call builds it; later calls, from any thread, return the same."""
    with _BUILDING:
        return _build()
