"""The interface of what a sender takes records from: a spool on disk or in memory, or a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sealog.spool.record import Batch


class Source(Protocol):
    """Records in order. Every method is called by the sender's thread alone; see `Spool` for what raises OSError."""

    @property
    def unsettled(self) -> bool:
        """Whether batches were taken out and the endpoint has not answered for them yet."""

    def has_more(self) -> bool:
        """Tell whether something may be there that was not taken out yet."""

    def waiting(self) -> int:
        """Give roughly how many bytes were not taken out yet."""

    def take(self, max_bytes: int, max_records: int) -> Batch | None:
        """Take the next records out, for sending; None where there is none now."""

    def settle(self, batch: Batch) -> None:
        """Note that a batch has been answered for good."""
