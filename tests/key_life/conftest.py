"""A keyring, its bundle and its audit trail in a folder, as `sealog init` leaves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from sealog.audit.trail import AUDIT_NAME, AuditTrail
from sealog.audit.verify import verify
from sealog.key_life.key_files import KeyFiles
from sealog.key_life.origins import add_origin
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.keyring import Keyring, load_keyring, new_keyring, save_keyring
from sealog.keys.protectors import Passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.audit.verify import Verdict
    from sealog.keys.bundle import Bundle

WORD = "correct horse"
START = datetime(2026, 1, 1, tzinfo=timezone.utc)


@dataclass
class Site:
    """One tenant's files, and how often the passphrase was asked for."""

    folder: Path
    word: str = WORD
    now: datetime = START
    asked: list[str] = field(default_factory=list)

    def files(self, after: timedelta = timedelta(0)) -> KeyFiles:
        def ask() -> str:
            self.asked.append("passphrase")
            return self.word

        return KeyFiles(self.folder / "keyring.json", self.folder / "bundle.json", ask, "tester", self.now + after)

    def keyring(self) -> Keyring:
        return load_keyring(self.folder / "keyring.json", lambda: WORD)

    def bundle(self) -> Bundle:
        return load_bundle(self.folder / "bundle.json")

    def verdict(self) -> Verdict:
        key = self.keyring().audit_public_key
        assert key is not None
        return verify(self.folder / AUDIT_NAME, key)

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


def made_site(folder: Path, tenant: str = "shop") -> Site:
    folder.mkdir(mode=0o700, exist_ok=True)
    made = START.isoformat(timespec="seconds")
    keyring = new_keyring(tenant, Passphrase(WORD, bytes(16), n=2), made)
    save_keyring(keyring, folder / "keyring.json")
    save_bundle(keyring.bundle(), folder / "bundle.json")
    AuditTrail(folder / AUDIT_NAME).checkpoint(keyring.signing_key(), made)
    return Site(folder)


def signing_site(folder: Path) -> Site:
    """Make the files of tenant shop, whose application `web` signs: its key is `web.json`."""
    made = made_site(folder)
    add_origin(made.files(), "web", made.folder / "web.json")
    return made


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return made_site(tmp_path / "keys")
