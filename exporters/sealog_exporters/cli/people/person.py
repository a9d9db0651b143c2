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

    from sealog.crypto.index_service import IndexService
    from sealog.detect.engine.scanner import Scanner
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.keys.keyring import Keyring
    from sealog.policy.policy import Policy
    from sealog_exporters.people.report import Gap
    from sealog_exporters.people.subject import Subject


@dataclass(frozen=True)
class Person:
    """A person, and what tells their values from those of others."""

    subject: Subject
    keyring: Keyring
    policy: Policy
    scanner: Scanner
    trail: Path
    index_service: IndexService | None = None

    def gatekeeper(self, reason: str, look_up: Callable[[str], Iterable[str]] = lambda _: ()) -> Gatekeeper:
        """Make the gatekeeper that opens for this reason, in the name of the user who runs this."""
        from sealog.gatekeeper.opener import OPENERS_NAME, gatekeeper_of

        return gatekeeper_of(self.keyring, self.trail.with_name(OPENERS_NAME), self.trail, reason, look_up)

    def gaps(self) -> list[Gap]:
        """Say what no store can be searched for: values without an index, and epochs that open nothing."""
        from sealog_exporters.people.report import Gap

        without = {one.entity: one.why_not for one in self.subject.identifiers if one.why_not}
        gaps = [Gap(entity, why) for entity, why in without.items()]
        gaps += [
            Gap(f"epoch {epoch.number}", "it is disabled, so what was sealed to it is not searched")
            for epoch in self.keyring.epochs
            if epoch.status != "active"
        ]
        gaps += [
            Gap(f"epoch {stone.number}", "it was destroyed: what was sealed to it can't be read or found by anybody")
            for stone in self.keyring.destroyed
        ]
        return gaps


def person_of(subject: Path, passphrase_file: Path | None) -> Person:
    """Read a subject file by the keyring and policy of the settings.

    Raises:
        SettingError: a file is wrong; names it, and line and key in it.
        KeyFileError: the keyring is missing or does not open.
    """
    from sealog.keys.keyring import load_keyring
    from sealog.policy.loader import load_policy
    from sealog.policy.policy import Policy
    from sealog.policy.scanner import build_scanner
    from sealog_exporters.people.subject import read_subject

    settings = load_settings()
    policy = Policy() if settings.policy is None else load_policy(settings.policy)
    scanner = build_scanner(policy)
    keyring = load_keyring(settings.keyring, passphrase_asker(passphrase_file or settings.passphrase_file))
    service = index_service(keyring.tenant, passphrase_file)
    read = read_subject(subject, scanner, keyring, service)
    return Person(read, keyring, policy, scanner, audit_path(), service)


def subject_of(path: Path, person: Person) -> Subject:
    """Read one more subject file by the same keyring and policy.

    Raises:
        SettingError: it is wrong; names the file, line and key.
    """
    from sealog_exporters.people.subject import read_subject

    return read_subject(path, person.scanner, person.keyring, person.index_service)
