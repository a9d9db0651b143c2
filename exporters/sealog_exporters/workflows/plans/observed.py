"""One run as plans see it: its steps, its calls, and its analysis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from sealog.coordinator.attributes import ATTEMPT, NODE
from sealog_exporters.workflows.analysis import analyse
from sealog_exporters.workflows.meaning import meaning
from sealog_exporters.workflows.plans.workflow_name import workflow_name
from sealog_exporters.workflows.quality import doubled
from sealog_exporters.workflows.retiming import Retiming
from sealog_exporters.workflows.tree import ROOT, Tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sealog_exporters.workflows.analysis import Analysis
    from sealog_exporters.workflows.meaning import Meaning
    from sealog_exporters.workflows.span import Span

__all__ = ["Call", "ObservedRun", "Step", "observe"]

_NS = 1e6


@dataclass(frozen=True)
class Step:
    """A node of the workflow in one run: its id, its spans (one an attempt), and when it ran, in ns."""

    id: str
    spans: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Call:
    """One call of a tool or a model, or one attempt of a node. Times are in ns."""

    kind: str
    name: str
    index: int
    start: int
    end: int
    failed: bool

    @property
    def ms(self) -> float:
        """How long it took."""
        return (self.end - self.start) / _NS


@dataclass(frozen=True)
class ObservedRun:
    """One run. `steps` and `calls` are in order of their start. `named` tells that nodes named themselves (`NODE`)."""

    analysis: Analysis
    tree: Tree
    meanings: list[Meaning] = field(repr=False)
    steps: list[Step]
    calls: list[Call]
    named: bool

    @cached_property
    def root(self) -> str:
        """The name of the workflow, by the span that the run began with."""
        return workflow_name(self.tree.entry.name)

    @property
    def version(self) -> str:
        """The version of the service that the run began in, empty if the trace does not say."""
        return self.tree.entry.version

    def everything(self) -> Iterator[tuple[str, str, int, bool]]:
        """Give the kind, name, span and failure of each call and each run of an agent."""
        for call in self.calls:
            yield call.kind, call.name, call.index, call.failed
        for index, one in enumerate(self.meanings):
            if one.kind == "agent":
                yield "agent", one.name, index, self.tree.spans[index].failed

    def caller(self, index: int) -> str:
        """Give the name of the agent, tool or node that a span lies in, that of the first span if there is none."""
        return self._callers[index]

    @cached_property
    def _callers(self) -> list[str]:
        callers = [self.root] * len(self.tree.spans)
        nodes = {call.index: call.name for call in self.calls if call.kind == "node"}
        for index in self.tree.order_claimed:
            if (above := self.tree.claimed[index]) != ROOT:
                mine = nodes.get(above)
                if mine is None and self.meanings[above].kind in {"agent", "tool"}:
                    mine = self.meanings[above].name
                callers[index] = callers[above] if mine is None else mine
        return callers

    def retiming(self) -> Retiming:
        """Give a new allowance of what-if questions."""
        return Retiming(self.tree)

    @cached_property
    def _by_id(self) -> dict[str, int]:
        return {span.span_id: index for index, span in enumerate(self.tree.spans)}

    @cached_property
    def _owners(self) -> list[tuple[Step, int] | None]:
        """Give the step of each span, and the attempt at it that holds the span."""
        owners: list[tuple[Step, int] | None] = [None] * len(self.tree.spans)
        for step in self.steps:
            for span in step.spans:
                owners[span] = step, span
        for index in self.tree.order:
            if owners[index] is None and (above := self.tree.parent[index]) != ROOT:
                owners[index] = owners[above]
        return owners

    def indices(self, span_ids: Collection[str]) -> list[int]:
        """Give the spans with these ids, in the order of the ids."""
        return [self._by_id[one] for one in span_ids]

    def steps_of(self, spans: Collection[int]) -> list[Step]:
        """Give the step in which each of these spans lies; fewer where one lies in none."""
        return [owner[0] for span in spans if (owner := self._owners[span]) is not None]

    def attempts_of(self, spans: Collection[int]) -> set[int]:
        """Give the attempts at steps in which these spans lie."""
        return {owner[1] for span in spans if (owner := self._owners[span]) is not None}


def observe(spans: list[Span], *, reads: Collection[str] = ()) -> ObservedRun:
    """Analyse the spans of one run, and find its steps and calls.

    Raises:
        ValueError: there are no spans.
    """
    analysis = analyse(spans, reads=reads)
    tree = Tree(spans)
    meanings = [meaning(span) for span in spans]
    twins = doubled(tree, meanings)
    named = [index for index, span in enumerate(spans) if span.attributes.get(NODE) is not None]
    steps = _named_steps(tree, named) if named else _top_steps(tree, meanings)
    calls = [
        Call(one.kind, one.name, index, tree.start[index], tree.end[index], spans[index].failed)
        for index, one in enumerate(meanings)
        if one.kind in {"tool", "model"} and one.name and index not in twins
    ]
    calls += [
        Call("node", str(spans[i].attributes[NODE]), i, tree.start[i], tree.end[i], spans[i].failed) for i in named
    ]
    calls.sort(key=lambda call: (call.start, call.index))
    return ObservedRun(analysis, tree, meanings, steps, calls, bool(named))


def _named_steps(tree: Tree, named: list[int]) -> list[Step]:
    """Make one step of all attempts of a node; a node within another belongs to that one."""
    attempts: defaultdict[str, list[int]] = defaultdict(list)
    held = set(named)
    inside = [False] * len(tree.spans)
    for index in tree.order_claimed:
        above = tree.claimed[index]
        inside[index] = above != ROOT and (inside[above] or above in held)
    for index in named:
        if not inside[index]:
            attempts[str(tree.spans[index].attributes[NODE])].append(index)
    steps = []
    for name, spans in attempts.items():
        spans.sort(key=lambda index: (tree.start[index], _attempt(tree, index)))
        steps.append(_step(tree, name, spans))
    return sorted(steps, key=lambda step: (step.start, step.id))


def _attempt(tree: Tree, index: int) -> int:
    number = tree.spans[index].attributes.get(ATTEMPT)
    return number if isinstance(number, int) else 0


def _top_steps(tree: Tree, meanings: list[Meaning]) -> list[Step]:
    """Make steps of the highest spans that have a sibling; of spans with one name, the second is called `name#2`."""
    level = tree.roots
    while len(level) == 1 and tree.children[level[0]] and meanings[level[0]].kind not in {"tool", "model"}:
        level = tree.children[level[0]]
    names = _numbered(meanings[index].name or tree.spans[index].name for index in _by_start(tree, level))
    return [_step(tree, name, [index]) for name, index in zip(names, _by_start(tree, level), strict=True)]


def _by_start(tree: Tree, spans: list[int]) -> list[int]:
    return sorted(spans, key=lambda index: (tree.start[index], index))


def _numbered(names: Iterator[str]) -> Iterator[str]:
    seen: defaultdict[str, int] = defaultdict(int)
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def _step(tree: Tree, name: str, spans: list[int]) -> Step:
    return Step(name, tuple(spans), min(tree.start[i] for i in spans), max(tree.until[i] for i in spans))
