"""Erasures by the opening service: whoever changes the stores has neither keys nor trail, and the trail is whole."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.audit.people import AuditedPeople
from sealog.gatekeeper.erasures import (
    APPROVED,
    APPROVED_FOR,
    BEGUN,
    ENDED,
    approver_of,
    compared,
    is_begun,
    proof_of,
)
from sealog_exporters.opening.desk import RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sealog.crypto.value_indexes import Forms
    from sealog.detect.engine.scanner import Scanner
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog_exporters.opening.desk import Asked, Desk

__all__ = ["About", "Erasures"]

_MOST_KNOWN = 1000
_PASSING = frozenset({"rate", "hours"})
"""What stands against a search for a while: it does not keep an erasure that was begun from its end."""


@dataclass(frozen=True)
class About:
    """Which erasure a request is about: who asks, why, for which request, and what stands for the person."""

    name: str
    reason: str
    request: str
    subject: str


class Erasures:
    """Erasures by one desk; one thread at a time.

    With `four_eyes` each needs another person's approval, whatever the policy of who asks wants. `scanner` is that of
    this machine's policy: it tells which spellings are one value. Each method raises what `Desk.open` does, and
    `RefusedError`, which says why.
    """

    def __init__(self, desk: Desk, scanner: Scanner, *, four_eyes: bool) -> None:
        self._desk = desk
        self._scanner = scanner
        self._four_eyes = four_eyes
        self._begun: OrderedDict[tuple[str, str, str], datetime] = OrderedDict()

    def approve(self, about: About) -> str:
        """Approve an erasure in a person's name; gives what the trail calls them."""
        keeper = self._desk.gatekeeper(about.name, about.reason)
        keeper.record(APPROVED, request=about.request, subject=about.subject, names=[about.name])
        return keeper.actor

    def begin(self, about: About, approve_by: str, *, four_eyes: bool) -> tuple[str, str, list[int]]:
        """Put the beginning into the trail; gives the actor, who approved it (or nobody), and the epochs searched.

        Raises:
            RefusedError: nobody else has approved it, though somebody must.
        """
        keeper = self._desk.gatekeeper(about.name, about.reason)
        approver: str | None = ""
        if self._four_eyes or four_eyes or approve_by:
            moment = self._desk.moment()
            approver = approver_of(self._desk.trail.path, about.subject, [about.name], moment, approve_by)
        if approver is None:
            keeper.record("erase-refused", request=about.request, subject=about.subject)
            named = f" by {approve_by}" if approve_by else ""
            raise RefusedError(
                f"nobody else has approved this erasure{named} within {APPROVED_FOR.days} days: another person runs the"
                " command with --approve and the same --state"
            )
        keeper.record(BEGUN, request=about.request, subject=about.subject)
        return keeper.actor, approver, self._desk.keys.epochs

    def compare(
        self, about: About, indexes: Sequence[str], known: Collection[tuple[str, str]], texts: Sequence[Asked]
    ) -> list[bool | None]:
        """Tell which sealed values are among the known ones, as one entry of the trail; no value leaves.

        None for one that does not open, or of an entity that this machine's policy does not have.
        """
        keeper = self._of_begun(about)
        tokens = {one.text: list(one.keys) for one in texts}
        open_one = keeper.announce("erase-compare", list(tokens), indexes, request=about.request)
        here = {(entity, form) for entity, form in known if self._knows(entity)}
        strange = {entity for entity, _ in known} - {entity for entity, _ in here}
        same = compared(open_one, tokens, here, self._scanner.normalise)
        return [None if _entity(one.text) in strange else same[one.text] for one in texts]

    def forget(self, about: About, values: Sequence[Forms]) -> int:
        """Let the trail forget the holder of some values; gives how many names there were of them.

        Raises:
            RefusedError: the person has no right to values of an entity, or has begun no such erasure.
        """
        keeper = self._of_begun(about)
        for entity, _, _ in values:
            why = keeper.permits.count_search(entity)
            if why is not None and why not in _PASSING:
                keeper.record("erase-refused", request=about.request, subject=about.subject, entity=entity)
                raise RefusedError(f"openers.yaml gives you no right to {entity} ({why})")
        indexes = [index for one in values for index in self._desk.keys.value_indexes(*one)]
        forgotten = AuditedPeople(self._desk.trail.path).forget(indexes)
        keeper.record("erase-forgot", request=about.request, subject=about.subject, forgotten=forgotten)
        return forgotten

    def end(self, about: About, receipt_hash: str) -> dict[str, Any]:
        """Put the end into the trail with the hash of the receipt, sign it, and give the proof of that entry."""
        keeper = self._of_begun(about)
        keeper.record(ENDED, request=about.request, subject=about.subject, receipt_sha256=receipt_hash)
        keeper.close()
        return proof_of(self._desk.trail.path, receipt_hash, keeper.public_key)

    def _knows(self, entity: str) -> bool:
        return entity in self._scanner.entities or self._scanner.indexed(entity) or self._scanner.forms.tagged(entity)

    def _of_begun(self, about: About) -> Gatekeeper:
        """Make what opens for an erasure that the same person began."""
        keeper = self._desk.gatekeeper(about.name, about.reason)
        moment, key = self._desk.moment(), (keeper.actor, about.request, about.subject)
        if (since := self._begun.get(key)) is not None and moment - APPROVED_FOR < since:
            return keeper
        if not is_begun(self._desk.trail.path, about.subject, about.request, keeper.actor, moment):
            raise RefusedError("you have begun no such erasure")
        self._begun[key] = moment
        while len(self._begun) > _MOST_KNOWN:
            self._begun.popitem(last=False)
        return keeper


def _entity(token: str) -> str:
    return token.split("~")[1] if token.count("~") > 1 else ""
