"""What answers an access request: the keyring of this machine, or an opening service, so that none is here."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.cli.opening import OpeningService, remote_opener
from sealog_exporters.cli.people.person import gaps_of, permit, person_of, policy_and_scanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import ExitStack
    from pathlib import Path

    from sealog.crypto.value_indexes import Forms
    from sealog.detect.engine.scanner import Scanner
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.gatekeeper.remote import RemoteOpener
    from sealog.policy.policy import Policy
    from sealog_exporters.cli.people.person import Person
    from sealog_exporters.people.remote import Known
    from sealog_exporters.people.report import Gap, OpenOne
    from sealog_exporters.people.subject import Subject

    LookUp = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Answering:
    """A person, what is known of them before any store is read, and what opens their values.

    `announce` takes sealed values with their sealed data keys, and how many records hold them; it puts the opening of
    these values into the audit trail, and gives the function that opens each.
    """

    subject: Subject
    policy: Policy
    scanner: Scanner
    gaps: list[Gap]
    openings: list[dict[str, Any]]
    announce: Callable[[Mapping[str, list[str]], int], OpenOne]


def answering(
    stack: ExitStack,
    subject: Path,
    request: str,
    reason: str,
    by: OpeningService | Path | None,
    look_up: LookUp,
) -> Answering:
    """Answer a request until `stack` ends: by an opening service, or by the keyring of the settings.

    `by` is the service, or the keyring's passphrase file. `look_up` is as a gatekeeper has it.

    Raises:
        SettingError: a file is wrong, openers.yaml is against it, or the service can't be reached.
        KeyFileError: the keyring is missing or does not open.
        AuditError: the audit trail can't be read.
    """
    if isinstance(by, OpeningService):
        return _by_service(subject, request, remote_opener(stack, reason, by, look_up))
    person = person_of(subject, by)
    keeper = stack.enter_context(closing(person.gatekeeper(reason, look_up)))
    permit(keeper, person.subject, request)
    return _by_keyring(person, keeper, request)


def _by_keyring(person: Person, keeper: Gatekeeper, request: str) -> Answering:
    from sealog.audit.openings import openings_of

    indexes = person.subject.indexes

    def announce(tokens: Mapping[str, list[str]], records: int) -> OpenOne:
        return keeper.announce("access", list(tokens), indexes, request=request, records=records)

    openings = list(openings_of(indexes, person.trail))
    return Answering(person.subject, person.policy, person.scanner, person.gaps(), openings, announce)


def _by_service(subject: Path, request: str, opener: RemoteOpener) -> Answering:
    from sealog_exporters.people.remote import known_by, opened_by
    from sealog_exporters.people.subject import read_subject

    policy, scanner = policy_and_scanner()
    known: list[Known] = []

    def indexes_of(values: Sequence[Forms]) -> list[list[str]]:
        known.append(known_by(opener, request, values))
        return known[0].indexes

    person = read_subject(subject, scanner, indexes_of)
    return Answering(
        person,
        policy,
        scanner,
        gaps_of(person, known[0].shut),
        known[0].openings,
        lambda tokens, _: opened_by(opener, request, tokens, person.indexes),
    )
