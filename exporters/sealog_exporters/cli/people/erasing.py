"""What vouches for an erasure: the keyring of this machine, or an opening service, so that none is here."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Protocol

from sealog.audit.actor import acting_user
from sealog.cli.opening import OpeningService, remote_opener
from sealog.errors import SettingError
from sealog.gatekeeper.erasures import APPROVED, APPROVED_FOR, BEGUN, ENDED, approver_of, compared, proof_of
from sealog_exporters.cli.people.person import gaps_of, permit, person_of, policy_and_scanner, subject_of
from sealog_exporters.people.remote import Begun

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import ExitStack
    from pathlib import Path

    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.gatekeeper.remote import RemoteOpener
    from sealog.policy.policy import Policy
    from sealog_exporters.cli.people.person import Person
    from sealog_exporters.people.report import Gap
    from sealog_exporters.people.subject import Subject

__all__ = ["Erasing", "erasing"]


class Erasing(Protocol):
    """A person who is to be erased, for one request, and who knows the keys and writes the audit trail.

    `commitment` stands for the person in the trail. Each method raises `AuditError` if the trail can't be written,
    `KeyFileError` if a keyring does not open, and `SettingError` if openers.yaml is against it or a service refuses.
    """

    subject: Subject
    policy: Policy

    def gaps(self) -> list[Gap]:
        """Say what no store can be searched for."""
        ...

    def subject_of(self, path: Path) -> Subject:
        """Read one more subject file, such as that of a legal hold, by the same keys and policy; each once."""
        ...

    def approve(self, commitment: str) -> str:
        """Approve the erasure as a second person; gives their name."""
        ...

    def begin(self, commitment: str, approve_by: str) -> Begun:
        """Put the beginning into the trail. `SettingError`: nobody else approved it, and somebody has to."""
        ...

    def own(self, tokens: Mapping[str, list[str]]) -> dict[str, bool | None]:
        """Tell which sealed values without an index are the person's, as `Erasure.own`."""
        ...

    def forget(self) -> int:
        """Let the trail forget the person; gives how many names there were of them."""
        ...

    def end(self, receipt_hash: str) -> dict[str, Any]:
        """Put the end into the trail with the receipt's hash, and sign it; gives the proof of that entry."""
        ...


def erasing(stack: ExitStack, subject: Path, request: str, by: OpeningService | Path | None) -> ByKeyring | ByService:
    """Give what vouches for an erasure until `stack` ends; `by` is the service, or the keyring's passphrase file.

    Raises:
        SettingError: a file is wrong, openers.yaml is against it, or the service can't be reached.
        KeyFileError: the keyring is missing or does not open.
    """
    reason = f"erasure request {request}"
    if isinstance(by, OpeningService):
        return ByService(remote_opener(stack, reason, by), subject, request)
    person = person_of(subject, by)
    keeper = stack.enter_context(closing(person.gatekeeper(reason)))
    permit(keeper, person.subject, request)
    return ByKeyring(person, keeper, request)


class ByKeyring:
    """An `Erasing` by the keyring of the settings, in the name of the user who runs this."""

    def __init__(self, person: Person, keeper: Gatekeeper, request: str) -> None:
        self.subject, self.policy = person.subject, person.policy
        self._person = person
        self._keeper = keeper
        self._request = request
        self._commitment = ""
        self._read: dict[Path, Subject] = {}

    def gaps(self) -> list[Gap]:
        """See `Erasing`."""
        return self._person.gaps()

    def subject_of(self, path: Path) -> Subject:
        """See `Erasing`."""
        if path not in self._read:
            subject = subject_of(path, self._person)
            permit(self._keeper, subject, self._request)
            self._read[path] = subject
        return self._read[path]

    def approve(self, commitment: str) -> str:
        """See `Erasing`."""
        self._keeper.record(APPROVED, request=self._request, subject=commitment, names=sorted(acting_user()[0]))
        return self._keeper.actor

    def begin(self, commitment: str, approve_by: str) -> Begun:
        """See `Erasing`."""
        approver: str | None = ""
        if self.policy.people.four_eyes or approve_by:
            now = datetime.fromtimestamp(time.time(), timezone.utc)
            approver = approver_of(self._person.trail, commitment, acting_user()[0], now, approve_by)
        if approver is None:
            named = f" by {approve_by}" if approve_by else ""
            raise SettingError(
                f"nobody else has approved this erasure{named} within {APPROVED_FOR.days} days: another person runs the"
                " command with --approve and the same --state"
            )
        self._commitment = commitment
        self._keeper.record(BEGUN, request=self._request, subject=commitment)
        epochs = [epoch.number for epoch in self._person.keyring.epochs if epoch.status == "active"]
        return Begun(self._keeper.actor, approver, epochs)

    def own(self, tokens: Mapping[str, list[str]]) -> dict[str, bool | None]:
        """See `Erasing`."""
        indexes = self.subject.indexes
        open_one = self._keeper.announce("erase-compare", list(tokens), indexes, request=self._request)
        return compared(open_one, tokens, self.subject.known_by_opening, self._person.scanner.normalise)

    def forget(self) -> int:
        """See `Erasing`."""
        from sealog.audit.people import AuditedPeople

        return AuditedPeople(self._person.trail).forget(self.subject.indexes)

    def end(self, receipt_hash: str) -> dict[str, Any]:
        """See `Erasing`."""
        self._keeper.record(ENDED, request=self._request, subject=self._commitment, receipt_sha256=receipt_hash)
        self._keeper.close()
        return proof_of(self._person.trail, receipt_hash, self._keeper.public_key)


class ByService:
    """An `Erasing` by an opening service, which has keys and trail; in the name that it knows the token by."""

    def __init__(self, opener: RemoteOpener, subject: Path, request: str) -> None:
        from sealog_exporters.people.remote import RemoteErasure

        self.policy, self._scanner = policy_and_scanner()
        self._service = RemoteErasure(opener, request)
        self._read: dict[Path, Subject] = {}
        self.subject = self.subject_of(subject)

    def gaps(self) -> list[Gap]:
        """See `Erasing`."""
        return gaps_of(self.subject, self._service.shut)

    def subject_of(self, path: Path) -> Subject:
        """See `Erasing`."""
        from sealog_exporters.people.subject import read_subject

        if path not in self._read:
            self._read[path] = read_subject(path, self._scanner, self._service.indexes)
        return self._read[path]

    def approve(self, commitment: str) -> str:
        """See `Erasing`."""
        return self._service.approve(commitment)

    def begin(self, commitment: str, approve_by: str) -> Begun:
        """See `Erasing`."""
        return self._service.begin(commitment, approve_by, four_eyes=self.policy.people.four_eyes)

    def own(self, tokens: Mapping[str, list[str]]) -> dict[str, bool | None]:
        """See `Erasing`."""
        return self._service.own(tokens, self.subject.indexes, self.subject.known_by_opening)

    def forget(self) -> int:
        """See `Erasing`."""
        return self._service.forget()

    def end(self, receipt_hash: str) -> dict[str, Any]:
        """See `Erasing`."""
        return self._service.end(receipt_hash)
