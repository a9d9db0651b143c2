"""Says what of a store waits for an index service, so that a person may be in it and not be found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from sealog_exporters.people.subject import Subject

__all__ = ["waiting_in"]


@runtime_checkable
class KeepsTags(Protocol):
    """A store that tells how much of it waits for an index service."""

    def count_tagged(self) -> int:
        """Count what holds index tags of which no blind index was made. Raises `StoreError`, which names the store."""
        ...


def waiting_in(store: object, subject: Subject) -> tuple[int, str]:
    """Count the records of a store whose index tags nobody turned, and say what is not found in them.

    0 where no identifier of the person is one that an index service indexes.

    Raises:
        StoreError: the store can't be read; names it.
    """
    tagged = sorted({one.entity for one in subject.identifiers if one.is_tagged})
    count = store.count_tagged() if tagged and isinstance(store, KeepsTags) else 0
    return count, f"index tags that no index was made of (`sealog index`), so {', '.join(tagged)} is not found there"
