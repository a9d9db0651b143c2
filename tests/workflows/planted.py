"""What scenes of the simulator write into: names, contents and lengths by chance, and what is wasteful in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import random

    from sealog_exporters.workflows import Span
    from workflows.agents import Agent

__all__ = ["ASKED", "TOLD", "Planted"]

_THINGS = ("city", "user", "order", "invoice", "ticket", "page", "flight", "parcel", "contract", "recipe", "sensor")
_READS = ("get", "search", "list", "lookup", "fetch", "find", "read", "describe")
ASKED = ("harbour", "meadow", "granite", "saffron", "lantern", "orchard", "velvet", "copper", "juniper", "quarry")
TOLD = ("ninefold", "sluggish", "overcast", "restocked", "brimming", "windswept", "mothballed", "threadbare")
_CARDS = ("4111 1111 1111 1111", "5555 5555 5555 4444", "3782 822463 10005")
_CARDS_TOLD = ("4012 8888 8888 1881", "5105 1051 0510 5100")


@dataclass
class Planted:
    """A run and what is wasteful in it: (kind, ids of spans)."""

    agent: Agent
    random: random.Random
    truth: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    scenes: list[str] = field(default_factory=list)
    _number: int = 0

    @property
    def spans(self) -> list[Span]:
        """All spans but the root."""
        return self.agent.spans

    def unique(self) -> int:
        """Give a number that nothing else of the run has."""
        self._number += self.random.randint(1, 9)
        return 1_000 + self._number

    def reader(self) -> str:
        """Give the name of a tool that reads."""
        return f"{self.random.choice(_READS)}_{self.random.choice(_THINGS)}_{self.unique()}"

    def asked(self) -> dict[str, Any]:
        """Give arguments; some hold personal data."""
        word = f"{self.random.choice(ASKED)}{self.unique()}"
        more: dict[str, Any] = self.random.choice(
            [
                {},
                {},
                {"mail": f"{word}@quellwerk.example"},
                {"card": self.random.choice(_CARDS)},
                {"filters": {"kinds": [word, "all"], "limit": 10}},
            ]
        )
        return {"query": word, **more}

    def told(self) -> dict[str, Any]:
        """Give a result that no call's arguments come from; some hold personal data."""
        words = " ".join(self.random.choices(TOLD, k=6)) + f" as of {self.unique()}"
        more: dict[str, Any] = self.random.choice(
            [
                {},
                {},
                {},
                {"owner": f"desk{self.unique()}@quellwerk.example"},
                {"paid_with": self.random.choice(_CARDS_TOLD)},
            ]
        )
        return {"state": words, **more}

    def text(self, count: int) -> str:
        """Give a text of so many words that nothing else has."""
        first = self.unique()
        return " ".join(f"{self.random.choice(TOLD)} {first}x{number}" for number in range(count // 2))

    def length(self) -> int:
        """Give the length of a call in ms."""
        return self.random.randint(60, 300)

    def turn(self, **more: Any) -> str:
        """Add a model call."""
        return self.agent.model(length=more.pop("length", self.length()), tokens=self.random.randint(40, 60), **more)

    def tool(self, name: str, arguments: Any, result: Any, **more: Any) -> str:
        """Add a tool call."""
        return self.agent.tool(name, arguments, result, length=more.pop("length", self.length()), **more)

    def plant(self, kind: str, spans: list[str]) -> None:
        """Say that these spans are wasteful in this way."""
        self.truth.add((kind, frozenset(spans)))
