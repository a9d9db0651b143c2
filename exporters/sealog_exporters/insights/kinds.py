"""The kinds of insights: each compares counts of now with counts of a baseline, and says nothing below a floor.

What was told a little while before stays told until it has clearly ended: `_Limits` has a lower limit for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.insights.figures import ERROR
from sealog_exporters.insights.insight import Insight
from sealog_exporters.store.interface import Selection
from sealog_exporters.templates.differences import differences
from sealog_exporters.templates.template import OTHER

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import TypeAlias

    from sealog_exporters.insights.figures import Figures
    from sealog_exporters.insights.insight import Window

    Key: TypeAlias = tuple[str, str, str, str]

__all__ = ["FLOOR", "RATIO", "insights"]

FLOOR: Final = 20
"""Fewer records than this, then and now, are no rate."""

RATIO: Final = 2.0
"""What changed less is not told."""

_RARE: Final = 3  # errors that came no more often are told one by one


class _Limits(NamedTuple):
    """From where on an insight is told."""

    floor: int = FLOOR
    ratio: float = RATIO
    cost: float = 0.2  # of all bytes
    without_trace: float = 0.05  # of a service's records, if others have one
    skewed: float = 0.01  # of a service's records
    repeated: float = 0.01


_BEGIN: Final = _Limits()
_STAY: Final = _Limits(floor=10, ratio=1.5, cost=0.15, without_trace=0.03, skewed=0.005, repeated=0.005)


class _Found:
    """Collects insights of one window."""

    def __init__(self, now: Figures, before: Figures, texts: Mapping[str, str], window: Window | None) -> None:
        self.now = now
        self.before = before
        self.found: list[Insight] = []
        self.mains = before.main_services() | now.main_services()
        self._texts = texts
        self._window = window

    def tell(
        self,
        kind: str,
        reason: str,
        name: str,
        weight: float,
        evidence: Mapping[str, int | float | str],
        *,
        service: str = "",
        only: Selection | None = None,
    ) -> None:
        """Add one. `service`: the one that it is about; else the one that wrote most, of all whose records it is."""
        main = service or self.mains.get(name, "")
        records = None
        if only is not None and self._window is not None:
            bounds = {"from_ns": self._window.start_ns, "to_ns": self._window.end_ns, "service": service}
            records = Selection(**{**vars(only), **bounds})
        text = self._texts.get(name, "")
        self.found.append(Insight(kind, reason, main, name, text, evidence, weight, records=records))


def insights(
    now: Figures,
    before: Figures,
    texts: Mapping[str, str],
    *,
    window: Window | None = None,
    standing: Collection[Key] = (),
    by_version: bool = False,
) -> list[Insight]:
    """Give what is worth telling of `now` against `before`, the weightiest first.

    Where the baseline has no record, one insight of kind `empty_baseline` says so, and nothing is called new or gone.
    `texts` has the templates by id. `window` is that of `now`, for the insights' records. `standing` are the keys of
    what was told shortly before. With `by_version` the newest version of each service is compared with its others.
    """
    if by_version:
        whole = now
        now, before = whole.split_by_version()
    found = _Found(now, before, texts, window)
    if not now.records and not before.records:
        return []
    if before.records:
        _changes(found, standing)
        _personal_data(found)
        _attributes(found)
        if not by_version:
            _silence(found)
    elif not by_version:
        reason = "the baseline has no records, so nothing can be new or gone"
        found.tell("empty_baseline", reason, "", float("inf"), {})
    if not now.records:
        return _sorted(found.found)
    if not by_version:
        _deployments(found)
    _errors(found)
    _cost(found, standing)
    _services(found, standing)
    return _sorted(found.found)


def _sorted(found: list[Insight]) -> list[Insight]:
    return sorted(found, key=lambda one: (-one.weight, one.kind, one.service, one.template_id))


def _limits(key: Key, standing: Collection[Key]) -> _Limits:
    return _STAY if key in standing else _BEGIN


def _changes(found: _Found, standing: Collection[Key]) -> None:
    old, new = found.before.by_template(), found.now.by_template()
    errors = found.now.by_template(errors=True)
    for one in differences(old, new, floor=_STAY.floor, ratio=_STAY.ratio):
        if one.id == OTHER:
            continue
        counts: dict[str, int | float | str] = {"before": one.before, "now": one.after}
        service = found.mains.get(one.id, "")
        if one.kind == "new":
            weight = 50 + min(one.after, 100) / 10 + (50 if errors[one.id] else 0)
            found.tell("new", f"{one.after} records, none in the baseline", one.id, weight, counts, only=Selection())
        elif one.kind == "gone":
            if one.before >= _limits(("gone", one.id, service, ""), standing).floor:
                found.tell("gone", f"no record, {one.before} in the baseline", one.id, 60, counts)
        else:
            ratio = one.ratio or 1.0
            limits = _limits(("rate", one.id, service, ""), standing)
            times = max(ratio, 1 / ratio)
            if max(one.before, one.after) >= limits.floor and times >= limits.ratio:
                reason = (
                    f"{one.after} records, {ratio:.2g} times the {one.expected:.3g} that the baseline leads to expect"
                )
                evidence = counts | {"expected": round(one.expected, 1), "ratio": round(ratio, 3)}
                found.tell("rate", reason, one.id, 20 + min(times, 50), evidence, only=Selection())


def _silence(found: _Found) -> None:
    now = found.now.by_service()
    for service, counts in found.before.by_service().items():
        if service and counts.records >= FLOOR and not (service in now and now[service].records):
            reason = f"the service wrote no record, {counts.records} in the baseline"
            found.tell("silent", reason, "", 100, {"before": counts.records, "now": 0}, service=service)


def _deployments(found: _Found) -> None:
    """Tell templates and error shares of the newest version of a service against its versions before."""
    now = found.now
    by_version = now.by_version()
    errors = now.by_template(errors=True)
    written: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    failed: Counter[tuple[str, str]] = Counter()
    for cell, counts in now.cells.items():
        written[cell.service][cell.template][cell.version] += counts.records
        if cell.is_error:
            failed[cell.service, cell.version] += counts.records
    for service, version, others in now.newest():
        only = Selection(version=version)
        for name, counter in written[service].items():
            if counter[version] and name != OTHER and not any(counter[one] for one in others):
                reason = f"{counter[version]} records since version {version}, none of {', '.join(others)}"
                weight = 120 + (50 if errors[name] else 0)
                evidence: dict[str, int | float | str] = {"version": version, "now": counter[version]}
                found.tell("new_in_version", reason, name, weight, evidence, service=service, only=only)
        total = by_version[service, version].records
        rest = sum(by_version[service, one].records for one in others)
        bad, earlier = failed[service, version], sum(failed[service, one] for one in others)
        if bad >= FLOOR and bad / total >= RATIO * max(earlier, 1) / rest:
            reason = f"{bad / total:.1%} of the records of version {version} are errors, {earlier / rest:.1%} before"
            evidence = {"version": version, "errors": bad, "records": total, "before": earlier / rest}
            only = Selection(version=version, min_severity=ERROR)
            found.tell("error_share", reason, "", 150, evidence, service=service, only=only)


def _errors(found: _Found) -> None:
    before = found.before.by_template(errors=True)
    for name, count in found.now.by_template(errors=True).items():
        if count <= _RARE and not before[name] and name != OTHER:
            reason = f"an error that came {count} times, never in the baseline"
            found.tell("rare_error", reason, name, 90, {"now": count}, only=Selection(min_severity=ERROR))


def _cost(found: _Found, standing: Collection[Key]) -> None:
    if not found.now.has_sizes:
        return
    sizes: Counter[str] = Counter()
    for cell, counts in found.now.cells.items():
        sizes[cell.template] += counts.size
    records, total = found.now.by_template(), sum(sizes.values())
    for name, size in sizes.items():
        limits = _limits(("cost", name, found.mains[name], ""), standing)
        if total and size >= limits.cost * total and records[name] >= limits.floor and name != OTHER:
            share = size / total
            reason = f"{share:.0%} of all bytes are of this template; a drop rule would save {size} bytes"
            evidence = {"bytes": size, "share": round(share, 4), "records": records[name], "all": found.now.records}
            found.tell("cost", reason, name, 10 + 40 * share, evidence, only=Selection())


def _personal_data(found: _Found) -> None:
    for (name, service), entities in found.now.entities.items():
        for entity, count in entities.items():
            if not found.before.entities.get((name, service), Counter())[entity] and name != OTHER:
                reason = f"{entity} was sealed or masked in {count} records, in none of the baseline"
                evidence: dict[str, int | float | str] = {"entity": entity, "now": count}
                found.tell("personal_data", reason, name, 80, evidence, service=service, only=Selection(entity=entity))


def _attributes(found: _Found) -> None:
    """Tell attributes that hold an entity for the first time; nothing where the baseline's were not counted."""
    before = found.before
    if before.entities and not before.attributes:
        return
    for (service, name), entities in found.now.attributes.items():
        for entity, count in entities.items():
            if not before.attributes.get((service, name), Counter())[entity] and name != OTHER:
                reason = (
                    f"{entity} was sealed or masked in attribute {name} of {count} records, in none of the baseline"
                )
                evidence: dict[str, int | float | str] = {"entity": entity, "attribute": name, "now": count}
                only = Selection(entity=entity, attribute=name)
                found.tell("personal_data", reason, "", 75, evidence, service=service, only=only)


def _services(found: _Found, standing: Collection[Key]) -> None:
    """Tell what is odd about a part of a service's records."""
    for service, counts in found.now.by_service().items():
        total = counts.records
        if not service:
            continue
        missing = counts.traceless
        limits = _limits(("no_trace", "", service, ""), standing)
        if limits.floor <= missing < total and missing / total >= limits.without_trace:
            reason = f"{missing} of {total} records have no trace, though others of the service have one"
            evidence: dict[str, int | float | str] = {"now": missing, "records": total}
            found.tell("no_trace", reason, "", 15, evidence, service=service, only=Selection(traceless=True))
        skewed = counts.ahead + counts.behind
        limits = _limits(("clock_skew", "", service, ""), standing)
        if skewed >= max(limits.floor, limits.skewed * total):
            reason = (
                f"{counts.ahead} records are more than 5 s ahead of who observed them, {counts.behind} came 5 min late"
            )
            evidence = {"ahead": counts.ahead, "behind": counts.behind, "records": total}
            found.tell("clock_skew", reason, "", 40, evidence, service=service)
        limits = _limits(("duplicates", "", service, ""), standing)
        if counts.again >= max(limits.floor, limits.repeated * total):
            reason = f"{counts.again} records came again and were passed over, beside {total} that were stored"
            found.tell("duplicates", reason, "", 18, {"again": counts.again, "records": total}, service=service)
