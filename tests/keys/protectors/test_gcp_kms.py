"""Google Cloud KMS against a server that answers as its REST reference says, with CRC-32C.

https://cloud.google.com/kms/docs/reference/rest/v1/projects.locations.keyRings.cryptoKeys/encrypt
"""

from __future__ import annotations

import base64
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import google_crc32c
import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sealog.errors import KeyFileError, SettingError
from sealog.keys.protectors import Enveloped, key_service
from sealog.keys.protectors.gcp_kms import GcpKms
from serving import answering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAME = "projects/shop/locations/europe-west3/keyRings/sealog/cryptoKeys/keyring"
ENDPOINT = "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS"
KEY = AESGCM(bytes(range(32)))


def crc(value: bytes) -> str:
    return str(google_crc32c.value(value))


def encrypt(body: dict[str, str]) -> tuple[int, dict[str, Any]]:
    plaintext, bound = (base64.b64decode(body[name]) for name in ("plaintext", "additionalAuthenticatedData"))
    assert body["plaintextCrc32c"] == crc(plaintext)
    assert body["additionalAuthenticatedDataCrc32c"] == crc(bound)
    nonce = os.urandom(12)
    sealed = nonce + KEY.encrypt(nonce, plaintext, bound)
    return 200, {
        "name": f"{NAME}/cryptoKeyVersions/1",
        "ciphertext": base64.b64encode(sealed).decode(),
        "ciphertextCrc32c": crc(sealed),
        "verifiedPlaintextCrc32c": True,
        "verifiedAdditionalAuthenticatedDataCrc32c": True,
        "protectionLevel": "HSM",
    }


def decrypt(body: dict[str, str]) -> tuple[int, dict[str, Any]]:
    sealed, bound = (base64.b64decode(body[name]) for name in ("ciphertext", "additionalAuthenticatedData"))
    try:
        plaintext = KEY.decrypt(sealed[:12], sealed[12:], bound)
    except InvalidTag:
        return 400, {"error": {"code": 400, "message": "Decryption failed: the ciphertext is invalid."}}
    return 200, {"plaintext": base64.b64encode(plaintext).decode(), "plaintextCrc32c": crc(plaintext)}


@contextmanager
def kms(change: Callable[[str, dict[str, Any]], Any] = lambda _, answer: answer) -> Iterator[GcpKms]:
    """A server that speaks their wire; `change` gets the action and the answer before it is sent."""

    def reply(path: str, body: bytes) -> tuple[int, bytes]:
        name, _, action = path.removeprefix("/v1/").partition(":")
        assert name == NAME
        status, answer = {"encrypt": encrypt, "decrypt": decrypt}[action](json.loads(body))
        return status, json.dumps(change(action, answer)).encode()

    with answering(reply) as url:
        yield GcpKms(NAME, {ENDPOINT: url})


def test_a_key_goes_there_and_back_for_its_tenant_alone() -> None:
    with kms() as service:
        made = Enveloped.new(service, "shop")
        assert made.header()["key"] == NAME
        stored = service.encrypt(bytes(32), "sealog/v1/keyring shop")
        assert service.decrypt(stored, "sealog/v1/keyring shop") == bytes(32)
        with pytest.raises(KeyFileError, match=r"answers 400: Decryption failed: the ciphertext is invalid\."):
            service.decrypt(stored, "sealog/v1/keyring bank")


@pytest.mark.parametrize(
    ("action", "change"),
    [
        ("encrypt", {"verifiedPlaintextCrc32c": False}),
        ("encrypt", {"verifiedAdditionalAuthenticatedDataCrc32c": None}),
        ("encrypt", {"ciphertextCrc32c": "1"}),
        ("encrypt", {"ciphertext": 5}),
        ("decrypt", {"plaintextCrc32c": "1"}),
        ("decrypt", {"plaintext": "AAAA"}),
        ("decrypt", {"plaintext": None}),
    ],
)
def test_what_was_damaged_on_its_way_is_not_used(action: str, change: dict[str, Any]) -> None:
    def damaged(asked: str, answer: dict[str, Any]) -> dict[str, Any]:
        return answer | change if asked == action else answer

    with kms(damaged) as service, pytest.raises(KeyFileError, match="CRC-32C"):
        Enveloped.new(service, "shop")


@pytest.mark.parametrize("answer", [[], "x", None, {"error": "x" * 5000}])
def test_an_answer_of_another_kind_is_told_in_a_line(answer: Any) -> None:
    with kms(lambda *_: answer) as service, pytest.raises(KeyFileError) as caught:
        service.decrypt(bytes(60), "x")
    assert len(str(caught.value)) < 500


def test_a_service_that_is_away_is_named() -> None:
    service = GcpKms(NAME, {ENDPOINT: "http://127.0.0.1:9"})
    with pytest.raises(KeyFileError, match=r"can't be reached .*nothing is lost"):
        service.decrypt(bytes(60), "x")


def test_a_key_goes_nowhere_without_tls() -> None:
    with pytest.raises(SettingError, match=ENDPOINT):
        GcpKms(NAME, {ENDPOINT: "http://kms.example"}).decrypt(bytes(60), "x")


@pytest.mark.parametrize(
    "name",
    [
        "gcp-kms:",
        "gcp-kms:keyring",
        f"gcp-kms:{NAME}/cryptoKeyVersions/1",
        "gcp-kms:projects/../locations/x/keyRings/r/cryptoKeys/k?x",
        "aws-kms:",
        "aws-kms:a b",
        "transit:",
        "transit:a/../b",
        "pkcs11:keyring",
        "tpm:x",
        "",
    ],
)
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(SettingError, match="--with"):
        key_service(name, lambda: "")
