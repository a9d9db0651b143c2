"""The analysis of one trace: its quality, then the critical path, then findings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.critical_path import critical_path
from sealog_exporters.workflows.findings import Known, Run, cost_of, find
from sealog_exporters.workflows.meaning import meaning
from sealog_exporters.workflows.quality import counted, doubled, doubts
from sealog_exporters.workflows.tree import ROOT, Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sealog_exporters.workflows.prices import Prices
    from sealog_exporters.workflows.span import Span

__all__ = ["Analysis", "analyse"]

_MS = 1e6
_NO_SPAN = "(no span)"


@dataclass(frozen=True)
class Analysis:
    """The results for a trace. `docs/workflows.md` describes the lists for `--json`; times are in ms.

    `start_unix_nano` is the trace's first start; `start_ms` and `end_ms` of the path count from it. `tokens` and `cost`
    are None where no span has any. `times_trusted` is false where the trace's quality stops savings of time.
    """

    trace_id: str
    start_unix_nano: int
    wall_ms: float
    spans: int
    model_calls: int
    tool_calls: int
    tokens: int | None
    cost: float | None
    times_trusted: bool
    critical_path: list[dict[str, Any]]
    trace_quality: list[dict[str, Any]]
    findings: list[dict[str, Any]]

    def facts(self) -> dict[str, Any]:
        """Give everything as values of JSON."""
        return asdict(self)


def analyse(
    spans: list[Span],
    *,
    reads: Collection[str] = (),
    prices: Prices | None = None,
    usual: Callable[[str, str], tuple[int, int, int] | None] | None = None,
) -> Analysis:
    """Analyse the spans of one trace.

    `reads` are names of tools that change nothing. `prices` give a cost to model calls without one. `usual` tells from
    earlier runs how long a call takes: (kind, name) → (median, 99th percentile, count), durations in ns, None where it
    has seen none; kind is `tool` or `model`. Fewer than 20 calls say nothing.

    Raises:
        ValueError: there are no spans.
    """
    if not spans:
        raise ValueError("a trace has at least one span")
    tree = Tree(spans)
    meanings = [meaning(span) for span in spans]
    path = critical_path(tree)
    twins = doubled(tree, meanings)
    counting, repeated = counted(tree, meanings)
    found = doubts(tree, meanings, path, twins, repeated)
    trusted = not any(doubt.stops_savings for doubt in found)
    run = Run(tree, meanings, twins, counting, timed=trusted, known=Known(reads, prices, usual))
    costs = [cost for i in counting if (cost := cost_of(meanings[i], prices)) is not None]
    calls = [one.kind for i, one in enumerate(meanings) if i not in twins]

    def ids(indices: tuple[int, ...]) -> list[str]:
        return [spans[index].span_id for index in indices]

    return Analysis(
        trace_id=spans[0].trace_id,
        start_unix_nano=tree.first,
        wall_ms=tree.wall_ns / _MS,
        spans=len(spans),
        model_calls=calls.count("model"),
        tool_calls=calls.count("tool"),
        tokens=sum(meanings[i].tokens or 0 for i in counting) if counting else None,
        cost=sum(costs) if costs else None,
        times_trusted=trusted,
        critical_path=[
            {
                "span_id": "" if one.index == ROOT else spans[one.index].span_id,
                "name": _NO_SPAN if one.index == ROOT else spans[one.index].name,
                "start_ms": (one.start_ns - tree.first) / _MS,
                "end_ms": (one.end_ns - tree.first) / _MS,
            }
            for one in path
        ],
        trace_quality=[
            {"kind": one.kind, "spans": ids(one.spans), "reason": one.reason, "follows": one.follows} for one in found
        ],
        findings=[
            {
                "kind": one.kind,
                "confidence": one.confidence,
                "spans": ids(one.spans),
                "saves_ms": None if one.saves_ns is None else one.saves_ns / _MS,
                "saves_tokens": one.saves_tokens,
                "saves_cost": one.saves_cost,
                "advice": one.advice,
                "evidence": dict(one.evidence),
            }
            for one in find(run)
        ],
    )
