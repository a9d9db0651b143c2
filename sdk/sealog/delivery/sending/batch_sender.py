"""Delivers one batch: refused requests are halved down to single records, which are set aside. It never waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.delivery.encoding.encode import export_request
from sealog.delivery.transports.interface import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.sending.source import Source
    from sealog.delivery.transports.interface import Transport
    from sealog.spool.record import Batch, SpooledRecord

_STEPS_BACK = 3
_GIVES_UP = 6


@dataclass(eq=False, repr=False)
class BatchAttempt:
    """A batch in delivery. `parts` are still to be sent, the last one first; at the beginning that is all of it."""

    spool: Source
    batch: Batch
    rank: int
    parts: list[tuple[SpooledRecord, ...]]
    refused: int = 0
    rejected: int = 0
    faults: int = 0
    others_taken: int = 0
    """How many batches had been accepted in all when the endpoint first failed on this one."""

    @property
    def steps_back(self) -> bool:
        """Whether other batches go first, to show whether this one or the endpoint is at fault."""
        return self.faults >= _STEPS_BACK

    def __lt__(self, other: BatchAttempt) -> bool:
        """Come before another if it lies before it, the older spool first."""
        return (self.steps_back, self.rank, self.batch.begin) < (other.steps_back, other.rank, other.batch.begin)


def deliver(
    attempt: BatchAttempt, transport: Transport, set_aside: Callable[[SpooledRecord], None], taken_in_all: int = 0
) -> Answer:
    """Send what is left of a batch. The answer is `taken` when nothing is left, else `later`.

    If the endpoint failed on this batch repeatedly, but accepted others meanwhile (`taken_in_all` tells), that counts
    as a refusal; otherwise one record could block all others for ever.

    `set_aside` keeps a refused record for good, and may raise OSError: the record then waits.
    """
    while attempt.parts:
        part = attempt.parts[-1]
        answer = transport.send(export_request(part))
        if answer.fault and attempt.faults >= _GIVES_UP and taken_in_all > attempt.others_taken:
            answer = answer._replace(verdict="refused")
        if answer.verdict == "later":
            if answer.fault:
                attempt.others_taken = attempt.others_taken if attempt.faults else taken_in_all
                attempt.faults += 1
            return answer
        if answer.verdict == "taken":
            if answer.rejected:
                # The endpoint doesn't say which ones, and must not get the others twice: all are kept.
                failed = _all_aside(part, set_aside)
                if failed is not None:
                    return failed
                attempt.rejected += answer.rejected
        elif len(part) > 1:
            half = len(part) // 2
            attempt.parts[-1:] = [part[half:], part[:half]]
            continue
        else:
            failed = _all_aside(part, set_aside)
            if failed is not None:
                return failed
            attempt.refused += 1
        attempt.parts.pop()
    return Answer("taken")


def _all_aside(part: tuple[SpooledRecord, ...], set_aside: Callable[[SpooledRecord], None]) -> Answer | None:
    try:
        for record in part:
            set_aside(record)
    except OSError as error:
        return Answer("later", f"refused records can't be kept: {type(error).__name__}")
    return None
