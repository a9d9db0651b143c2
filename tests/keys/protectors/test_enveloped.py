"""A keyring under a key service: the service is asked once, holds one key, and can't be fooled into another."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from sealog.crypto.secret import Secret
from sealog.errors import KeyFileError, SettingError
from sealog.keys import optional
from sealog.keys.files import Fields
from sealog.keys.keyring import add_epoch, load_keyring, new_keyring, save_keyring
from sealog.keys.protectors import Enveloped, load_protector
from sealog.keys.protectors.transit import Transit

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-01-01T00:00:00+00:00"


class Safe(Transit):
    """A service in this process that remembers what it was asked."""

    def __init__(self, *, gives: bytes | None = None) -> None:
        super().__init__("transit", "sealog", {})
        self.asked: list[tuple[str, str]] = []
        self.gives = gives

    def encrypt(self, key: bytes, context: str) -> bytes:
        self.asked.append(("encrypt", context))
        return b"closed " + key

    def decrypt(self, stored: bytes, context: str) -> bytes:
        self.asked.append(("decrypt", context))
        return stored.removeprefix(b"closed ") if self.gives is None else self.gives


def test_a_keyring_of_many_epochs_is_unlocked_by_one_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = new_keyring("shop", Enveloped.new(Safe(), "shop"), NOW)
    for _ in range(5):
        keyring = add_epoch(keyring, NOW)
    save_keyring(keyring, tmp_path / "keyring.json")
    safe = Safe()
    monkeypatch.setattr(Transit, "from_header", classmethod(lambda *_: safe))
    again = load_keyring(tmp_path / "keyring.json", lambda: "")
    assert safe.asked == []
    assert len(again.private_keys()) == len(again.index_keys()) == 6
    assert safe.asked == [("decrypt", "sealog/v1/keyring shop")]


def test_keys_cant_be_swapped_and_changes_show() -> None:
    made = Enveloped.new(Safe(), "shop")
    stored = made.wrap(Secret(bytes(32)), "epoch 1 private key")
    assert made.unwrap(stored, "epoch 1 private key").reveal() == bytes(32)
    changed = stored[:-1] + bytes([stored[-1] ^ 1])
    for wrong, label in ((stored, "epoch 2 private key"), (changed, "epoch 1 private key"), (b"", "x")):
        with pytest.raises(KeyFileError, match="does not open"):
            made.unwrap(wrong, label)


@pytest.mark.parametrize("gives", [b"", bytes(31), bytes(32)])
def test_a_service_that_does_not_open_what_it_closed_gets_no_keyring(gives: bytes) -> None:
    with pytest.raises(KeyFileError, match="does not open what it closed"):
        Enveloped.new(Safe(gives=gives), "shop")


def test_a_key_of_another_size_is_refused() -> None:
    with pytest.raises(KeyFileError, match="something else than a key of 32 bytes"):
        Enveloped(Safe(gives=bytes(16)), "shop", b"closed").unwrap(bytes(60), "x")


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ({"type": "tpm"}, "type must be one of"),
        ({"type": "transit", "mount": "a", "key": "b"}, "wrapped_key must be"),
        ({"type": "transit", "mount": "a", "key": "../../sys/raw", "wrapped_key": "AAAA"}, "names of the transit"),
        ({"type": "transit", "mount": "a?b", "key": "c", "wrapped_key": "AAAA"}, "names of the transit"),
        ({"type": "transit", "mount": "a", "key": "b", "wrapped_key": base64.b64encode(bytes(9000)).decode()}, "8192"),
        ({"type": "aws-kms", "key": "https://elsewhere", "wrapped_key": "AAAA"}, "the ARN of a KMS key"),
        ({"type": "gcp-kms", "key": "projects/x", "wrapped_key": "AAAA"}, "resource name"),
        ({"type": "pkcs11", "uri": "pkcs11:module-path=/tmp/evil.so", "wrapped_key": "AAAA"}, "RFC 7512"),
    ],
)
def test_a_header_that_names_no_key_is_refused(tmp_path: Path, header: dict[str, Any], complaint: str) -> None:
    with pytest.raises(KeyFileError, match=complaint):
        load_protector(Fields(tmp_path / "keyring.json", header, "protector"), lambda: "", "shop")


def test_a_header_holds_no_address_and_no_credentials() -> None:
    header = Enveloped.new(Safe(), "shop").header()
    assert set(header) == {"type", "mount", "key", "wrapped_key"}
    assert "closed" not in json.dumps(header)


def test_a_package_that_is_missing_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(optional, "import_module", missing)
    with pytest.raises(SettingError, match=r"needs the package requests: pip install 'sealog\[kms\]'"):
        Transit("transit", "sealog", {"BAO_TOKEN": "x"}).encrypt(bytes(32), "x")


@pytest.mark.parametrize(
    ("environ", "complaint"),
    [
        ({}, "there is no token"),
        ({"BAO_TOKEN": "x", "BAO_ADDR": "http://bao.example:8200"}, "BAO_ADDR or VAULT_ADDR must be a URL"),
        ({"VAULT_TOKEN": "x", "VAULT_ADDR": "ftp://127.0.0.1"}, "BAO_ADDR or VAULT_ADDR must be a URL"),
        ({"VAULT_TOKEN": "x", "VAULT_ADDR": "https://[::1"}, "must be a URL"),
    ],
)
def test_a_token_goes_nowhere_without_tls(
    environ: dict[str, str], complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(SettingError, match=complaint):
        Transit("transit", "sealog", environ).encrypt(bytes(32), "x")
