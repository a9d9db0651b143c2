"""Findings: what to change in a run, with evidence and savings that the trace shows.

Contents are compared, never copied into a finding. Nothing is concluded from what was not recorded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.independence import is_independent
from sealog_exporters.workflows.meaning import leaves
from sealog_exporters.workflows.retiming import Retiming
from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from sealog_exporters.workflows.meaning import Meaning
    from sealog_exporters.workflows.tree import Tree

__all__ = ["Finding", "Run"]

_TELLING = 12  # characters of a result that says more than "ok"
_LOOP = 3
_OVERSIZED = 20_000  # characters
_SAMPLE = 200
_CHARACTERS_A_TOKEN = 4
_MOST = 50  # findings of a kind
_MOST_SERIAL = 64  # calls between two model calls
_WORTH = 0.01  # of the wall time
_READS = re.compile(r"(?:get|list|search|read|lookup|look_up|find|fetch|describe|retrieve)(?:_|-|\.|[A-Z]|$)")
_ACTS = re.compile(
    r"(?:send|create|delete|remove|update|write|post|put|book|buy|pay|place|order|insert|transfer|set|add|cancel|submit)"
    r"(?:_|-|\.|[A-Z]|$)"
)
_WAITS = re.compile(
    r"poll|wait|status|check|heartbeat|sleep|progress|ping|(?:^|_)(?:now|time|random|uuid)", re.IGNORECASE
)


@dataclass(frozen=True)
class Finding:
    """One finding. `spans` are indices into the tree; `confidence` is `certain`, `likely` or `weak`.

    Savings are None where none can be claimed; `saves_ns` is a re-timing of the whole run. `evidence` has counts and
    names of tools only.
    """

    kind: str
    confidence: str
    spans: tuple[int, ...]
    advice: str
    evidence: Mapping[str, Any] = field(default_factory=dict)
    saves_ns: int | None = None
    saves_tokens: int | None = None
    saves_cost: float | None = None


class Run:
    """One run of agents: its tree, what its spans mean, and which spans are a call's second record.

    `reads` are names of tools that are known to change nothing. With `timed` false no saving of time is claimed.
    """

    def __init__(
        self, tree: Tree, meanings: list[Meaning], twins: Mapping[int, int], *, reads: Collection[str], timed: bool
    ) -> None:
        self._tree, self._meanings = tree, meanings
        self._reads = frozenset(reads)
        self._timed = timed
        self._retiming = Retiming(tree)
        by_start = sorted(range(len(meanings)), key=tree.start.__getitem__)
        self._calls = [i for i in by_start if meanings[i].kind == "tool" and i not in twins]
        self._models = [i for i in by_start if meanings[i].kind == "model" and i not in twins]

        self._model_starts = [tree.start[i] for i in self._models]
        ends = accumulate((tree.end[i] for i in reversed(self._models)), min)
        self._first_end = list(ends)[::-1]  # of each model call and those that began after it
        self._within = [0] * len(meanings)  # calls in a span and below it
        for index in (*self._calls, *self._models):
            self._within[index] = 1
        for index in reversed(tree.order):
            if tree.parent[index] != ROOT:
                self._within[tree.parent[index]] += self._within[index]

    def findings(self) -> list[Finding]:
        """Give all findings, those that save most time first, and of equal ones the surest."""
        found = [*self._repeated(), *self._retries(), *self._serial(), *self._oversized()]
        sure = ("certain", "likely", "weak")
        return sorted(found, key=lambda one: (sure.index(one.confidence) > 1, -(one.saves_ns or 0), one.spans))

    def _repeated(self) -> Iterator[Finding]:
        """Find calls made again with equal arguments and equal results: duplicates, and loops over several turns."""
        groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index in self._calls:
            one = self._meanings[index]
            if one.same_arguments is not None and not self._tree.spans[index].failed:
                groups["tool", one.name, one.same_arguments].append(index)
        told = 0
        for (_, name, _), calls in groups.items():
            results = {self._meanings[index].same_result for index in calls}
            # A result that changed makes it a poller, or a look before and after a write.
            if len(calls) == 1 or len(results) > 1 or None in results or told == _MOST:
                continue
            first = self._meanings[calls[0]]
            reads = self._known_to_read(calls[0])
            turns = self._turns(calls)
            loop = len(turns) >= _LOOP
            short = len(first.gave or "") < _TELLING or not leaves(first.given or "")
            if _WAITS.search(name) or reads is False or (not reads and _ACTS.match(name)):
                confidence = "weak"
            elif short or self._written_between(calls):
                confidence = "weak" if short and not loop else "likely"
            else:
                confidence = "certain" if reads or loop else "likely"
            same = f"{name} was called {len(calls)} times with equal arguments and gave the same"
            advice = (
                f"{same}, in {len(turns)} turns; stop after the second" if loop else f"{same}; keep the first result"
            )
            evidence = {"tool": name, "calls": len(calls), "turns": len(turns), "equal": ["arguments", "result"]}
            told += 1
            kind = "loop" if loop else "duplicate_call"
            yield self._finding(kind, confidence, tuple(calls), calls[1:], advice, evidence)

    def _retries(self) -> Iterator[Finding]:
        """Find calls that failed and were made again with equal arguments."""
        groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for index in (*self._calls, *self._models):
            one = self._meanings[index]
            if one.same_arguments is not None and one.name:
                groups[one.kind, one.name, one.same_arguments].append(index)
        told = 0
        for (kind, name, _), calls in groups.items():
            spans, start, end = self._tree.spans, self._tree.start, self._tree.end
            failed = [index for index, after in pairwise(calls) if spans[index].failed and start[after] >= end[index]]
            if not failed or told == _MOST:
                continue
            told += 1
            again = calls[calls.index(failed[-1]) + 1]
            outcome = "failed in the end" if spans[again].failed else "succeeded in the end"
            advice = f"{name} failed {len(failed)} times before it {outcome}; mend the cause, or bound its retries"
            evidence = {kind: name, "failed": len(failed), "failed_ms": sum(end[i] - start[i] for i in failed) / 1e6}
            yield self._finding("retry", "certain", (*failed, again), failed, advice, evidence)

    def _serial(self) -> Iterator[Finding]:
        """Find calls made one after the other, without a model call between, that don't need each other's results."""
        told = 0
        for group in (group for chain in self._chains() for group in self._independent(chain)):
            lifted = self._lifted(group) if len(group) > 1 else []
            if len(lifted) < 2 or told == _MOST:  # noqa: PLR2004 - one call can't run beside itself
                continue
            saves = self._saved(together=lifted)
            if saves is not None and saves < _WORTH * self._tree.wall_ns:
                continue
            told += 1
            known = [self._known_to_read(index) for index in group]
            names = sorted({self._meanings[index].name for index in group})
            confidence = "certain" if all(known) else "likely" if self._look_like_reads(group) else "weak"
            yield Finding(
                "serial_independent_calls",
                confidence,
                tuple(group),
                f"start {', '.join(names)} at once: none of their arguments comes from another's result",
                {"tools": names, "calls": len(group), "known_to_read": sum(one is True for one in known)},
                saves,
                0,
                0.0,
            )

    def _oversized(self) -> Iterator[Finding]:
        """Find large results that were pasted into prompts."""
        told = 0
        for index in self._calls:
            result = self._meanings[index].gave
            if result is None or len(result) < _OVERSIZED or told == _MOST:
                continue
            middle = len(result) // 2
            sample = _bare(result[middle : middle + _SAMPLE])
            prompts = [
                model
                for model in self._models
                if self._tree.start[model] >= self._tree.end[index]
                and sample in _bare(self._meanings[model].given or "")
            ]
            if prompts:
                told += 1
                tokens = (len(result) - _OVERSIZED) // _CHARACTERS_A_TOKEN * len(prompts)
                name = self._meanings[index].name
                yield Finding(
                    "oversized_result",
                    "certain",
                    (index, *prompts),
                    f"shorten what {name} gives, or let the model ask for parts: it went into {len(prompts)} prompts",
                    {"tool": name, "characters": len(result), "prompts": len(prompts), "tokens": "estimated"},
                    None,
                    tokens,
                )

    def _finding(
        self,
        kind: str,
        confidence: str,
        spans: tuple[int, ...],
        spared: list[int],
        advice: str,
        evidence: dict[str, Any],
    ) -> Finding:
        saves = self._saved(without=spared)
        tokens = [self._meanings[index].tokens or 0 for index in spared]
        cost = [self._meanings[index].cost or 0.0 for index in spared]
        return Finding(kind, confidence, spans, advice, evidence, saves, sum(tokens), sum(cost))

    def _saved(self, without: Collection[int] = (), together: Sequence[int] = ()) -> int | None:
        wall = self._retiming.wall_ns(without, together) if self._timed else None
        return None if wall is None else self._tree.wall_ns - wall

    def _known_to_read(self, index: int) -> bool | None:
        one = self._meanings[index]
        return True if one.name in self._reads else one.read_only

    def _look_like_reads(self, calls: list[int]) -> bool:
        return all(
            self._known_to_read(index)
            or (self._known_to_read(index) is None and _READS.match(self._meanings[index].name))
            for index in calls
        )

    def _turns(self, calls: list[int]) -> list[int]:
        """Give the first call of each turn: a model call ended before it, and began after the call before it ended."""
        turns = calls[:1]
        for index in calls[1:]:
            if self._models_between(self._tree.end[turns[-1]], self._tree.start[index]):
                turns.append(index)
        return turns

    def _models_between(self, begin: int, end: int) -> bool:
        place = bisect_left(self._model_starts, begin)
        return place < len(self._models) and self._first_end[place] <= end

    def _written_between(self, calls: list[int]) -> bool:
        begin, end = self._tree.end[calls[0]], self._tree.start[calls[-1]]
        mine = set(calls)
        return any(
            index not in mine and begin <= self._tree.start[index] < end and not self._look_like_reads([index])
            for index in self._calls
        )

    def _chains(self) -> Iterator[list[int]]:
        """Give runs of calls, each after the one before it has ended, with no model call from the first to the last."""
        chain: list[int] = []
        start, end = self._tree.start, self._tree.end
        models = sorted(start[model] for model in self._models)
        place = 0
        for index in self._calls:
            turned = False
            while place < len(models) and models[place] <= start[index]:
                turned = not chain or models[place] >= start[chain[0]] or turned
                place += 1
            if chain and (turned or start[index] < end[chain[-1]] or len(chain) == _MOST_SERIAL):
                yield chain
                chain = []
            chain.append(index)
        yield chain

    def _independent(self, chain: list[int]) -> Iterator[list[int]]:
        """Cut a chain into groups of calls that are each shown not to need another of their group."""
        group: list[int] = []
        for index in chain:
            if not all(self._are_apart(before, index) for before in group):
                yield group
                group = []
            group.append(index)
        yield group

    def _are_apart(self, before: int, after: int) -> bool:
        spans = self._tree.spans
        if spans[before].failed or spans[after].failed:
            return False
        return is_independent(self._meanings[after], self._meanings[before])

    def _lifted(self, calls: list[int]) -> list[int]:
        """Give the siblings that hold these calls, one each, and no other call; none where there are no such."""
        held = self._tree.siblings(calls)
        return held if len(set(held)) == len(held) and all(self._within[index] == 1 for index in held) else []


def _bare(text: str) -> str:
    """Leave letters and digits only, so that a text is found again however often its quotes were escaped."""
    return re.sub(r"\\[nrt]|[^\w]|_", "", text)
