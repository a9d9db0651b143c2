"""The interface of stores that count what attributes hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AttributeCount", "CountsAttributes"]


@dataclass(frozen=True)
class AttributeCount:
    """In how many records of a service an attribute held an entity that was sealed or masked."""

    service: str
    attribute: str
    entity: str
    records: int


@runtime_checkable
class CountsAttributes(Protocol):
    """A store that counts which attributes hold sealed or masked values."""

    def attribute_counts(self, from_ns: int, to_ns: int) -> Iterator[AttributeCount]:
        """Give the counts of whole minutes (ns since the epoch). Raises `StoreError`, also while it is read."""
        ...
