"""The facts of one tour, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Line:
    """One log line: as the shop wrote it on its console, and as the store holds it."""

    written: str
    stored: str
    trace_id: str
    uid: str


@dataclass(frozen=True)
class Search:
    """A search by value: what was sent to the store is `index`, never the value."""

    entity: str
    value: str
    index: str
    found: int
    plaintext_in_store: int


@dataclass(frozen=True)
class Opening:
    """One record opened, and what the audit trail says of it."""

    reason: str
    opened: str
    audit_entry: dict[str, Any]


@dataclass(frozen=True)
class Alert:
    """The webhook that came. `delay_ms` is from the time of the record that reached the threshold."""

    threshold: int
    errors_logged: int
    delay_ms: float
    webhook: dict[str, Any]


@dataclass(frozen=True)
class Facts:
    """Everything that the tour shows."""

    folder: str
    grpc_port: int | None
    http_port: int | None
    records: int
    lines: tuple[Line, ...]
    search: Search
    opening: Opening
    alert: Alert

    def as_json(self) -> dict[str, Any]:
        """Give the facts as a JSON object."""
        return asdict(self)
