"""Runs the rules that the first look suspects: their exact shapes, their validators, and the rules beside keywords."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sealog.detect.engine.prefilter import NOTHING
from sealog.detect.model.scan_budget import spend, spend_at
from sealog.detect.model.surroundings import begins_word
from sealog.detect.rules.by_key.fields import teach
from sealog.detect.structured.names_beside import NAME_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sealog.detect.engine.keyword_search import Hit
    from sealog.detect.engine.prefilter import Announced, Look, Seen
    from sealog.detect.engine.vocabulary import Vocabulary
    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.model.rule import KeywordRule, Rule
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.regex import Shape
    from sealog.detect.structured.names_beside.beside import Beside, NameRule

_KEYWORD = 3
"""Steps of a keyword at which the look could not say what stands, though it has read what is around it."""

_ASKED = 2  # steps of running a keyword's rule
_JUDGED = 3  # of a value that it finds, which takes long to judge

_LOOKED = 512  # characters that a further look reads in a step
_FEWEST_UNSURE = 4
"""Fields of one text that the compiled half leaves to Python, before it is asked which of their names it lacks."""


class RuleRunner:
    """Runs `rules` by their `shapes`, and `keyword_rules` where `vocabulary` has their keywords.

    `look` is the first look and `native` the compiled half's scanner, or None. `beside` gives the values beside names
    that keywords announce, as `Structure.beside` does. Thread-safe.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        shapes: Sequence[Shape],
        keyword_rules: Sequence[KeywordRule],
        vocabulary: Vocabulary,
        look: Look,
        native: Any,
        beside: Callable[[str, Iterable[Beside]], Iterable[Ranked]],
    ) -> None:
        self._rules = rules
        self._confirms = [(shape.confirm, rule.validate, rule.cost) for shape, rule in zip(shapes, rules, strict=True)]
        self._keyword_rules = keyword_rules
        self._vocabulary = vocabulary
        self._common = {
            word: announces
            for word, numbers in enumerate(vocabulary.keyword_rules)
            for number in numbers
            if number < len(keyword_rules) and (announces := keyword_rules[number].announces) is not None
        }
        announced: list[KeywordRule | NameRule] = [*keyword_rules, *NAME_RULES]
        self._is_of_fields = [
            any((form := announced[number].form) is not None and form.kind == "field" for number in numbers)
            for numbers in vocabulary.keyword_rules
        ]
        self._look = look
        self._native = native
        self._beside = beside

    def run(self, text: str, seen: Seen | None, budget: ScanBudget | None) -> tuple[list[Ranked], bool]:
        """Return the findings of the suspected rules, in no order, and whether the text may hold disguised values."""
        found: list[Ranked] = []
        if seen is None:
            return found, False
        if self._may_learn(text, seen):
            seen = self._look(text) or NOTHING
        suspects, keywords, is_disguised, announced, shaped = seen
        if keywords:
            found += self._announced(text, keywords, announced, budget)
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
        fewest = max(_FEWEST_UNSURE, len(text) // _LOOKED)
        if len(keywords) < fewest:
            return False
        is_of_fields = self._is_of_fields
        unsure = [
            hit for hit, values in zip(keywords, announced, strict=False) if values is None and is_of_fields[hit[0]]
        ]
        if len(unsure) < fewest:
            return False
        names = self._native.unknown_fields()
        teach(names)
        if names:
            spend(1 + len(text) // _LOOKED)
        return bool(names)

    def _announced(
        self, text: str, keywords: Sequence[Hit], known: Announced, budget: ScanBudget | None
    ) -> Iterator[Ranked]:
        # A rule's next search begins behind its last value, so that no value is judged twice.
        done: dict[int, int] = {}
        for hit, values in zip_longest(keywords, known):
            if budget is not None:
                budget.mark(hit[1])
            if values is None:
                spend(_KEYWORD)
                yield from self._asked(text, hit, done)
                continue
            spend(len(values))
            for number, start, end in values:
                if hit[1] >= done.get(number, 0):
                    done[number] = end
                    yield start, end, len(self._rules) + number

    def _asked(self, text: str, hit: Hit, done: dict[int, int]) -> Iterator[Ranked]:
        """Run a keyword's rules; `done` holds where each of them goes on."""
        word, start, end = hit
        first, announced = len(self._rules), self._vocabulary.keyword_rules[word]
        shared = self._common[word](text, end) if word in self._common else {}
        for number in announced:
            if number >= len(self._keyword_rules):
                spend(_ASKED)
                read = NAME_RULES[number - len(self._keyword_rules)].read
                yield from self._beside(text, read(text, start, end))
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
