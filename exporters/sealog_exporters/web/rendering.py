"""Renders the page's HTML. Whatever was logged is escaped, and shows no character that moves other text."""

from __future__ import annotations

import math
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sealog.crypto.spelling import NO_INDEX, find_sealed_values
from sealog.printable import visible
from sealog_exporters.store.interface import as_text
from sealog_exporters.store.spans.document import operation_of
from sealog_exporters.web.figures import quantity, scaled, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["STATIC", "Piece", "environment", "pieces", "shown"]

_HERE: Final = Path(__file__).parent

STATIC: Final = _HERE / "static"

_MAX_CHARS: Final = 4_000  # of one text on a page
_KIB: Final = 1_024
_LONG: Final = 1_000  # of a unit: from here on no fraction is of use
_SPAN_KINDS: Final = {1: "internal", 2: "server", 3: "client", 4: "producer", 5: "consumer"}  # OTLP's numbers
_BAR, _HEIGHT = 4, 20  # of a plot, in units of its view box


class Piece(NamedTuple):
    """A piece of a logged text: as it is, or a sealed value, of which entity and blind index are shown."""

    text: str
    entity: str = ""
    blind_index: str = ""


def shown(text: object) -> str:
    """Give a text as the page shows it; line ends and tabs stay."""
    return visible(str(text), "\n\t")


def pieces(text: str) -> Iterator[Piece]:
    """Take a logged text apart at its sealed values; what is too long for a page ends in an ellipsis."""
    position, room = 0, _MAX_CHARS
    for start, end in find_sealed_values(text):
        plain = text[position:start]
        if len(plain) > room:
            break
        yield Piece(shown(plain))
        _, entity, index, *_ = text[start:end].split("~")
        yield Piece("", entity, "" if index == NO_INDEX else index)
        position, room = end, room - len(plain) - len(entity)
        if room <= 0:
            break
    rest = text[position:]
    yield Piece(shown(rest[: max(room, 0)]) + ("…" if len(rest) > room else ""))


def _moment(ns: int) -> str:
    seconds, fraction = divmod(ns, 10**9)
    try:
        moment = datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, ValueError, OSError):
        return "outside of the calendar"
    return f"{moment:%Y-%m-%d %H:%M:%S}.{fraction // 10**6:03}"


def _size(count: float) -> str:
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < _KIB or unit == "GiB":
            return f"{count:.0f} B" if unit == "B" else f"{count:.1f} {unit}"
        count /= _KIB
    raise AssertionError


def _duration(ns: int) -> str:
    for unit, size in (("s", 10**9), ("ms", 10**6), ("µs", 10**3)):
        if ns >= size:
            return f"{ns / size:.4g} {unit}" if ns < _LONG * size else f"{ns // size} {unit}"
    return f"{ns} ns"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _bars(series: Sequence[int]) -> list[dict[str, int]]:
    """Give the rectangles of a plot: x, y, width and height in a view box that is 20 units high."""
    highest = max(series, default=0)
    heights = [-(-count * _HEIGHT // highest) if highest else 0 for count in series]
    return [
        {"x": _BAR * number, "y": _HEIGHT - height, "width": _BAR - 1, "height": height}
        for number, height in enumerate(heights)
        if height
    ]


def environment() -> Environment:
    """Make the environment of the page's Jinja templates; every value in them is escaped."""
    made = Environment(
        autoescape=True,
        loader=FileSystemLoader(_HERE / "html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(visible=shown, pieces=pieces, moment=_moment, size=_size, bars=_bars, as_text=as_text)
    made.filters.update(
        duration=_duration, operation=operation_of, span_kind=lambda number: _SPAN_KINDS.get(number, "")
    )
    made.filters.update(quantity=quantity, scaled=scaled, unit=unit_of)
    made.globals.update(share=_share, infinite=math.inf)
    return made
