"""The kinds of insights: each compares counts of now with counts of a baseline, and says nothing below a floor."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from sealog_exporters.insights.insight import Insight
from sealog_exporters.templates import OTHER, Template
from sealog_exporters.templates.differences import differences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sealog_exporters.insights.tally import Cell, Counts, Tally
    from sealog_exporters.templates import Miner

__all__ = ["FLOOR", "RATIO", "insights"]

FLOOR: Final = 20
"""Fewer records than this, then and now, are no rate."""

RATIO: Final = 2.0
"""A share that changed less is not told."""

_RARE: Final = 3  # errors that came no more often are told one by one
_COSTLY: Final = 0.2  # of all bytes
_WITHOUT_TRACE: Final = 0.05  # of a service's records, if others have one


class _Facts:
    """Counts of one tally by template."""

    def __init__(self, tally: Tally, ids: Mapping[int, str]) -> None:
        self.records: Counter[str] = Counter()
        self.sizes: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.services: dict[str, Counter[str]] = defaultdict(Counter)
        self.entities: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.versions: dict[str, Counter[str]] = defaultdict(Counter)  # records of each version of a service
        self.version_errors: dict[str, Counter[str]] = defaultdict(Counter)
        self.starts: dict[tuple[str, str], int] = {}
        self.by_version: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)  # of a template in a service
        self.traceless: Counter[str] = Counter()
        for cell, counts in tally.cells.items():
            self._count(ids.get(cell.form, OTHER), cell, counts)

    def _count(self, name: str, cell: Cell, counts: Counts) -> None:
        self.records[name] += counts.records
        self.sizes[name] += counts.size
        self.services[name][cell.service] += counts.records
        self.versions[cell.service][cell.version] += counts.records
        self.by_version[name, cell.service][cell.version] += counts.records
        self.traceless[cell.service] += counts.traceless
        key = (cell.service, cell.version)
        self.starts[key] = min(self.starts.get(key, counts.first_ns), counts.first_ns)
        if cell.is_error:
            self.errors[name] += counts.records
            self.version_errors[cell.service][cell.version] += counts.records
        for entity in counts.entities:
            self.entities[name, cell.service][entity] += counts.records

    def service(self, name: str) -> str:
        """Give the service that wrote most records of a template."""
        return self.services[name].most_common(1)[0][0] if self.services[name] else ""


def insights(miner: Miner, now: Tally, baseline: Tally) -> list[Insight]:
    """Give what is worth telling of `now` against `baseline`, the weightiest first. Both were counted by `miner`.

    Where the baseline has no record, one insight of kind `empty_baseline` says so, and nothing is called new or gone.
    """
    templates = {template.id: template for template in miner.templates()}
    ids = miner.ids()
    current, before = _Facts(now, ids), _Facts(baseline, ids)
    found: list[Insight] = []

    def tell(kind: str, reason: str, name: str, weight: float, **evidence: float | str) -> None:
        template = templates.get(name)
        service = str(evidence.pop("service", "")) or (current.service(name) or before.service(name))
        found.append(_made(kind, reason, service, template, evidence, weight))

    if not now.records:
        return []
    if baseline.records:
        _changes(current, before, tell)
        _personal_data(current, before, tell)
    else:
        tell("empty_baseline", "the baseline has no records, so nothing can be new or gone", "", float("inf"))
    _deployments(current, tell)
    _errors(current, before, tell)
    _cost(current, now, tell)
    _traces(current, tell)
    return sorted(found, key=lambda one: (-one.weight, one.kind, one.service, one.template_id))


def _made(
    kind: str,
    reason: str,
    service: str,
    template: Template | None,
    evidence: Mapping[str, float | str],
    weight: float,
) -> Insight:
    if template is None:
        return Insight(kind, reason, service, "", "", evidence, weight)
    return Insight(kind, reason, service, template.id, template.text, evidence, weight, template.exemplar)


def _changes(now: _Facts, before: _Facts, tell: Callable[..., None]) -> None:
    for one in differences(before.records, now.records, floor=FLOOR, ratio=RATIO):
        if one.id == OTHER:
            continue
        counts = {"before": one.before, "now": one.after}
        if one.kind == "new":
            weight = 50 + min(one.after, 100) / 10 + (50 if now.errors[one.id] else 0)
            tell("new", f"{one.after} records, none in the baseline", one.id, weight, **counts)
        elif one.kind == "gone":
            tell("gone", f"no record, {one.before} in the baseline", one.id, 60, **counts)
        else:
            ratio = one.ratio or 1.0
            reason = f"its share of all records is {ratio:.2g} times that of the baseline"
            tell("rate", reason, one.id, 20 + min(max(ratio, 1 / ratio), 50), ratio=round(ratio, 3), **counts)


def _deployments(now: _Facts, tell: Callable[..., None]) -> None:
    """Tell templates and error shares of the newest version of a service against its versions before."""
    for service, version, others in _newest(now):
        total, rest = now.versions[service][version], sum(now.versions[service][one] for one in others)
        for (name, where), counts in now.by_version.items():
            if where == service and counts[version] and name != OTHER and not any(counts[one] for one in others):
                reason = f"{counts[version]} records since version {version}, none of {', '.join(others)}"
                tell(
                    "new_in_version", reason, name, 120 + (50 if now.errors[name] else 0),
                    service=service, version=version, now=counts[version],
                )  # fmt: skip
        errors, earlier = now.version_errors[service][version], sum(now.version_errors[service][o] for o in others)
        if errors >= FLOOR and errors / total >= RATIO * max(earlier, 1) / rest:
            tell(
                "error_share",
                f"{errors / total:.1%} of the records of version {version} are errors, {earlier / rest:.1%} before",
                "", 150, service=service, version=version, errors=errors, records=total, before=earlier / rest,
            )  # fmt: skip


def _newest(now: _Facts) -> Iterator[tuple[str, str, list[str]]]:
    """Give each service with two versions or more: its newest, by when each first logged, and the others."""
    for service, versions in now.versions.items():
        ordered = sorted((one for one in versions if one), key=lambda one: now.starts[service, one])
        if service and len(ordered) > 1:
            yield service, ordered[-1], ordered[:-1]


def _errors(now: _Facts, before: _Facts, tell: Callable[..., None]) -> None:
    for name, count in now.errors.items():
        if count <= _RARE and not before.errors[name] and name != OTHER:
            tell("rare_error", f"an error that came {count} times, never in the baseline", name, 90, now=count)


def _cost(now: _Facts, tally: Tally, tell: Callable[..., None]) -> None:
    total = sum(now.sizes.values())
    for name, size in now.sizes.items():
        if total and size >= _COSTLY * total and now.records[name] >= FLOOR and name != OTHER:
            share = size / total
            tell(
                "cost",
                f"{share:.0%} of all bytes are of this template; a drop rule would save {size} bytes",
                name, 10 + 40 * share, bytes=size, share=round(share, 4), records=now.records[name], all=tally.records,
            )  # fmt: skip


def _personal_data(now: _Facts, before: _Facts, tell: Callable[..., None]) -> None:
    for (name, service), entities in now.entities.items():
        for entity, count in entities.items():
            if not before.entities.get((name, service), Counter())[entity] and name != OTHER:
                reason = f"{entity} was sealed or masked in {count} records, in none of the baseline"
                tell("personal_data", reason, name, 80, service=service, entity=entity, now=count)


def _traces(now: _Facts, tell: Callable[..., None]) -> None:
    for service, count in now.traceless.items():
        total = sum(now.versions[service].values())
        if service and FLOOR <= count < total and count / total >= _WITHOUT_TRACE:
            reason = f"{count} of {total} records have no trace, though others of the service have one"
            tell("no_trace", reason, "", 15, service=service, now=count, records=total)
