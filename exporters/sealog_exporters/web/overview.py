"""Ranks templates by what is worth knowing of each, and tells where personal data was sealed. It opens no value."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sealog_exporters.insights import Window, counted, insights
from sealog_exporters.insights.figures import Counts
from sealog_exporters.web.operations import ranked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from sealog_exporters.insights import Counted, Insight
    from sealog_exporters.store.interface import Templated
    from sealog_exporters.store.sqlite import LogStore
    from sealog_exporters.web.operations import OperationRow

    _Counts: TypeAlias = Mapping[tuple[str, str], int]

__all__ = [
    "SPANS",
    "Cell",
    "Overview",
    "Row",
    "Sealed",
    "overview",
    "privacy",
    "slowest",
    "template_plot",
    "windows_of",
]

_MINUTE_NS: Final = 60 * 10**9

SPANS: Final = {"15m": 15, "1h": 60, "24h": 1_440, "7d": 10_080}
"""What a page may look back, in minutes."""

MAX_ROWS: Final = 100
"""Templates of one page."""

_TIMES: Final = "\N{MULTIPLICATION SIGN}"
_STEPS: Final = 30  # of a plot
_BADGES: Final = {
    "new": "New",
    "new_in_version": "New",
    "gone": "Gone",
    "rare_error": "Rare",
    "cost": "Costly",
    "personal_data": "New personal data",
}
_OF_VERSIONS: Final = {"gone", "rate"}
"""What a comparison of versions says beside what the comparison of times says already."""


@dataclass(frozen=True)
class Row:
    """One template: its badges, its figures in the window and the reasons that insights gave.

    `records` and `size` (bytes of bodies as UTF-8) are of the window, `before` of the time before it. `ids` are all
    that its records may carry.
    """

    id: str
    text: str
    service: str
    badges: tuple[str, ...]
    reasons: tuple[str, ...]
    records: int
    before: int
    size: int
    errors: int
    last_ns: int
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """In how many records or spans an entity was sealed or masked, and whether the time before had none."""

    number: int
    is_new: bool


@dataclass(frozen=True)
class Sealed:
    """Where entities were sealed: cells by service and entity. `has_baseline`: the time before has anything at all."""

    cells: Mapping[tuple[str, str], Cell]
    services: tuple[str, ...]
    entities: tuple[str, ...]
    has_baseline: bool


@dataclass(frozen=True)
class Overview:
    """What a window looks like.

    `others` are insights about whole services, the weightiest first. `rows` are the templates, the most interesting
    first, `hidden` the number of those that are not among them. `has_baseline` tells whether the time before has
    records.
    """

    window: Window
    rows: tuple[Row, ...]
    hidden: int
    others: tuple[Insight, ...]
    records: int
    size: int
    errors: int
    services: int
    unstamped: int
    has_baseline: bool


def overview(store: Templated, span_minutes: int, now_ns: int, most: int | None = MAX_ROWS) -> Overview:
    """Look at a window of whole minutes that ends now, compared with the one before and between versions.

    It has `most` templates at most, all where that is None.
    """
    windows = windows_of(span_minutes, now_ns)
    figures = counted(store, windows)
    now, before = figures.figures
    found = insights(now, before, figures.texts, window=windows[0])
    for one in insights(now, before, figures.texts, window=windows[0], by_version=True):
        if one.kind in _OF_VERSIONS:
            found.append(replace(one, reason=f"newest version, with the others as baseline: {one.reason}"))
    found.sort(key=lambda one: -one.weight)
    rows = _rows(figures, found)
    whole = Counts()
    for counts in now.cells.values():
        whole.add(counts)
    return Overview(
        window=windows[0],
        rows=tuple(rows[:most]),
        hidden=0 if most is None else max(len(rows) - most, 0),
        others=tuple(one for one in found if not one.template_id and one.kind != "empty_baseline"),
        records=now.records,
        size=whole.size,
        errors=sum(now.by_template(errors=True).values()),
        services=len(now.by_service()),
        unstamped=figures.unstamped,
        has_baseline=bool(before.records),
    )


def privacy(store: LogStore, span_minutes: int, now_ns: int) -> dict[str, Sealed]:
    """Tell where entities were sealed in a window as `overview` has it: in records, and in spans."""
    windows = windows_of(span_minutes, now_ns)
    figures = counted(store, windows).figures
    return {
        "records": _sealed(*(_by_service(one.entities) for one in figures), has_baseline=bool(figures[1].records)),
        "spans": _sealed(
            *(store.spans.entity_counts(one.start_ns, one.end_ns) for one in windows),
            has_baseline=store.spans.has_any(windows[1].start_ns, windows[1].end_ns),
        ),
    }


def slowest(store: LogStore, span_minutes: int, now_ns: int, most: int) -> tuple[list[OperationRow], bool]:
    """Rank the operations of a window as `overview` has it, by the newest `most` spans of it and of the time before.

    Also tells whether these are all.
    """
    window, _ = windows_of(span_minutes, now_ns)
    found, is_whole = store.spans.operations(window.start_ns, window.end_ns, most)
    return ranked(found), is_whole


def windows_of(span_minutes: int, now_ns: int) -> list[Window]:
    """Give a window of whole minutes that ends now, and the one before."""
    end = -(-now_ns // _MINUTE_NS) * _MINUTE_NS
    length = span_minutes * _MINUTE_NS
    return [Window(end - length, end), Window(end - 2 * length, end - length)]


def template_plot(store: Templated, ids: Sequence[str], window: Window) -> list[int]:
    """Count a template's records in the steps of a plot."""
    step = max(_MINUTE_NS, -(-(window.end_ns - window.start_ns) // _STEPS // _MINUTE_NS) * _MINUTE_NS)
    return store.template_series(ids, max(window.start_ns, 0), window.end_ns, step)


def _rows(figures: Counted, found: Sequence[Insight]) -> list[Row]:
    now, before = figures.figures
    about: dict[str, list[Insight]] = defaultdict(list)
    for one in found:
        if one.template_id:
            about[one.template_id].append(one)
    totals: dict[str, Counts] = defaultdict(Counts)
    for cell, counts in now.cells.items():
        totals[cell.template].add(counts)
    errors, earlier = now.by_template(errors=True), before.by_template()
    mains = before.main_services() | now.main_services()
    rows = []
    for name in sorted(totals.keys() | about.keys()):
        told = about[name]
        weight = max((one.weight for one in told), default=0.0)
        counts = totals.get(name, Counts())
        row = Row(
            id=name,
            text=figures.texts.get(name, name),
            service=mains.get(name, ""),
            badges=tuple(dict.fromkeys(_badge(one) for one in told)),
            reasons=tuple(dict.fromkeys(one.reason for one in told)),
            records=counts.records,
            before=earlier[name],
            size=counts.size,
            errors=errors[name],
            last_ns=counts.last_ns,
            ids=tuple(figures.ids.get(name, [name])),
        )
        rows.append((weight, row))
    rows.sort(key=lambda pair: (-pair[0], -pair[1].records, pair[1].id))
    return [row for _, row in rows]


def _badge(one: Insight) -> str:
    ratio = one.evidence.get("ratio")
    if one.kind in _BADGES:
        return _BADGES[one.kind]
    if isinstance(ratio, (int, float)):
        return f"{_TIMES}{ratio:.2g}"
    return one.kind.replace("_", " ").capitalize()


def _sealed(now: _Counts, before: _Counts, *, has_baseline: bool) -> Sealed:
    cells = {key: Cell(number, has_baseline and not before.get(key)) for key, number in now.items()}
    services, entities = ({key[place] for key in cells} for place in (0, 1))
    return Sealed(cells, tuple(sorted(services)), tuple(sorted(entities)), has_baseline)


def _by_service(entities: dict[tuple[str, str], Counter[str]]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for (_, service), counter in entities.items():
        for entity, records in counter.items():
            found[service, entity] += records
    return found
