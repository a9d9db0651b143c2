"""The files of one tenant that change together: keyring, bundle and audit trail."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timezone
from typing import TYPE_CHECKING, Any

from sealog.audit.trail import AUDIT_NAME, AuditTrail
from sealog.errors import KeyFileError
from sealog.key_life.recovery import refreshed
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.epochs import all_epochs
from sealog.keys.folder_lock import locked
from sealog.keys.index_service import INDEX_SERVICE_NAME, IndexServiceKey, load_index_service, save_index_service
from sealog.keys.keyring import load_keyring, load_keyring_header, save_keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sealog.keys.bundle import Bundle
    from sealog.keys.keyring import Keyring, KeyringHeader


@dataclass(frozen=True)
class KeyFiles:
    """Where a keyring and its bundle lie, and who changes them when: `actor` and `now` go into the audit trail."""

    keyring: Path
    bundle: Path
    ask_passphrase: Callable[[], str]
    actor: str
    now: datetime

    @property
    def time(self) -> str:
        """The moment of the change, RFC 3339 in UTC to the second."""
        return self.now.astimezone(timezone.utc).isoformat(timespec="seconds")

    def header(self) -> KeyringHeader:
        """Read what the keyring tells without being unlocked.

        Raises:
            KeyFileError: it is missing or wrong.
        """
        return load_keyring_header(self.keyring)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let no other process change the keyring meanwhile.

        Raises:
            KeyFileError: its folder is missing.
        """
        with locked(self.keyring.resolve().parent):
            yield

    def unlocked(self) -> Keyring:
        """Read the keyring and make sure that it opens: nothing is wrapped under a passphrase that was mistyped.

        Raises:
            KeyFileError: it is missing or wrong, or does not open.
        """
        keyring = load_keyring(self.keyring, self.ask_passphrase, purpose=None)
        keyring.signing_key()
        return keyring

    def commit(self, keyring: Keyring, *entries: dict[str, Any]) -> None:
        """Write entries to the audit trail, sync them, and then put the keyring in place, whole.

        Recovery recipients get its present keys.

        Raises:
            KeyFileError: it can't be written, or its list of recovery recipients was changed by somebody else.
            SettingError: what encrypts to its recovery recipients is missing.
            AuditError: the audit trail can't be written. In each case the keyring was not changed.
        """
        keyring = refreshed(keyring)
        self.record(*entries)
        save_keyring(keyring, self.keyring)

    def record(self, *entries: dict[str, Any]) -> None:
        """Write entries to the audit trail and sync them.

        Raises:
            AuditError: they can't be written.
        """
        self._trail().append([{"time": self.time, **entry, "actor": self.actor} for entry in entries])

    def present_bundle(self, header: KeyringHeader | Keyring) -> Bundle | None:
        """Read the bundle that is there; None where there is none, or one that can't be read.

        Raises:
            KeyFileError: it is the bundle of another keyring, which is not to be overwritten.
        """
        try:
            bundle = load_bundle(self.bundle)
        except KeyFileError:
            return None
        ours = {one.public_key for one in all_epochs(header.epochs, header.destroyed)}
        if bundle.tenant != header.tenant or not ours.intersection(bundle.recipients):
            raise KeyFileError(
                f"{self.bundle} is the bundle of another keyring than {self.keyring}; nothing was changed"
                " (--bundle names this keyring's)"
            )
        return bundle

    def write_bundle(self, keyring: Keyring) -> None:
        """Put the current epoch's bundle in place, whole, and read it as an application would.

        An index service has its public file instead.

        Raises:
            KeyFileError: it can't be written, or applications would refuse it.
        """
        if keyring.purpose == "index":
            current = keyring.current()
            key = IndexServiceKey(current.number, current.public_key)
            save_index_service(keyring.tenant, key, self.public_file)
            return
        save_bundle(keyring.bundle(), self.bundle)
        load_bundle(self.bundle)

    def is_stale(self, header: KeyringHeader) -> bool:
        """Tell whether the bundle, or an index service's public file, is missing, damaged, or of an earlier epoch.

        A bundle that this keyring did not sign is stale, too.

        Raises:
            KeyFileError: it is another keyring's.
        """
        if not header.epochs:
            return False
        current = header.epochs[-1].public_key
        if header.purpose == "index":
            try:
                return load_index_service(self.public_file)[1].public_key != current
            except KeyFileError:
                return True
        bundle = self.present_bundle(header)
        signer = header.audit_public_key
        return bundle is None or bundle.recipients != (current,) or (signer is not None and bundle.signer != signer)

    @property
    def public_file(self) -> Path:
        """The file that an index service's keyring has in a bundle's place."""
        return self.keyring.with_name(INDEX_SERVICE_NAME)

    def remove_bundle(self, header: KeyringHeader) -> None:
        """Remove this keyring's bundle: a process without one masks, so it seals nothing that can't be opened.

        Raises:
            KeyFileError: it is another keyring's, or can't be removed.
        """
        if self.present_bundle(header) is not None:
            try:
                self.bundle.unlink(missing_ok=True)
            except OSError as error:
                raise KeyFileError(f"{self.bundle} can't be removed: {error.strerror}") from error

    def sign(self, keyring: Keyring) -> None:
        """Sign the audit trail.

        Raises:
            AuditError: it can't be written.
        """
        self._trail().checkpoint(keyring.signing_key(), self.time)

    def _trail(self) -> AuditTrail:
        return AuditTrail(self.keyring.with_name(AUDIT_NAME))
