"""Counts what is found of what was planted. As a program it prints the figures of docs/workflows.md.

PYTHONPATH=tests .venv/bin/python -m workflows.simulated
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows import analyse
from workflows.simulator import SCENES, run
from workflows.variants import EMITTERS, SHAPES, sealed, traced_twice

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from sealog_exporters.workflows import Span

__all__ = ["NEEDS_TEXT", "VARIANTS", "Score", "findings", "is_part", "score"]

NEEDS_TEXT = {
    "cacheable_call",
    "duplicate_model_call",
    "fan_out_limit",
    "ping_pong",
    "serial_independent_calls",
}
"""Kinds that compare texts beyond the arguments and the result of one tool: on sealed traces they may be unknown."""

_Found = set[tuple[str, frozenset[str]]]


def _emitted(name: str) -> Callable[[list[Span]], list[Span]]:
    return lambda spans: [replace(span, attributes=EMITTERS[name](span.attributes)) for span in spans]


VARIANTS: dict[str, Callable[[list[Span]], list[Span]]] = {
    "as written": lambda spans: spans,
    "sealed": sealed,
    "traced twice": traced_twice,
    "traced twice, sealed": lambda spans: sealed(traced_twice(spans)),
    **{f"names of {name}": _emitted(name) for name in EMITTERS},
    **SHAPES,
}


@dataclass
class Score:
    """How many planted findings were found and missed, and what was found that nobody planted, by kind."""

    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """The share of what was planted that was found."""
        return self.found.total() / max(1, self.found.total() + self.missed.total())

    @property
    def precision(self) -> float:
        """The share of what was found that was planted."""
        return self.found.total() / max(1, self.found.total() + self.false.total())


def findings(spans: list[Span]) -> _Found:
    """Give the certain and likely findings of a run without its root."""
    last = max(span.end_ns for span in spans)
    root = replace(spans[0], span_id=f"{1:016x}", parent_id="", name="run", start_ns=0, end_ns=last, attributes={})
    return {
        (one["kind"], frozenset(one["spans"]))
        for one in analyse([replace(root, scope="agents", failed=False), *spans]).findings
        if one["confidence"] != "weak"
    }


def score(seeds: Iterable[int], variant: Callable[[list[Span]], list[Span]], kinds: Container[str] = SCENES) -> Score:
    """Count over runs in one variant. A part of what was planted is no false finding, but does not count as found."""
    total = Score()
    for seed in seeds:
        planted = run(seed)
        found = {one for one in findings(variant(planted.spans)) if one[0] in kinds}
        truth = {one for one in planted.truth if one[0] in kinds}
        total.found.update(kind for kind, _ in truth & found)
        total.missed.update(kind for kind, _ in truth - found)
        total.false.update(kind for kind, spans in found if not is_part((kind, spans), planted.truth))
    return total


def is_part(one: tuple[str, frozenset[str]], findings: _Found) -> bool:
    """Tell whether a finding is one of these, or a part of one."""
    return any(kind == one[0] and spans >= one[1] for kind, spans in findings)


def _print(*cells: Any) -> None:
    sys.stdout.write(f"| {' | '.join(str(cell) for cell in cells)} |\n")


def main() -> None:
    """Print the tables: all variants on the runs that were held back, then each kind."""
    held_back = range(1, 400, 2)
    _print("runs", "planted", "recall", "precision")
    _print(*["---"] * 4)
    for name, variant in VARIANTS.items():
        kinds = SCENES.keys() - NEEDS_TEXT if "sealed" in name else SCENES.keys()
        got = score(held_back, variant, kinds)
        _print(name, got.found.total() + got.missed.total(), f"{got.recall:.3f}", f"{got.precision:.3f}")
    got, shut = score(held_back, VARIANTS["as written"]), score(held_back, sealed)
    sys.stdout.write("\n")
    _print("kind", "planted", "found", "false", "found sealed", "false sealed")
    _print(*["---"] * 6)
    for kind in SCENES:
        planted = got.found[kind] + got.missed[kind]
        _print(f"`{kind}`", planted, got.found[kind], got.false[kind], shut.found[kind], shut.false[kind])


if __name__ == "__main__":
    main()
