"""Opening through the public door: a reason, the audit trail, a passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sealog
from sealog.keys.keyring import new_keyring, save_keyring
from sealog.keys.protectors import Passphrase

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "mail ada@example.com, card 4111 1111 1111 1111"


@pytest.mark.usefixtures("config")
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_opener_needs_a_reason(reason: str) -> None:
    with pytest.raises(sealog.SettingError, match="reason"):
        sealog.Opener(reason)


def test_openings_are_audited_and_signed(config: Path) -> None:
    with sealog.Opener("ticket 1", audit_trail=config / "other.jsonl") as opener:
        opener.open_text(sealog.seal_text("mail ada@example.com"))
    trail = (config / "other.jsonl").read_text()
    assert '"reason": "ticket 1"' in trail
    assert '"action": "checkpoint"' in trail.splitlines()[-1]
    assert "ada@" not in trail
    assert not (config / "audit.jsonl").exists()


def test_nothing_is_opened_where_the_audit_trail_cant_be_written(config: Path) -> None:
    sealed = sealog.seal_text(TEXT)
    opener = sealog.Opener("ticket 1", audit_trail=config)
    with pytest.raises(sealog.AuditError):
        opener.open_text(sealed)


def test_an_opener_opens_a_value_with_the_key_beside_it(config: Path) -> None:
    sealer = sealog.Sealer(sealog.load_bundle(config / "bundle.json"))
    key = sealer.key()
    token, _ = sealer.seal(key, "email_address", "ada@example.com", "$", None)
    with sealog.Opener("ticket 1") as opener:
        assert opener.open_text(token).unopened == 1
        assert opener.open_text(token, [key.text]).text == "ada@example.com"
        assert opener.open_text(f"{token} {key.text}").text.startswith("ada@example.com ")


@pytest.mark.parametrize("given", ["argument", "function", "file"])
def test_a_passphrase_comes_from_the_caller_or_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    keys = new_keyring("default", Passphrase(_PASSPHRASE, bytes(16), n=2), "2026-01-01T00:00:00+00:00")
    save_keyring(keys, tmp_path / "keyring.json")
    (tmp_path / "pass").write_text(f"{_PASSPHRASE}\n")
    if given == "file":
        monkeypatch.setenv("SEALOG_PASSPHRASE_FILE", str(tmp_path / "pass"))
    passphrase = {"argument": _PASSPHRASE, "function": lambda: _PASSPHRASE, "file": None}[given]
    opener = sealog.Opener("a test", keyring=str(tmp_path / "keyring.json"), passphrase=passphrase)
    assert opener.open_text(sealog.seal_text(TEXT, bundle=keys.bundle())).text == TEXT
    assert _PASSPHRASE not in repr(vars(opener))


_PASSPHRASE = "correct horse"


def test_a_keyring_with_a_passphrase_says_what_is_missing(tmp_path: Path) -> None:
    keys = new_keyring("default", Passphrase(_PASSPHRASE, bytes(16), n=2), "2026-01-01T00:00:00+00:00")
    save_keyring(keys, tmp_path / "keyring.json")
    with pytest.raises(sealog.KeyFileError, match="SEALOG_PASSPHRASE_FILE"):
        sealog.Opener("a test", keyring=tmp_path / "keyring.json")
    with pytest.raises(sealog.KeyFileError, match="wrong passphrase"):
        sealog.Opener("a test", keyring=tmp_path / "keyring.json", passphrase="another")
