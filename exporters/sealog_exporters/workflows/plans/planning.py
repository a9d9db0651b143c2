"""Makes a plan from runs of one workflow. Each item has its evidence; what the runs don't show is withheld, with why.

Only findings that are certain or likely count, and only where every run agrees.
"""

from __future__ import annotations

import math
from collections import defaultdict
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from sealog.coordinator import Plan
from sealog.coordinator.plan import VERSION
from sealog.errors import SettingError
from sealog_exporters.workflows.plans.medians import middle, ms, over_runs
from sealog_exporters.workflows.plans.order import before_and_after, ordered_nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog_exporters.workflows.plans.observed import Call, ObservedRun

__all__ = ["make_plan"]

_NS = 1e6
_SURE = ("certain", "likely")
_ENOUGH_CALLS = 20  # for a 99th percentile
_TIMEOUT_FACTOR, _LEAST_TIMEOUT_MS = 2, 100.0
_BUDGET_FACTOR = 2
_MOST_ATTEMPTS, _MOST_CALLS = 10, 1_000  # the schema's
_MOST_TRACES = 100
_DAY_MS = 86_400_000.0
_REPEATS = ("duplicate_call", "loop")


def make_plan(runs: Sequence[ObservedRun], usual_ns: Usual | None = None) -> dict[str, Any]:
    """Give the plan for a workflow as values of JSON, from one run of it or more; `docs/spec/plan.md` describes it.

    `usual_ns` tells the median, the 99th percentile and the count of a call's durations in these runs and earlier ones,
    in ns, by kind and name.

    Raises:
        ValueError: there are no runs.
    """
    if not runs:
        raise ValueError("a plan is made from one run at least")
    return _Planning(runs, usual_ns).plan()


Usual: TypeAlias = "Callable[[str, str], tuple[int, int, int] | None]"


class _Seen(NamedTuple):
    """A finding in one run, with the spans it is about."""

    run: ObservedRun
    finding: dict[str, Any]
    spans: list[int]


class _Planning:
    def __init__(self, runs: Sequence[ObservedRun], usual_ns: Usual | None) -> None:
        self._runs = runs
        self._usual_ns = usual_ns
        self._timed = [run for run in runs if run.analysis.times_trusted]
        self._withheld: list[dict[str, str]] = []
        self._changes: dict[int, tuple[set[int], list[list[int]]]] = {id(run): (set(), []) for run in runs}
        self._saved_tokens = {id(run): 0 for run in runs}
        self._saved_cost = {id(run): 0.0 for run in runs}
        self._repeated: defaultdict[tuple[str, str, str], list[_Seen]] = defaultdict(list)
        for run in runs:
            for finding in self._found(run, [*_REPEATS, "retry"]):
                spans = run.indices(finding["spans"])
                one = run.meanings[spans[0]]
                what = "retry" if finding["kind"] == "retry" else "repeat"
                if what == "retry" and len(run.attempts_of(spans)) > 1:
                    continue  # whoever runs the nodes tried again, so that is where it is planned
                self._repeated[what, one.kind, one.name].append(_Seen(run, finding, spans))

    def plan(self) -> dict[str, Any]:
        runs = self._runs
        if len(self._timed) < len(runs):
            self._withhold(
                "times", f"{len(runs) - len(self._timed)} of {len(runs)} runs have times that can't be trusted"
            )
        nodes, reason = ordered_nodes(runs)
        if reason:
            self._withhold("nodes", reason)
        groups = self._groups(nodes) if nodes else []
        inner = self._parallel_calls()
        calls = self._calls()
        budget = self._budget()
        tokens = [run.analysis.tokens for run in runs if run.analysis.tokens is not None]
        found: dict[str, Any] = {
            "version": VERSION,
            "made_from": {
                "runs": len(runs),
                "traces": [run.analysis.trace_id for run in runs[:_MOST_TRACES]],
                "wall_ms": ms(median(run.analysis.wall_ms for run in runs)),
                "tokens": median(tokens) if tokens else None,
            },
            "predicted": self._predicted(),
            "nodes": nodes,
            "parallel_groups": groups,
            "parallel_calls": inner,
            "calls": calls,
            "withheld": self._withheld,
            "withdrawn": [],
        }
        if budget is not None:
            found["token_budget"] = budget
        return found

    def _withhold(self, what: str, reason: str) -> None:
        self._withheld.append({"what": what, "reason": reason})

    def _found(self, run: ObservedRun, kinds: Iterable[str]) -> list[dict[str, Any]]:
        return [one for one in run.analysis.findings if one["kind"] in kinds and one["confidence"] in _SURE]

    def _groups(self, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Give groups of nodes that every run had one after the other, each shown not to need another."""
        found: defaultdict[frozenset[str], list[_Seen]] = defaultdict(list)
        for run in self._runs:
            for finding in self._found(run, ["serial_independent_calls"]):
                steps = run.steps_of(run.indices(finding["spans"]))
                group = frozenset(step.id for step in steps)
                if len(group) == len(steps) == len(finding["spans"]) and all(len(step.spans) == 1 for step in steps):
                    found[group].append(_Seen(run, finding, [step.spans[0] for step in steps]))
        groups: list[dict[str, Any]] = []
        taken: set[str] = set()
        for group, seen in found.items():
            names = [node["id"] for node in nodes if node["id"] in group]
            if len({id(one.run) for one in seen}) < len(self._runs) or taken & group:
                self._withhold(f"{', '.join(names)} in parallel", f"{len(seen)} of {len(self._runs)} runs show it")
                continue
            item: dict[str, Any] = {"id": f"parallel: {', '.join(names)}", "nodes": names}
            try:
                Plan.from_json({"version": VERSION, "nodes": nodes, "parallel_groups": [*groups, item]})
            except SettingError:
                self._withhold(f"{', '.join(names)} in parallel", "a step that stands between them keeps them apart")
                continue
            for run, _, spans in seen:
                self._changes[id(run)][1].append(spans)
            saves = {"saves_ms": middle(one.finding["saves_ms"] for one in seen)}
            times = before_and_after([(one.run.tree, one.spans) for one in seen])
            item |= self._told(seen) | {"predicted": saves | times}
            taken |= group
            groups.append(item)
        return groups

    def _parallel_calls(self) -> list[dict[str, Any]]:
        """Give calls within one step that could start at once; only who wrote the step can do that."""
        found: defaultdict[tuple[str, tuple[str, ...]], list[_Seen]] = defaultdict(list)
        for run in self._runs:
            for finding in self._found(run, ["serial_independent_calls"]):
                spans = run.indices(finding["spans"])
                steps = {step.id for step in run.steps_of(spans)}
                if len(steps) == 1 and len(spans) > 1:
                    tools = tuple(sorted({run.meanings[index].name for index in spans}))
                    found[steps.pop(), tools].append(_Seen(run, finding, spans))
        items = []
        for (node, tools), seen in found.items():
            if len({id(one.run) for one in seen}) < len(self._runs):
                self._withhold(f"{', '.join(tools)} in parallel", f"{len(seen)} of {len(self._runs)} runs show it")
                continue
            saves = {"saves_ms": middle(one.finding["saves_ms"] for one in seen)}
            item = {"id": f"parallel in {node}: {', '.join(tools)}", "node": node, "tools": list(tools)}
            items.append(item | self._told(seen) | {"predicted": saves})
        return items

    def _told(self, seen: Sequence[_Seen]) -> dict[str, Any]:
        """Give the confidence, which is the lowest, and the evidence, whose spans are those of the first run."""
        first = seen[0]
        return {
            "confidence": "likely" if any(one.finding["confidence"] == "likely" for one in seen) else "certain",
            "evidence": {
                "finding": first.finding["kind"],
                "runs": len({id(one.run) for one in seen}),
                "trace": first.run.analysis.trace_id,
                "spans": first.finding["spans"],
                "advice": first.finding["advice"],
            },
        }

    def _calls(self) -> list[dict[str, Any]]:
        by_name: defaultdict[tuple[str, str], list[tuple[ObservedRun, Call]]] = defaultdict(list)
        for run in self._runs:
            for call in run.calls:
                by_name[call.kind, call.name].append((run, call))
        items = []
        for (kind, name), made in by_name.items():
            item: dict[str, Any] = {"kind": kind, "name": name}
            if (timeout := self._timeout(kind, name, made)) is not None:
                item["timeout"] = timeout
            for key, make in (("retry", self._retry), ("cache", self._cache)):
                if (value := make(kind, name)) is not None:
                    item[key] = value
            if (limit := self._concurrency(made)) is not None:
                item["concurrency"] = limit
            if len(item) > 2:  # noqa: PLR2004 - more than kind and name
                items.append(item)
        return sorted(items, key=lambda item: (item["kind"], item["name"]))

    def _timeout(self, kind: str, name: str, made: list[tuple[ObservedRun, Call]]) -> dict[str, Any] | None:
        lasted = sorted(call.ms for run, call in made if run.analysis.times_trusted and not call.failed)
        count, p99 = len(lasted), lasted[math.ceil(0.99 * len(lasted)) - 1] if lasted else 0.0
        if self._usual_ns is not None and (usual := self._usual_ns(kind, name)) is not None:
            count, p99 = usual[2], usual[1] / _NS
        if count < _ENOUGH_CALLS:
            self._withhold(f"time-out of {kind} {name}", f"{count} timed calls; {_ENOUGH_CALLS} are needed")
            return None
        evidence = {"calls": count, "p99_ms": ms(p99), "factor": _TIMEOUT_FACTOR}
        return {"ms": min(_DAY_MS, max(_LEAST_TIMEOUT_MS, ms(_TIMEOUT_FACTOR * p99))), "evidence": evidence}

    def _retry(self, kind: str, name: str) -> dict[str, Any] | None:
        """Plan retries only of what the workflow retried already, and only if that helped."""
        attempts, pauses, helped, failed = [], [], 0, 0
        tried = [(run, spans) for run, _, spans in self._repeated["retry", kind, name]]
        if kind == "node":
            tried = [(run, list(step.spans)) for run in self._runs for step in run.steps if step.id == name]
            tried = [(run, spans) for run, spans in tried if run.named and len(spans) > 1]
        for run, spans in tried:
            failed += len(spans) - 1
            if not run.tree.spans[spans[-1]].failed:
                helped += 1
                attempts.append(len(spans))
                pauses.append((run.tree.start[spans[1]] - run.tree.end[spans[0]]) / _NS)
        if not helped:
            if failed:
                self._withhold(f"retries of {kind} {name}", f"{failed} attempts failed, and no later one succeeded")
            return None
        evidence = {"succeeded_after_retry": helped, "failed_attempts": failed}
        pause = min(_DAY_MS, max(0.0, ms(median(pauses))))
        return {"max_attempts": min(_MOST_ATTEMPTS, max(attempts)), "pause_ms": pause, "evidence": evidence}

    def _cache(self, kind: str, name: str) -> dict[str, Any] | None:
        seen = self._repeated["repeat", kind, name]
        ages = [(run.tree.end[spans[-1]] - run.tree.start[spans[0]]) / _NS for run, _, spans in seen]
        if not seen or max(ages) <= 0:
            return None
        for run, finding, spans in seen:
            self._changes[id(run)][0].update(spans[1:])
            self._saved_tokens[id(run)] += finding["saves_tokens"] or 0
            self._saved_cost[id(run)] += finding["saves_cost"] or 0.0
        told = self._told(seen)
        told["evidence"] |= {
            "calls": sum(len(finding["spans"]) for _, finding, _ in seen),
            "equal_for_ms": ms(max(ages)),
        }
        return {
            "id": f"cache: {name}",
            "key": ["name", "arguments"],
            "max_age_ms": min(_DAY_MS, max(1.0, ms(max(ages)))),  # results were seen to stay equal for so long
            **told,
            "predicted": {
                key: over_runs(self._runs, [(run, finding[key]) for run, finding, _ in seen])
                for key in ("saves_ms", "saves_tokens", "saves_cost")
            },
        }

    def _concurrency(self, made: list[tuple[ObservedRun, Call]]) -> dict[str, Any] | None:
        """Bound what ran at one time: the bound is what was seen, so that a change elsewhere does not raise it."""
        edges: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for run, call in made:
            edges[id(run)] += [(call.start, 1), (call.end, -1)]
        most = max(max(accumulate(step for _, step in sorted(one))) for one in edges.values())
        return {"limit": most, "evidence": {"seen": most}} if 1 < most <= _MOST_CALLS else None

    def _budget(self) -> dict[str, Any] | None:
        gaps = any(
            doubt["kind"] == "missing_token_counts" for run in self._runs for doubt in run.analysis.trace_quality
        )
        tokens = [run.analysis.tokens for run in self._runs if run.analysis.tokens]
        if gaps or len(tokens) < len(self._runs):
            self._withhold("token budget", "model calls without token counts, so what a run needs is unknown")
            return None
        evidence = {"runs": len(tokens), "highest": max(tokens), "factor": _BUDGET_FACTOR}
        return {"tokens": _BUDGET_FACTOR * max(tokens), "evidence": evidence}

    def _predicted(self) -> dict[str, float | None]:
        """Time all changes of a run again together: savings of single changes don't add up."""
        walls: list[float] = []
        for run in self._timed:
            without, groups = self._changes[id(run)]
            spared = [[index for index in group if index not in without] for group in groups]
            wall = run.retiming().wall_ns(without, groups=[group for group in spared if len(group) > 1])
            if wall is not None:
                walls.append(wall / _NS)
        whole = len(walls) == len(self._runs)
        before = median(run.analysis.wall_ms for run in self._runs)
        return {
            "wall_ms": ms(median(walls)) if whole else None,
            "saves_ms": ms(before - median(walls)) if whole else None,
            "saves_tokens": median(self._saved_tokens.values()),
            "saves_cost": median(self._saved_cost.values()),
        }
