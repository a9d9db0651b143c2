"""Delivers one batch: what the endpoint refuses is narrowed down to single records and set aside. It never waits."""

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
    """A batch on its way. `parts` of it are still to be sent, the last of them first; all of it at the beginning."""

    spool: Source
    batch: Batch
    rank: int
    parts: list[tuple[SpooledRecord, ...]]
    refused: int = 0
    rejected: int = 0
    faults: int = 0
    others_taken: int = 0
    """How many batches had been taken in all when the endpoint first broke over this one."""

    @property
    def steps_back(self) -> bool:
        """Whether others go first, so that they show whose fault it is."""
        return self.faults >= _STEPS_BACK

    def __lt__(self, other: BatchAttempt) -> bool:
        """Come before another if it lies before it, the older spool first."""
        return (self.steps_back, self.rank, self.batch.begin) < (other.steps_back, other.rank, other.batch.begin)


def deliver(
    attempt: BatchAttempt, transport: Transport, set_aside: Callable[[SpooledRecord], None], taken_in_all: int = 0
) -> Answer:
    """Send what is left of a batch. The answer is `taken` when nothing is left, else `later`.

    An endpoint that broke over this batch again and again, but took others meanwhile (`taken_in_all` tells), is held to
    have refused it; otherwise one record could hold up all others for ever.

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
                # The endpoint doesn't tell which ones, and may not be sent the others twice: all are kept.
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
