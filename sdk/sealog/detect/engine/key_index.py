"""Finds the rule of an attribute key. A test that several rules share runs once a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.model.rule import KeyRule

_REMEMBERED = 4096
_LONGEST_REMEMBERED = 256
"""Longer keys are not remembered: programs don't repeat them, and they may be an attack on memory."""


class RememberedKeys(dict[str, "KeyRule | None"]):
    """A dictionary of keys and their rules, so that a second look-up runs no Python code."""

    def __init__(self, rule_of_key: Callable[[str], KeyRule | None]) -> None:
        super().__init__()
        self._rule_of_key = rule_of_key

    def __missing__(self, key: str) -> KeyRule | None:
        rule = self._rule_of_key(key)
        if type(key) is str and len(key) <= _LONGEST_REMEMBERED:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[key] = rule
        return rule


class KeyIndex:
    """The key rules in the order of their rank: the first that matches a key applies."""

    def __init__(self, rules: Sequence[KeyRule]) -> None:
        self._rules = rules
        self._shared: dict[Callable[[str], str | None], dict[str, int]] = {}
        self._others: list[tuple[int, KeyRule]] = []
        for rank, rule in enumerate(rules):
            if rule.entity_of is None:
                self._others.append((rank, rule))
            else:
                self._shared.setdefault(rule.entity_of, {}).setdefault(rule.entity, rank)

    def first(self, key: str) -> KeyRule | None:
        """Give the first rule that matches a key in lower case."""
        best = len(self._rules)
        for entity_of, ranks in self._shared.items():
            entity = entity_of(key)
            if entity is not None:
                best = min(best, ranks.get(entity, best))
        best = next((rank for rank, rule in self._others if rank < best and rule.matches(key)), best)
        return self._rules[best] if best < len(self._rules) else None
