"""Checks how far a trace can be trusted, and what follows from each problem."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.workflows.contents import SEALED
from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from sealog_exporters.workflows.critical_path import Segment
    from sealog_exporters.workflows.meaning import Meaning
    from sealog_exporters.workflows.tree import Tree

__all__ = ["Doubt", "counted", "doubled", "doubts"]

_SAME_TIME = 0.8
"""The share of the longer span that the shorter one covers, where both are one call."""

_GAP_SHARE, _GAP_NS = 0.5, 10**9
_FEW = 5
_WRAPPED = 8  # spans between two records of one call


@dataclass(frozen=True)
class Doubt:
    """One thing that is wrong with a trace. `spans` are indices; `follows` says what it means for the rest."""

    kind: str
    spans: tuple[int, ...]
    reason: str
    follows: str
    stops_savings: bool = False


def doubled(tree: Tree, meanings: list[Meaning]) -> dict[int, int]:
    """Give the spans that are a second record of one call, each with the span that stays.

    It is one call where a model or tool span lies within another of the same name, from another instrumentation or
    service, over nearly all of its time, with no content that differs. A tool call alone within one with equal
    arguments is that call carried on, as from a client of MCP to its server, however long the way took.
    """
    found: dict[int, int] = {}
    carried: defaultdict[int, list[int]] = defaultdict(list)
    for index in tree.order:
        mine = meanings[index]
        if mine.kind not in {"model", "embedding", "tool"}:
            continue
        above = _around(tree, meanings, index)
        if above == ROOT or meanings[above].kind != mine.kind or not _same(meanings[above], mine):
            continue
        spans = tree.spans
        if mine.kind == "tool" and None not in {mine.same_arguments, meanings[above].same_arguments}:
            carried[above].append(index)
        if (spans[above].scope, spans[above].service) == (spans[index].scope, spans[index].service):
            continue
        if tree.end[index] - tree.start[index] >= _SAME_TIME * (tree.end[above] - tree.start[above]):
            found[index] = found.get(above, above)
    for above, inner in carried.items():  # above before below
        if len(inner) == 1:
            found[inner[0]] = found.get(above, above)
    return found


def _around(tree: Tree, meanings: list[Meaning], index: int) -> int:
    """Give the nearest span above that is a call or an agent, or `ROOT`; few spans of other kinds may lie between."""
    above = tree.claimed[index]
    for _ in range(_WRAPPED):
        if above == ROOT or meanings[above].kind != "other":
            break
        above = tree.claimed[above]
    return above


def _same(one: Meaning, other: Meaning) -> bool:
    if one.name and other.name and one.name != other.name:
        return False
    mine, others = one.same_arguments, other.same_arguments
    return one.kind == "model" or None in {mine, others} or mine == others


def counted(tree: Tree, meanings: list[Meaning]) -> tuple[set[int], list[int]]:
    """Tell whose tokens count, and which spans only repeat those of spans below them."""
    has_below = [False] * len(meanings)
    counting: set[int] = set()
    repeated: list[int] = []
    for index in reversed(tree.order_claimed):
        own = meanings[index].tokens is not None
        if own:
            (repeated.append if has_below[index] else counting.add)(index)
        above = tree.claimed[index]
        if above != ROOT:
            has_below[above] = has_below[above] or own or has_below[index]
    return counting, sorted(repeated)


def doubts(
    tree: Tree, meanings: list[Meaning], path: list[Segment], twins: dict[int, int], repeated: list[int]
) -> list[Doubt]:
    """Give all reasons against trusting a trace, the most serious first."""
    found: list[Doubt] = []

    def add(kind: str, spans: list[int], reason: str, follows: str, *, stops_savings: bool = False) -> None:
        if spans:
            found.append(Doubt(kind, tuple(spans), reason.format(len(spans)), follows, stops_savings))

    durations = Counter(tree.end[i] - tree.start[i] for i in range(len(tree.spans)))
    length, times = durations.most_common(1)[0]
    if len(tree.spans) >= _FEW and times == len(tree.spans):
        reason = f"all {{}} spans last {length / 1e6:g} ms"
        add("worthless_durations", list(range(len(tree.spans))), reason, "no saving is claimed", stops_savings=True)
    skewed = [i for i, above in enumerate(tree.claimed) if above != ROOT and tree.start[i] < tree.start[above]]
    add("clock_skew", skewed, "{} spans start before their parent", "no saving is claimed", stops_savings=True)
    follows = "they are taken to end with the last span below them, and no saving is claimed"
    add("missing_end", tree.endless, "{} spans have no end, or one before their start", follows, stops_savings=True)
    follows = "what lies between them and the rest is unknown"
    add("missing_parent", tree.orphans, "the parents of {} spans are not in the trace", follows)
    calls = [i for i in sorted(twins) if meanings[i].tokens is not None]
    follows = "the inner one's tokens count, and each is one call in findings"
    other = [
        i for i in sorted(twins) if meanings[i].kind == "tool" or tree.spans[i].scope != tree.spans[twins[i]].scope
    ]
    add("doubled_instrumentation", other, "{} calls were recorded twice", follows)
    only_repeated = [i for i in repeated if i not in {twins[call] for call in calls}]
    add("repeated_usage", only_repeated, "{} spans repeat the tokens of spans below them", "each token counts once")
    longest: Counter[int] = Counter()
    for segment in path:
        if segment.index == ROOT or tree.children[segment.index]:
            longest[segment.index] += segment.end_ns - segment.start_ns
    gaps = [i for i, ns in longest.items() if ns >= _GAP_NS and ns >= _GAP_SHARE * tree.wall_ns]
    if gaps:
        share = sum(longest[i] for i in gaps) / 1e9
        reason = f"{share:.3g} of {tree.wall_ns / 1e9:.3g} s of the path lie in no span below another"
        found.append(
            Doubt("uninstrumented_gap", tuple(i for i in gaps if i != ROOT), reason, "nothing is known about that time")
        )
    uncounted = [
        i
        for i, one in enumerate(meanings)
        if one.kind == "model" and one.tokens is None and not tree.spans[i].failed and i not in twins.values()
    ]
    add("missing_token_counts", uncounted, "{} model calls have no token counts", "tokens and cost are too low")
    tools = [i for i, one in enumerate(meanings) if one.kind == "tool"]
    mute = [i for i in tools if meanings[i].same_arguments is None]
    follows = "whether they are duplicates, retries or independent is unknown"
    add("unknown_arguments", mute, "{} tool calls have no arguments that can be compared", follows)
    reason, follows = "{} tool calls have contents that other processes sealed", "whether they are equal is unknown"
    add("foreign_equality_tags", _of_other_processes(tools, meanings), reason, follows)
    hidden = [i for i in tools if SEALED.search(meanings[i].given or "") or SEALED.search(meanings[i].gave or "")]
    follows = "whether calls need each other's results is unknown where it depends on a sealed value"
    add("sealed_contents", hidden, "{} tool calls have sealed values in arguments or results", follows)
    return found


def _of_other_processes(tools: list[int], meanings: list[Meaning]) -> list[int]:
    """Give calls that only equality tags could tell equal, of tools whose tags have keys of several processes."""
    keys: dict[str, set[str]] = {}
    compared: dict[str, list[int]] = {}
    for index in tools:
        one = meanings[index]
        tags = [
            tag.partition("-")[0]
            for tag, content in ((one.arguments_tag, one.arguments), (one.result_tag, one.result))
            if tag is not None and content is None
        ]
        if tags:
            keys.setdefault(one.name, set()).update(tags)
            compared.setdefault(one.name, []).append(index)
    return sorted(index for name, calls in compared.items() if len(keys[name]) > 1 for index in calls)
