"""Counts the records of a stretch of time by template, service, version and severity. Its memory is bounded."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.templates.stamper import given_template

if TYPE_CHECKING:
    from sealog_exporters.store.interface import StoredRecord
    from sealog_exporters.templates import Miner

__all__ = ["ERROR", "Cell", "Counts", "Tally"]

ERROR: Final = 17
"""OpenTelemetry's severity number of ERROR; errors are records from it on."""

MAX_CELLS: Final = 200_000
"""Combinations that are counted apart; records of more are counted under no service and no version."""

_VERSION: Final = "service.version"


class Cell(NamedTuple):
    """What is counted apart. `form` is the index of a form in the miner."""

    form: int
    service: str
    version: str
    is_error: bool


@dataclass(slots=True)
class Counts:
    """Records, bytes of their bodies, first and last time (ns since the epoch), and those without a trace."""

    records: int = 0
    size: int = 0
    first_ns: int = 0
    last_ns: int = 0
    traceless: int = 0
    entities: set[str] = field(default_factory=set)


class Tally:
    """Counts records into cells; several tallies share one miner, so that templates can be compared."""

    def __init__(self, miner: Miner) -> None:
        self.cells: dict[Cell, Counts] = {}
        self.records = 0
        self._miner = miner

    def add(self, record: StoredRecord) -> None:
        """Count a record."""
        text = record.body_text
        seen = self._miner.add(given_template(record.attributes) or text, record.time_unix_nano)
        version = record.resource.get(_VERSION)
        is_error = record.severity_number >= ERROR
        cell = Cell(seen.index, record.service, version if isinstance(version, str) else "", is_error)
        counts = self.cells.get(cell)
        if counts is None:
            if len(self.cells) >= MAX_CELLS:
                cell = Cell(-1, "", "", is_error)
            counts = self.cells.setdefault(cell, Counts(first_ns=record.time_unix_nano))
        self.records += 1
        counts.records += 1
        counts.size += len(text.encode("utf-8", "surrogatepass"))
        counts.first_ns = min(counts.first_ns, record.time_unix_nano)
        counts.last_ns = max(counts.last_ns, record.time_unix_nano)
        counts.traceless += not record.trace_id
        counts.entities.update(record.entities)
