"""Figures of a store: from what it counted of stamped records, or by mining the records themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sealog_exporters.insights.figures import ERROR, Cell, Counts, Figures, add_bounded
from sealog_exporters.store.counts.interface import CountsAttributes
from sealog_exporters.store.entities import entities_by_attribute
from sealog_exporters.templates.stamper import given_template
from sealog_exporters.templates.template import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sealog_exporters.insights.insight import Window
    from sealog_exporters.store.interface import Replayable, Templated
    from sealog_exporters.templates import Miner

__all__ = ["Counted", "counted", "mined"]


class Counted:
    """Figures of several windows, with the templates' texts and all ids that each goes by.

    `unstamped` counts records without a template's id: they are in no figure.
    """

    def __init__(self, figures: Sequence[Figures], texts: Mapping[str, str], ids: Mapping[str, list[str]]) -> None:
        self.figures = figures
        self.texts = texts
        self.ids = ids
        self.unstamped = 0


def counted(store: Templated, windows: Iterable[Window], current: Callable[[str], str] = lambda name: name) -> Counted:
    """Read what a store counted of windows of whole minutes.

    `current` gives the id by which a template goes that had an id once. Ids whose templates read the same are one
    template: several sinks may have begun it with different words.
    """
    rows = [
        (list(store.template_counts(*_bounds(one))), list(store.entity_counts(*_bounds(one))), _attributes(store, one))
        for one in windows
    ]
    latest: dict[str, tuple[int, str]] = {}
    for counts, _, _ in rows:
        for row in counts:
            if row.text:
                latest[row.template] = max(latest.get(row.template, (0, "")), (row.last_ns, row.text))
    homes = _homes({name: text for name, (_, text) in latest.items()}, current)
    figures, unstamped = [], 0
    for counts, entities, attributes in rows:
        found = Figures(has_sizes=all(row.size is not None for row in counts), attributes=attributes)
        for row in counts:
            if not row.template:
                unstamped += row.records
                continue
            cell = Cell(
                homes.get(row.template) or current(row.template), row.service, row.version, row.severity >= ERROR
            )
            odd = (row.ahead or 0, row.behind or 0, row.again or 0)
            found.add(cell, Counts(row.records, row.size or 0, row.first_ns, row.last_ns, row.traceless, *odd))
        for one in entities:
            if one.template:
                name = homes.get(one.template) or current(one.template)
                found.entities[name, one.service][one.entity] += one.records
        figures.append(found)
    ids: dict[str, list[str]] = {}
    for name, home in homes.items():
        ids.setdefault(home, []).append(name)
    result = Counted(figures, {home: latest[home][1] for home in ids if home in latest}, ids)
    result.unstamped = unstamped
    return result


def _attributes(store: Templated, window: Window) -> defaultdict[tuple[str, str], Counter[str]]:
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    if isinstance(store, CountsAttributes):
        for one in store.attribute_counts(*_bounds(window)):
            add_bounded(found, (one.service, one.attribute), one.entity, one.records)
    return found


def _bounds(window: Window) -> tuple[int, int]:
    return max(window.start_ns, 0), max(window.end_ns, 0)


def _homes(texts: Mapping[str, str], current: Callable[[str], str]) -> dict[str, str]:
    """Give each id the one that it is counted under: the smallest of those whose current templates read the same."""
    by_text: dict[str, str] = {}
    for name in sorted(texts):
        now = current(name)
        by_text.setdefault(texts.get(now, texts[name]), now)
    return {name: by_text[texts.get(current(name), texts[name])] for name in texts}


def mined(store: Replayable, windows: Iterable[Window], miner: Miner) -> Counted:
    """Mine the templates of a store's records; for records that no service of ours stamped."""
    counts: list[dict[tuple[int, str, str, bool], Counts]] = []
    entities: list[dict[tuple[int, str], Counter[str]]] = []
    attributes: list[defaultdict[tuple[str, str], Counter[str]]] = []
    for window in windows:
        within: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        attributes.append(within)
        cells: dict[tuple[int, str, str, bool], Counts] = {}
        found: dict[tuple[int, str], Counter[str]] = {}
        for record in store.history(*_bounds(window)):
            text, time_ns = record.body_text, record.time_unix_nano
            seen = miner.add(given_template(record.attributes) or text, time_ns)
            key = (seen.index, record.service, record.version, record.severity_number >= ERROR)
            size = len(text.encode("utf-8", "surrogatepass"))
            cells.setdefault(key, Counts()).add(Counts(1, size, time_ns, time_ns, int(not record.trace_id)))
            if record.entities:
                found.setdefault((seen.index, record.service), Counter()).update(set(record.entities))
                for entity, name in set(entities_by_attribute(record.attributes)):
                    add_bounded(within, (record.service, name), entity, 1)
        counts.append(cells)
        entities.append(found)
    templates = miner.templates()
    ids = miner.ids()
    figures = []
    for cells, found, within in zip(counts, entities, attributes, strict=True):
        one = Figures(attributes=within)
        for (index, service, version, is_error), number in cells.items():
            one.add(Cell(ids.get(index, OTHER), service, version, is_error), number)
        for (index, service), counter in found.items():
            one.entities[ids.get(index, OTHER), service].update(counter)
        figures.append(one)
    return Counted(figures, {template.id: template.text for template in templates}, {})
