"""Erases a person from one store, pass by pass, until a pass finds nothing. It knows no kind of store."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog_exporters.store.eraser import Eraser

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sealog.policy.people import Hold
    from sealog_exporters.people.subject import Subject
    from sealog_exporters.store.erasing import Erasable, Rules
    from sealog_exporters.store.interface import StoredRecord

__all__ = ["Erasure", "StoreResult", "hold_of", "pacer"]

MOST_PASSES = 20


@dataclass
class StoreResult:
    """What became of one store. `verified`: a last pass found nothing up to `marks`."""

    store: str
    version: str = ""
    found: int = 0
    erased: int = 0
    already: int = 0
    passes: int = 0
    changed_meanwhile: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    marks: list[dict[str, Any]] = field(default_factory=list)
    verified: bool = False
    not_compared: int = 0

    def to_json(self) -> dict[str, Any]:
        """Give it as a receipt has it."""
        return {
            "store": self.store,
            "version": self.version,
            "found": self.found,
            "erased": self.erased,
            "already": self.already,
            "failed": dict(sorted(self.failed.items())),
            "held": dict(sorted(self.held.items())),
            "not_compared": self.not_compared,
            "passes": self.passes,
            "changed_meanwhile": self.changed_meanwhile,
            "verification": "no record up to the marks holds the person" if self.verified else "none",
            "marks": self.marks,
        }


@dataclass(frozen=True)
class Erasure:
    """One person, and what it takes to erase them.

    `own` tells of sealed values without an index, given with their sealed data keys, which are the person's, by opening
    them; None of one that it can't open.
    """

    subject: Subject
    own: Callable[[Mapping[str, list[str]]], Mapping[str, bool | None]]
    rules: Rules

    def run(self, store: Erasable, result: StoreResult) -> None:
        """Repeat passes until one finds nothing; what is known so far is in `result` if this raises.

        Raises:
            StoreError: the store can't be reached, or refuses.
            AuditError: the audit trail can't be written.
        """
        result.version = store.version()
        while result.passes < MOST_PASSES:
            marks = store.marks()
            eraser = self._eraser(store, result)
            done = store.erase(eraser, self.rules)
            result.passes += 1
            result.erased += done.changed
            # What failed or was changed meanwhile is found again by the next pass.
            result.found = result.erased + sum(done.failed.values()) + done.changed_meanwhile
            result.changed_meanwhile += done.changed_meanwhile
            result.held = done.held
            result.failed = done.failed
            if done.is_clean:
                result.marks, result.verified = marks, not done.failed and not done.held
                return
            if sum(done.failed.values()) and not done.changed and not done.changed_meanwhile:
                return  # what is refused for good is not asked for for ever

    def _eraser(self, store: Erasable, result: StoreResult) -> Eraser:
        """Tell which values without index are the person's: one entry of the trail a pass, if there are any to open."""
        indexes = frozenset(self.subject.indexes)
        known = self.subject.known_by_opening
        if not known or not indexes:
            return Eraser(indexes)
        found = dict(store.candidates(Eraser(indexes), {entity for entity, _ in known}))
        if not found:
            return Eraser(indexes)
        same = self.own(found)
        result.not_compared = max(result.not_compared, sum(one is None for one in same.values()))
        return Eraser(indexes, frozenset(token for token, is_own in same.items() if is_own))


def hold_of(
    holds: Sequence[Hold], read: Callable[[Hold], Subject | None], subject: Subject
) -> Callable[[StoredRecord], str | None]:
    """Return what names the legal hold that keeps a record, or None; `read` gives a hold's subject, if it has one."""
    kept = [(hold, read(hold)) for hold in holds]
    indexes = frozenset(subject.indexes)
    concerning = [hold for hold, other in kept if other is None or indexes & {*other.indexes}]

    def held_by(record: StoredRecord) -> str | None:
        return next((hold.name for hold in concerning if _holds(hold, record)), None)

    return held_by


def _holds(hold: Hold, record: StoredRecord) -> bool:
    # A record without a time or service may be one of those: it is kept.
    in_time = not record.time_unix_nano or hold.from_ns <= record.time_unix_nano < hold.to_ns
    return in_time and hold.service in {"", record.service or hold.service}


def pacer(
    per_second: int, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
) -> Callable[[int], None]:
    """Return what waits so long that no more than `per_second` records a second are changed, over all that was told."""
    due = clock()

    def pace(count: int) -> None:
        nonlocal due
        due = max(due, clock()) + count / per_second
        if (wait := due - clock()) > 0:
            sleep(wait)

    return pace


def whole_holds(holds: Iterable[Hold], read: Callable[[Hold], Subject | None], subject: Subject) -> list[str]:
    """Name the holds of this person that no service or time bounds: nothing can be erased then."""
    indexes = frozenset(subject.indexes)
    names = []
    for hold in holds:
        other = read(hold)
        unbounded = not hold.service and hold.from_ns == 0 and hold.to_ns == type(hold).to_ns
        if other is not None and unbounded and indexes & {*other.indexes}:
            names.append(hold.name)
    return names
