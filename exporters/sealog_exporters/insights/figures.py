"""What was counted in a stretch of time, by template, service and version. Its memory is bounded."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.templates.template import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping

__all__ = ["ERROR", "MAX_ATTRIBUTES", "MAX_CELLS", "Cell", "Counts", "Figures", "add_bounded"]

ERROR: Final = 17
"""OpenTelemetry's severity number of ERROR; errors are records from it on."""

MAX_CELLS: Final = 200_000
"""Combinations that are counted apart; records of more are counted under no service and no version."""

MAX_ATTRIBUTES: Final = 20_000
"""Attributes of services that are counted apart; those beyond are counted as one, of which nothing is told."""


class Cell(NamedTuple):
    """What is counted apart."""

    template: str
    service: str
    version: str
    is_error: bool


@dataclass(slots=True)
class Counts:
    """Records, bytes of their bodies, first and last time (ns since the epoch), and what is odd about some of them."""

    records: int = 0
    size: int = 0
    first_ns: int = 2**63 - 1
    last_ns: int = 0
    traceless: int = 0
    ahead: int = 0
    behind: int = 0
    again: int = 0

    def add(self, other: Counts) -> None:
        """Count in what was counted elsewhere."""
        self.first_ns = min(self.first_ns, other.first_ns)
        self.last_ns = max(self.last_ns, other.last_ns)
        for name in ("records", "size", "traceless", "ahead", "behind", "again"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class Figures:
    """Counts by cell, and in how many records of a (template, service) an entity was sealed or masked.

    `attributes` has the same for an attribute of a service; it is empty where the store does not count them.
    `has_sizes` is False where the store does not know bytes.
    """

    cells: dict[Cell, Counts] = field(default_factory=dict)
    entities: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    attributes: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    has_sizes: bool = True

    def add(self, cell: Cell, counts: Counts) -> None:
        """Count in."""
        if cell not in self.cells and len(self.cells) >= MAX_CELLS:
            cell = Cell(OTHER, "", "", cell.is_error)
        self.cells.setdefault(cell, Counts()).add(counts)

    @property
    def records(self) -> int:
        """How many records there are."""
        return sum(counts.records for counts in self.cells.values())

    def by_template(self, *, errors: bool = False) -> Counter[str]:
        """Count records, or errors only, by template."""
        found: Counter[str] = Counter()
        for cell, counts in self.cells.items():
            if cell.is_error or not errors:
                found[cell.template] += counts.records
        return +found

    def main_services(self) -> dict[str, str]:
        """Give the service that wrote most records of each template."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for cell, counts in self.cells.items():
            found[cell.template][cell.service] += counts.records
        return {
            name: max(services, key=lambda service: (services[service], service)) for name, services in found.items()
        }

    def by_service(self) -> dict[str, Counts]:
        """Count by service."""
        found: dict[str, Counts] = defaultdict(Counts)
        for cell, counts in self.cells.items():
            found[cell.service].add(counts)
        return found

    def by_version(self) -> dict[tuple[str, str], Counts]:
        """Count by service and version."""
        found: dict[tuple[str, str], Counts] = defaultdict(Counts)
        for cell, counts in self.cells.items():
            found[cell.service, cell.version].add(counts)
        return found

    def newest(self) -> Iterator[tuple[str, str, list[str]]]:
        """Give each service with two versions or more: its newest, by when each first logged, and the others."""
        begun: dict[str, dict[str, int]] = defaultdict(dict)
        for (service, version), counts in self.by_version().items():
            if service and version and counts.records:
                begun[service][version] = counts.first_ns
        for service, versions in begun.items():
            if len(versions) > 1:
                ordered = sorted(versions, key=versions.__getitem__)
                yield service, ordered[-1], ordered[:-1]

    def split_by_version(self) -> tuple[Figures, Figures]:
        """Give the figures of each service's newest version, and those of its other versions.

        A service with one version is in neither. Entities are not counted by version: there are none.
        """
        newest, others = Figures(has_sizes=self.has_sizes), Figures(has_sizes=self.has_sizes)
        last = {service: version for service, version, _ in self.newest()}
        for cell, counts in self.cells.items():
            if cell.service in last:
                (newest if cell.version == last[cell.service] else others).add(cell, counts)
        return newest, others


def add_bounded(
    found: MutableMapping[tuple[str, str], Counter[str]], key: tuple[str, str], entity: str, records: int
) -> None:
    """Count records of an entity in a (service, attribute)."""
    if key not in found and len(found) >= MAX_ATTRIBUTES:
        key = "", OTHER
    found.setdefault(key, Counter())[entity] += records
