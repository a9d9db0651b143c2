"""Finds the rule of an attribute key. What many rules ask alike is asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.interface import KeyRule


class KeyIndex:
    """The rules of keys in the order of their rank: the first that matches a key holds."""

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
