"""What both commands need of a person: the keyring of the settings, the policy, and the subject by both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.cli.opening import audit_path, index_service
from sealog.cli.terminal import passphrase_asker
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sealog.crypto.value_indexes import ValueIndexes
    from sealog.detect.engine.scanner import Scanner
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.keys.keyring import Keyring
    from sealog.policy.policy import Policy
    from sealog_exporters.people.report import Gap
    from sealog_exporters.people.subject import Subject

_WHY_SHUT = {
    "disabled": "it is disabled, so what was sealed to it is not searched",
    "destroyed": "it was destroyed: what was sealed to it can't be read or found by anybody",
}


@dataclass(frozen=True)
class Person:
    """A person, and what tells their values from those of others."""

    subject: Subject
    keyring: Keyring
    policy: Policy
    scanner: Scanner
    trail: Path
    indexes_of: ValueIndexes

    def gatekeeper(self, reason: str, look_up: Callable[[str], Iterable[str]] = lambda _: ()) -> Gatekeeper:
        """Make the gatekeeper that opens for this reason, in the name of the user who runs this."""
        from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of

        return gatekeeper_of(self.keyring, self.trail.with_name(OPENERS_NAME), self.trail, reason, look_up)

    def gaps(self) -> list[Gap]:
        """Say what no store can be searched for: values without an index, and epochs that open nothing."""
        return gaps_of(self.subject, self.keyring.shut)


def person_of(subject: Path, passphrase_file: Path | None) -> Person:
    """Read a subject file by the keyring and policy of the settings.

    Raises:
        SettingError: a file is wrong; names it, and line and key in it.
        KeyFileError: the keyring is missing or does not open.
    """
    from sealog.crypto.value_indexes import ValueIndexes
    from sealog.keys.keyring import load_keyring
    from sealog_exporters.people.subject import read_subject

    settings = load_settings()
    policy, scanner = policy_and_scanner()
    keyring = load_keyring(settings.keyring, passphrase_asker(passphrase_file or settings.passphrase_file))
    service = index_service(keyring.tenant, passphrase_file)
    indexes_of = ValueIndexes(keyring.index_keys(), keyring.tenant, service)
    read = read_subject(subject, scanner, lambda values: [indexes_of(*one) for one in values])
    return Person(read, keyring, policy, scanner, audit_path(), indexes_of)


def subject_of(path: Path, person: Person) -> Subject:
    """Read one more subject file by the same keyring and policy.

    Raises:
        SettingError: it is wrong; names the file, line and key.
    """
    from sealog_exporters.people.subject import read_subject

    return read_subject(path, person.scanner, lambda values: [person.indexes_of(*one) for one in values])


def permit(keeper: Gatekeeper, subject: Subject, request: str) -> None:
    """Put it into the trail that a person is looked for, where there is an openers.yaml, and that allows it.

    Each identifier counts as a value that is opened.

    Raises:
        SettingError: openers.yaml is against it; the trail has the refusal.
        AuditError: the trail can't be read or written.
    """
    if facts := keeper.permit_searches([one.entity for one in subject.identifiers]):
        keeper.record("find-person", request=request, **facts)


def policy_and_scanner() -> tuple[Policy, Scanner]:
    """Read the policy of the settings, and make the scanner that knows which values have an index.

    Raises:
        SettingError: the policy is wrong.
    """
    from sealog.policy.loader import load_policy
    from sealog.policy.policy import Policy
    from sealog.policy.scanner import build_scanner

    path = load_settings().policy
    policy = Policy() if path is None else load_policy(path)
    return policy, build_scanner(policy)


def gaps_of(subject: Subject, shut: Iterable[tuple[int, str]]) -> list[Gap]:
    """Say what no store can be searched for: values without an index, and epochs that open nothing."""
    from sealog_exporters.people.report import Gap

    without = {one.entity: one.why_not for one in subject.identifiers if one.why_not}
    return [Gap(entity, why) for entity, why in without.items()] + [
        Gap(f"epoch {number}", _WHY_SHUT[status]) for number, status in shut
    ]
