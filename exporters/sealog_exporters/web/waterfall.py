"""Lays out a trace: its spans as a tree by their beginnings, each with its records between the spans it called."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.event import OtlpSpan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from sealog_exporters.store.interface import StoredRecord

    Item: TypeAlias = tuple[int, int, OtlpSpan | StoredRecord]  # when, its number, itself

__all__ = ["SCALE", "Line", "waterfall"]

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


def waterfall(
    spans: Sequence[tuple[int, OtlpSpan]], records: Sequence[tuple[int, StoredRecord]]
) -> tuple[list[Line], int]:
    """Give the lines of a trace, and how long it took in ns.

    A span whose parent is not there stands at the left, as does a record whose span is not there.
    """
    starts = [span.start_unix_nano for _, span in spans] + [record.time_unix_nano for _, record in records]
    ends = [span.start_unix_nano + span.duration_ns for _, span in spans]
    start = min(starts)
    length = max(starts + ends) - start
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


def _line(number: int, depth: int, item: OtlpSpan | StoredRecord, after_ns: int, length: int) -> Line:
    depth = min(depth, MAX_DEPTH)
    x = min(SCALE * after_ns // length if length else 0, SCALE - _NARROWEST)
    if not isinstance(item, OtlpSpan):
        return Line(number, depth, after_ns, x, _NARROWEST, record=item)
    width = SCALE * item.duration_ns // length if length else SCALE
    return Line(number, depth, after_ns, x, max(min(width, SCALE - x), _NARROWEST), span=item)
