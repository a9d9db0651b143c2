"""One run of agents as findings look at it: calls in order of time, turns, conversations, and what a change saves."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.findings.finding import Finding
from sealog_exporters.workflows.retiming import Retiming
from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from sealog_exporters.workflows.meaning import Meaning
    from sealog_exporters.workflows.prices import Prices
    from sealog_exporters.workflows.tree import Tree

__all__ = ["ACTS", "HAND_OFF", "WAITS", "Known", "Run", "cost_of"]

READS = re.compile(r"(?:get|list|search|read|lookup|look_up|find|fetch|describe|retrieve)(?:_|-|\.|[A-Z]|$)")
ACTS = re.compile(
    r"(?:send|create|delete|remove|update|write|post|put|book|buy|pay|place|order|insert|transfer|set|add|cancel|submit)"
    r"(?:_|-|\.|[A-Z]|$)"
)
HAND_OFF = re.compile(r"(?:transfer|hand_?off|handover|delegate)_?(?:back_)?to_?(.+)", re.IGNORECASE)
WAITS = re.compile(
    r"poll|wait|status|check|heartbeat|sleep|progress|ping|(?:^|_)(?:now|time|random|uuid)", re.IGNORECASE
)


@dataclass(frozen=True)
class Known:
    """What is known beside the trace: tools that change nothing, prices, and how long calls take as a rule.

    `usual` is (kind, name) → (median, 99th percentile, count) of durations in earlier runs, in ns; None where it has
    seen none.
    """

    reads: Collection[str] = ()
    prices: Prices | None = None
    usual: Callable[[str, str], tuple[int, int, int] | None] | None = None


class Run:
    """One run of agents: its tree, what its spans mean, and which spans are a call's second record.

    `calls`, `models` and `agents` are indices in order of start. `counting` are the spans whose tokens count. With
    `timed` false no saving of time is claimed.
    """

    def __init__(
        self,
        tree: Tree,
        meanings: list[Meaning],
        twins: Mapping[int, int],
        counting: Collection[int],
        *,
        timed: bool,
        known: Known,
    ) -> None:
        self.tree, self.meanings, self.counting = tree, meanings, counting
        self.prices, self.usual = known.prices, known.usual
        self._reads = frozenset(known.reads)
        self._timed = timed
        self._retiming = Retiming(tree)
        by_start = sorted(range(len(meanings)), key=tree.start.__getitem__)
        self.calls = [i for i in by_start if meanings[i].kind == "tool" and i not in twins]
        self.models = [i for i in by_start if meanings[i].kind == "model" and i not in twins]
        self.agents = [i for i in by_start if meanings[i].kind == "agent" and i not in twins]
        self._model_starts = [tree.start[i] for i in self.models]
        ends = accumulate((tree.end[i] for i in reversed(self.models)), min)
        self._first_end = list(ends)[::-1]  # of each model call and those that began after it
        self.within = [0] * len(meanings)
        """Calls in a span and below it."""
        self.agent_of = [ROOT] * len(meanings)
        """The nearest span of an agent at or above each span."""
        for index in (*self.calls, *self.models):
            self.within[index] = 1
        for index in tree.order_claimed:
            above = tree.claimed[index]
            self.agent_of[index] = (
                index if meanings[index].kind == "agent" else ROOT if above == ROOT else self.agent_of[above]
            )
        for index in reversed(tree.order):
            if tree.parent[index] != ROOT:
                self.within[tree.parent[index]] += self.within[index]

    def finding(
        self,
        kind: str,
        confidence: str,
        spans: Sequence[int],
        spared: Sequence[int],
        advice: str,
        evidence: dict[str, Any],
    ) -> Finding:
        """Make a finding whose saving is that of the spans `spared`, with all that is below them."""
        saves = self.saved(without=spared)
        tokens, cost = self.spent(spared)
        return Finding(kind, confidence, tuple(spans), advice, evidence, saves, tokens, cost)

    def saved(
        self,
        without: Collection[int] = (),
        together: Sequence[int] = (),
        lasting: Mapping[int, int] | None = None,
    ) -> int | None:
        """Give the ns that a change saves (`Retiming.wall_ns`), None where nothing can be claimed."""
        wall = self._retiming.wall_ns(without, together, lasting=lasting) if self._timed else None
        return None if wall is None else self.tree.wall_ns - wall

    def spent(self, spans: Iterable[int]) -> tuple[int, float]:
        """Give the tokens and the cost of spans and of all below them, each counted once."""
        seen: set[int] = set()
        waiting = list(spans)
        while waiting:
            index = waiting.pop()
            if index not in seen:
                seen.add(index)
                waiting += self.tree.children[index]
        counted = [index for index in seen if index in self.counting]
        return sum(self.meanings[i].tokens or 0 for i in counted), sum(self.cost(i) or 0.0 for i in counted)

    def cost(self, index: int) -> float | None:
        """Give the cost of a model call: what the trace says, or by the user's prices."""
        return cost_of(self.meanings[index], self.prices)

    def known_to_read(self, index: int) -> bool | None:
        """Tell whether a call's tool is known to change nothing; None where nobody says."""
        one = self.meanings[index]
        return True if one.name in self._reads else one.read_only

    def look_like_reads(self, calls: Iterable[int]) -> bool:
        """Tell whether all these calls' tools are known to read, or called as such."""
        return all(
            self.known_to_read(index) or (self.known_to_read(index) is None and READS.match(self.meanings[index].name))
            for index in calls
        )

    def turns(self, calls: Sequence[int]) -> list[int]:
        """Give the first call of each turn: a model call ended before it, and began after the call before it ended."""
        turns = list(calls[:1])
        for index in calls[1:]:
            if self.has_model_between(self.tree.end[turns[-1]], self.tree.start[index]):
                turns.append(index)
        return turns

    def has_model_between(self, begin: int, end: int) -> bool:
        """Tell whether a whole model call lies in this stretch of time."""
        place = bisect_left(self._model_starts, begin)
        return place < len(self.models) and self._first_end[place] <= end

    def models_between(self, begin: int, end: int) -> list[int]:
        """Give the model calls that lie wholly in this stretch of time."""
        place = bisect_left(self._model_starts, begin)
        found = []
        while place < len(self.models) and self._model_starts[place] < end:
            if self.tree.end[self.models[place]] <= end:
                found.append(self.models[place])
            place += 1
        return found

    def is_written_between(self, calls: Sequence[int]) -> bool:
        """Tell whether a call that may change something began between the first of these calls and the last."""
        begin, end = self.tree.end[calls[0]], self.tree.start[calls[-1]]
        mine = set(calls)
        place = bisect_left(self.calls, begin, key=self.tree.start.__getitem__)
        for index in self.calls[place:]:
            if self.tree.start[index] >= end:
                break
            if index not in mine and not self.look_like_reads([index]):
                return True
        return False

    def lifted(self, calls: Sequence[int]) -> list[int]:
        """Give the siblings that hold these calls, one each, and no other call; none where there are no such."""
        held = self.tree.siblings(calls)
        return held if len(set(held)) == len(held) and all(self.within[index] == 1 for index in held) else []

    def agent(self, index: int) -> str:
        """Give the name of the agent that made a call; empty where no span of one is above it."""
        above = self.agent_of[index]
        return "" if above == ROOT else self.meanings[above].name

    def conversation(self, index: int) -> tuple[str, int]:
        """Give what is equal for the model calls of one conversation: its id, or the agent's span."""
        named = self.meanings[index].conversation
        return (named, ROOT) if named else ("", self.agent_of[index])


def cost_of(one: Meaning, prices: Prices | None) -> float | None:
    """Give the cost of one call: what the trace says, or by the user's prices; None where neither does."""
    if one.cost is not None or prices is None or one.kind not in {"model", "embedding"}:
        return one.cost
    return prices.cost(one.name, one.input_tokens, one.output_tokens, one.cached_tokens)
