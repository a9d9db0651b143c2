"""Draws heights over time in block characters, with the threshold as a line."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.syntax.duration import format_duration

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog_exporters.alerting.backtest.peaks import Peaks

WIDTH: Final = 72
HEIGHT: Final = 8
_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"
_LINE: Final = "┄"
_FIRED: Final = "▲"


def plotted(peaks: Peaks, fired_ns: Collection[int]) -> list[str]:
    """Draw bars, the threshold, marks where it fired, and the time below. Empty where there is nothing to draw."""
    if not peaks.values:
        return []
    bucket_ns, bars = _narrowed(peaks)
    top = max(*bars, peaks.threshold or 0, 1)
    line = None if peaks.threshold is None else min((peaks.threshold * HEIGHT - 1) // top, HEIGHT - 1)
    margin = len(f"{top:,}")
    rows = []
    for row in reversed(range(HEIGHT)):
        empty = _LINE if row == line else " "
        drawn = "".join(_cell(bar * HEIGHT * 8 // top - row * 8, empty) for bar in bars)
        label = f"{peaks.threshold:,}" if row == line else f"{top:,}" if row == HEIGHT - 1 else ""
        rows.append(f"{label:>{margin}} ┤{drawn}".rstrip())
    marks = {(at_ns - peaks.start_ns) // bucket_ns for at_ns in fired_ns}
    if marks:
        cells = "".join(_FIRED if place in marks else " " for place in range(len(bars)))
        rows.append(f"{'':>{margin}}  {cells}".rstrip())
    first, last = _clock(peaks.start_ns), _clock(peaks.start_ns + bucket_ns * len(bars))
    rows.append(f"{'':>{margin}}  {first} to {last}, {format_duration(bucket_ns)} a column")
    return rows


def _narrowed(peaks: Peaks) -> tuple[int, list[int]]:
    """Join neighbours until the bars fit: of counts in a window the highest, of records all."""
    each = -(-len(peaks.values) // WIDTH)
    join = sum if peaks.threshold is None else max
    starts = range(0, len(peaks.values), each)
    return peaks.bucket_ns * each, [join(peaks.values[start : start + each]) for start in starts]


def _cell(eighths: int, empty: str) -> str:
    return empty if eighths <= 0 else _EIGHTHS[min(eighths, 8)]


def _clock(ns: int) -> str:
    return f"{datetime.fromtimestamp(ns // 1_000_000_000, timezone.utc):%Y-%m-%d %H:%M:%S}"
