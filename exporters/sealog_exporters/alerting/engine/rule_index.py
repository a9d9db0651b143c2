"""Finds the rules that a record may match without trying each: by severity, equal values and words of the body.

The returned rules still have to be matched; the others can't match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

import re2

from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.matching.field import reader, text_of
from sealog_exporters.alerting.matching.severity import HIGHEST, number_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import AttributeValue, Event

Worker = TypeVar("Worker")

_ENOUGH: Final = 4  # Fewer rules than this on a field or on the body are quicker tried one by one.
_MAX_MEMORY: Final = 8 << 20  # of one RE2 set; beyond it the set is not used


class RuleIndex(Generic[Worker]):
    """Rules with their workers, arranged once. Candidates come in the order of the rules.

    Args:
        workers: each rule's worker, in the order of the rules.
        rules: the rules.
    """

    def __init__(self, rules: Sequence[Rule], watchers: Sequence[Worker]) -> None:
        pairs = list(zip(rules, watchers, strict=True))
        places = [
            tuple([place for place, rule in enumerate(rules) if number in rule.severities])
            for number in range(HIGHEST + 1)
        ]
        arranged = {chosen: _Arranged([pairs[place] for place in chosen]) for chosen in set(places)}
        self._by_severity = tuple(arranged[chosen] for chosen in places)

    def of(self, event: Event) -> Sequence[Worker]:
        """Return the workers whose rule may match the event."""
        number = event.severity_number
        arranged = self._by_severity[number if 0 < number <= HIGHEST else number_of(event)]
        return arranged.narrowed(event) if arranged.narrows else arranged.all


class _Arranged(Generic[Worker]):
    """The rules of one severity number: tables by field, one set of patterns for the body, and the rest."""

    def __init__(self, pairs: Sequence[tuple[Rule, Worker]]) -> None:
        self.all = tuple(watcher for _, watcher in pairs)
        places: dict[str, dict[int, Condition]] = {}
        for place, (rule, _) in enumerate(pairs):
            condition = _selective(rule)
            if condition is not None:
                places.setdefault("body" if _is_body(condition) else condition.field, {})[place] = condition
        body = places.pop("body", {})
        tables = {field: found for field, found in places.items() if len(found) >= _ENOUGH}
        self._tables = [(reader(field), _table(found)) for field, found in tables.items()]
        self._words, covered = _pattern_set(body) if len(body) >= _ENOUGH else (None, set[int]())
        narrowed = {place for found in tables.values() for place in found} | covered
        self._rest = [place for place in range(len(pairs)) if place not in narrowed]
        self.narrows = bool(narrowed)

    def narrowed(self, event: Event) -> Sequence[Worker]:
        """Return the workers whose rule may match the event."""
        places = self._rest
        for read, table in self._tables:
            value = read(event)
            found = table.get(value, ()) if type(value) is str else _looked_up(table, value)
            if found:
                places = [*places, *found]
        if self._words is not None:
            body = event.body
            hits = self._words(body if type(body) is str else text_of(body))
            if hits:
                places = [*places, *hits]
        watchers = self.all
        if places is self._rest and len(places) == len(watchers):
            return watchers
        return [watchers[place] for place in (sorted(set(places)) if places is not self._rest else places)]


def _selective(rule: Rule) -> Condition | None:
    """Return a condition that a record must meet and that can be looked up; an equal value is preferred to a word."""
    plain = [node for node in rule.match if isinstance(node, Condition) and not node.negated and not node.every]
    equal = [node for node in plain if node.modifier == "equals" and not node.nocase]
    return next(iter(equal), next((node for node in plain if _is_body(node)), None))


def _is_body(condition: Condition) -> bool:
    """Return whether RE2 can search the body for it; an empty text is in every body."""
    return (
        condition.field == "body"
        and condition.modifier in {"contains", "re", "startswith", "endswith"}
        and not (condition.nocase and condition.modifier != "re")  # RE2 folds case otherwise than `casefold`
        and all(condition.any_of)
    )


def _table(conditions: dict[int, Condition]) -> dict[str, tuple[int, ...]]:
    """Arrange the places of rules by the value that they match."""
    table: dict[str, list[int]] = {}
    for place, condition in conditions.items():
        for text in condition.any_of:
            table.setdefault(text, []).append(place)
    return {text: tuple(found) for text, found in table.items()}


def _looked_up(table: dict[str, tuple[int, ...]], value: AttributeValue) -> Sequence[int]:
    """Look up a value of another type than text, or each element of a list."""
    if value is None:
        return ()
    if isinstance(value, (list, tuple)):
        return [place for part in value for place in table.get(text_of(part), ())]
    return table.get(text_of(value), ())


def _pattern_set(conditions: dict[int, Condition]) -> tuple[Callable[[str], set[int]] | None, set[int]]:
    """Return a function that finds the rules whose words or patterns are in a text, and the rules it covers."""
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MAX_MEMORY
    patterns = re2.Set.SearchSet(options)
    owners = []
    for place, condition in conditions.items():
        for text in condition.any_of:
            pattern = text if condition.modifier == "re" else re2.escape(text)
            patterns.Add(f"(?i:{pattern})" if condition.nocase else pattern)
            owners.append(place)
    patterns.Add(r"\A\z")
    try:
        patterns.Compile()
    except re2.error:  # too large together: each is tried for itself
        return None, set()
    # RE2 answers None both for no match and for a set that its memory can't hold; the latter shows at any text.
    if patterns.Match(b"") is None:
        return None, set()

    def found(text: str) -> set[int]:
        hits = patterns.Match(text.encode("utf-8", "replace"))
        return {owners[number] for number in hits if number < len(owners)} if hits else set()

    return found, set(conditions)
