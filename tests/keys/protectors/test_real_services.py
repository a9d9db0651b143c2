"""Real key services: a keyring moves under each and opens again, or names what is wrong."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from key_life.conftest import WORD, made_site
from key_life.test_rotate import opens, sealed_with
from keys.protectors.key_services import PIN, ask, local_kms, openbao, softhsm
from sealog.errors import KeyFileError
from sealog.key_life.protect import protect
from sealog.key_life.rotate import rotate
from sealog.keys.keyring import load_keyring
from sealog.keys.protectors import Enveloped, Passphrase, key_service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from key_life.conftest import Site

aws = pytest.importorskip("botocore.session")
pkcs11 = pytest.importorskip("pkcs11")

pytestmark = pytest.mark.process


@pytest.fixture(params=["transit", "aws-kms", "pkcs11"])
def service(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of a key in a real service that runs, as `--with` has it."""

    def set_up(environ: Mapping[str, str]) -> None:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)

    if request.param == "transit":
        with openbao(tmp_path) as environ:
            set_up(environ)
            yield "transit:sealog"
    elif request.param == "aws-kms":
        with local_kms(tmp_path) as environ:
            set_up(environ)
            yield f"aws-kms:{new_kms_key()}"
    else:
        set_up(softhsm(tmp_path))
        yield "pkcs11:token=sealog;object=keyring"


def new_kms_key() -> str:
    client = aws.get_session().create_client("kms")
    return str(client.create_key()["KeyMetadata"]["KeyId"])


def moved(site: Site, service: str) -> None:
    protect(site.files(), lambda tenant: Enveloped.new(key_service(service, lambda: PIN), tenant))
    site.word = PIN


def test_a_keyring_moves_under_a_service_and_everything_still_opens(service: str, tmp_path: Path) -> None:
    site = made_site(tmp_path / "keys")
    before = sealed_with(site)
    moved(site, service)
    value = json.loads((site.folder / "keyring.json").read_text())
    assert value["protector"]["type"] == service.partition(":")[0]
    site.keyring = lambda: load_keyring(site.folder / "keyring.json", lambda: PIN)  # type: ignore[method-assign]  # the PIN from now on
    assert opens(site, *before)
    rotate(site.files())
    assert opens(site, *before)
    assert opens(site, *sealed_with(site))
    assert site.verdict().wrong is None
    protect(site.files(), lambda _: Passphrase(WORD, bytes(16), n=2))
    assert len(load_keyring(site.folder / "keyring.json", lambda: WORD).private_keys()) == 2


def test_what_a_service_closed_opens_for_this_tenant_alone(service: str) -> None:
    held = key_service(service, lambda: PIN)
    stored = held.encrypt(bytes(32), "sealog/v1/keyring shop")
    assert held.decrypt(stored, "sealog/v1/keyring shop") == bytes(32)
    with pytest.raises(KeyFileError):
        held.decrypt(stored, "sealog/v1/keyring bank")
    with pytest.raises(KeyFileError):
        held.decrypt(stored[:-4] + (b"BBBB" if stored.endswith(b"AAAA") else b"AAAA"), "sealog/v1/keyring shop")


def test_a_service_that_is_away_or_refuses_is_named_and_sealing_never_asks_it(
    service: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = made_site(tmp_path / "keys")
    moved(site, service)
    kind = service.partition(":")[0]
    away = {"transit": "BAO_ADDR", "aws-kms": "AWS_ENDPOINT_URL_KMS"}
    if kind in away:
        monkeypatch.setenv(away[kind], "http://127.0.0.1:9")
    else:
        site.word = "0000"
    sealed_with(site)  # needs the bundle alone
    with pytest.raises(KeyFileError, match="nothing opens until it can, and nothing is lost"):
        load_keyring(site.folder / "keyring.json", lambda: site.word).private_keys()


def test_a_key_of_the_wrong_kind_or_name_is_refused_before_anything_changes(service: str, tmp_path: Path) -> None:
    site = made_site(tmp_path / "keys")
    before = site.bytes()
    kind = service.partition(":")[0]
    missing = {"transit": "transit:none/none", "aws-kms": "aws-kms:alias/none", "pkcs11": "pkcs11:token=none;object=k"}
    with pytest.raises(KeyFileError):
        moved(site, missing[kind])
    assert site.bytes() == before


def test_a_token_keeps_its_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in softhsm(tmp_path).items():
        monkeypatch.setenv(name, value)
    key_service("pkcs11:token=sealog;object=keyring", lambda: PIN).encrypt(bytes(32), "x")
    with pkcs11.lib(os.environ["PKCS11_MODULE"]).get_token(token_label="sealog").open(user_pin=PIN) as session:
        key = session.get_key(label="keyring")
        assert not key[pkcs11.Attribute.EXTRACTABLE]
        assert key[pkcs11.Attribute.SENSITIVE]
        with pytest.raises(pkcs11.PKCS11Error):
            key[pkcs11.Attribute.VALUE]


def test_a_transit_key_that_was_rotated_or_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = made_site(tmp_path / "keys")
    with openbao(tmp_path) as environ:
        for name, value in environ.items():
            monkeypatch.setenv(name, value)
        moved(site, "transit:sealog")
        ask(environ, "POST", "transit/keys/sealog/rotate", b"{}")
        ring = site.folder / "keyring.json"
        assert load_keyring(ring, lambda: "").private_keys()
        moved(site, "transit:sealog")  # the way to its newest version
        ask(environ, "POST", "transit/keys/sealog/config", b'{"min_decryption_version": 2}')
        assert load_keyring(ring, lambda: "").private_keys()
        monkeypatch.setenv("BAO_TOKEN", "another")
        with pytest.raises(KeyFileError, match="answers 403"):
            load_keyring(ring, lambda: "").private_keys()
