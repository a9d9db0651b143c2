"""Lays out a trace: its spans as a tree by their beginnings, each with its records between the spans it called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.event import OtlpSpan
from sealog_exporters.workflows.critical_path import critical_path
from sealog_exporters.workflows.loading import of_stored
from sealog_exporters.workflows.tree import ROOT, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from sealog_exporters.store.interface import StoredRecord

    Item: TypeAlias = tuple[int, int, OtlpSpan | StoredRecord]  # when, its number, itself

__all__ = ["SCALE", "Line", "Path", "path_of", "waterfall"]

SCALE: Final = 1_000
"""Units of a bar's view box: the whole trace."""

MAX_DEPTH: Final = 12
"""Levels that are indented; what is deeper stands there too."""

_NARROWEST: Final = 4  # of a bar


@dataclass(frozen=True)
class Line:
    """A line of the waterfall: a span or a record, with its number in the store.

    `after_ns` is counted from the trace's first moment. `x` and `width` are its place in `SCALE`.
    """

    number: int
    depth: int
    after_ns: int
    x: int
    width: int
    span: OtlpSpan | None = None
    record: StoredRecord | None = None


@dataclass(frozen=True)
class Path:
    """The critical path of a trace, by the numbers that its spans have in the store.

    `stretches` are places and widths in `SCALE`, in order and apart. `waited_ns` are parts of `wall_ns`, which is the
    time from the first span's start to the last end; `idle_ns` is the part in which no span ran.
    """

    wall_ns: int
    stretches: dict[int, list[tuple[int, int]]]
    waited_ns: dict[int, int]
    idle_ns: int


def path_of(spans: Sequence[tuple[int, OtlpSpan]], records: Sequence[tuple[int, StoredRecord]]) -> Path | None:
    """Give the critical path of all spans of a trace, placed as `waterfall` places them; None if it took no time."""
    if not spans:
        return None
    tree = Tree(of_stored(span for _, span in spans))
    start, length = _extent(spans, records)
    stretches: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    waited: defaultdict[int, int] = defaultdict(int)
    for segment in critical_path(tree):
        number = ROOT if segment.index == ROOT else spans[segment.index][0]
        waited[number] += segment.end_ns - segment.start_ns
        begin = min(SCALE * (segment.start_ns - start) // length, SCALE - 1)
        end = max(SCALE * (segment.end_ns - start) // length, begin + 1)
        places = stretches[number]
        if places and begin <= sum(places[-1]):
            begin = places.pop()[0]
        places.append((begin, end - begin))
    if not waited:
        return None
    stretches.pop(ROOT, None)
    idle_ns = waited.pop(ROOT, 0)
    return Path(tree.wall_ns, dict(stretches), dict(waited), idle_ns)


def waterfall(
    spans: Sequence[tuple[int, OtlpSpan]], records: Sequence[tuple[int, StoredRecord]]
) -> tuple[list[Line], int]:
    """Give the lines of a trace, and how long it took in ns.

    A span whose parent is not there stands at the left, as does a record whose span is not there.
    """
    start, length = _extent(spans, records)
    known = {span.span_id for _, span in spans if span.span_id}
    below: defaultdict[str, list[Item]] = defaultdict(list)
    for number, span in spans:
        below[span.parent_id if span.parent_id in known else ""].append((span.start_unix_nano, number, span))
    for number, record in records:
        below[record.span_id if record.span_id in known else ""].append((record.time_unix_nano, number, record))
    for items in below.values():
        items.sort(key=lambda item: (item[0], item[1]))
    lines: list[Line] = []
    shown: set[int] = set()
    # Last come the spans whose parents form a ring.
    all_spans: list[Item] = [(span.start_unix_nano, number, span) for number, span in spans]
    for first in (below[""], *([one] for one in all_spans)):
        waiting = [(0, item) for item in reversed(first)]
        while waiting:
            depth, (moment, number, item) = waiting.pop()
            is_span = isinstance(item, OtlpSpan)
            if is_span and number in shown:
                continue
            lines.append(_line(number, depth, item, moment - start, length))
            if is_span:
                shown.add(number)
                waiting += [(depth + 1, one) for one in reversed(below[item.span_id] if item.span_id else [])]
    return lines, length


def _extent(spans: Sequence[tuple[int, OtlpSpan]], records: Sequence[tuple[int, StoredRecord]]) -> tuple[int, int]:
    """Give a trace's first moment in ns since the epoch, and how long it took in ns."""
    starts = [span.start_unix_nano for _, span in spans] + [record.time_unix_nano for _, record in records]
    ends = [span.start_unix_nano + span.duration_ns for _, span in spans]
    start = min(starts)
    return start, max(starts + ends) - start


def _line(number: int, depth: int, item: OtlpSpan | StoredRecord, after_ns: int, length: int) -> Line:
    depth = min(depth, MAX_DEPTH)
    x = min(SCALE * after_ns // length if length else 0, SCALE - _NARROWEST)
    if not isinstance(item, OtlpSpan):
        return Line(number, depth, after_ns, x, _NARROWEST, record=item)
    width = SCALE * item.duration_ns // length if length else SCALE
    return Line(number, depth, after_ns, x, max(min(width, SCALE - x), _NARROWEST), span=item)
