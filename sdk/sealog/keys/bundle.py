"""The bundle: the public keys and the index key with which an application seals. Format: docs/spec/keys.md."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.crypto.data_key import recipient_id
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import MAX_RECIPIENTS
from sealog.errors import KeyFileError
from sealog.keys.files import b64, read_json, write_json
from sealog.keys.index_service import read_index_service
from sealog.keys.path import as_path
from sealog.pattern import pattern

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.index_service import IndexServiceKey
    from sealog.keys.path import FilePath

_RECORD_IDS = b"sealog/v1/gateway-uid"

_SIGNED = b"sealog/v1/bundle\0"
_SIGNED_WITH = b"sealog/v1/bundle-with-index-service\0"

TENANT = pattern(r"[a-z0-9][a-z0-9_.-]{0,62}")


@dataclass(frozen=True)
class Bundle:
    """The public half of a keyring: what an application seals with. `load_bundle` makes it.

    `tenant` is whose data it is. `epoch` counts the keyring's generations of keys from 1, and `created` (ISO 8601) is
    when this one was made. `recipients` are X25519 public keys of 32 bytes. `index_key` lets its holder test guesses
    against blind indexes, so a bundle is for applications, not for the public. `record_id_key` comes from an earlier
    epoch and stays at a rotation; None: it is derived from `index_key` (see `record_id_key_of`). `signer` is the
    Ed25519 public key of the keyring that signed it, 32 bytes, and None in one that nobody signed. `index_service` is
    whom tags of guessable values are sealed to; None: such values have no index.
    """

    tenant: str
    epoch: int
    created: str
    recipients: tuple[bytes, ...]
    index_key: Secret
    record_id_key: Secret | None = None
    signer: bytes | None = None
    signature: bytes = b""
    index_service: IndexServiceKey | None = None


def fingerprint(signer: bytes) -> str:
    """Spell the fingerprint of a keyring: that of the Ed25519 public key which signs its bundles. It never changes."""
    return f"SHA256:{b64(primitives.sha256(b'sealog/v1/fingerprint' + bytes(1) + signer)).rstrip('=')}"


def sign_bundle(bundle: Bundle, signing_key: Secret) -> Bundle:
    """Give the bundle with the signature of its keyring."""
    signer = primitives.signing_public_key(signing_key)
    return replace(bundle, signer=signer, signature=primitives.sign(signing_key, _signed(bundle)))


def _signed(bundle: Bundle) -> bytes:
    """Give the bytes that are signed. Only `created`, the last part, may hold a null byte."""
    record_id_key = bundle.record_id_key or record_id_key_of(bundle.index_key)
    service = bundle.index_service
    label = _SIGNED if service is None else _SIGNED_WITH + str(service.epoch).encode() + b"\0" + service.public_key
    head = label + f"{bundle.tenant}\0{bundle.epoch}\0".encode()
    keys = (bundle.index_key.reveal(), record_id_key.reveal(), bytes([len(bundle.recipients)]), *bundle.recipients)
    return head + b"".join(keys) + bundle.created.encode("utf-8", "backslashreplace")


def record_id_key_of(index_key: Secret) -> Secret:
    """Derive the key of ids that a gateway gives to records without one."""
    return Secret(primitives.expand(index_key, _RECORD_IDS, primitives.KEY_SIZE))


def load_bundle(path: FilePath, *, signer: str | None = None) -> Bundle:
    """Read a bundle. `signer` is the `fingerprint` of the keyring that it must come from, if that is known.

    Raises:
        KeyFileError: it is missing, wrong, or another keyring's; the message names file and field.
        ArgumentError: `path` is no path.
    """
    file = as_path(path)
    fields = read_json(file, "sealog_bundle", "`sealog init` makes one, or set SEALOG_BUNDLE")
    tenant = fields.text("tenant")
    if not TENANT.fullmatch(tenant):
        raise fields.error("tenant", "lower-case letters, digits, `.`, `_`, `-`")
    recipients = fields.objects("recipients")
    if len(recipients) > MAX_RECIPIENTS:
        raise fields.error("recipients", f"at most {MAX_RECIPIENTS} recipients")
    for recipient in recipients:
        public_key = recipient.raw("public_key", 32)
        if recipient.raw("id") != recipient_id(public_key):
            raise recipient.error("id", "the id of its public_key")
        if not primitives.is_recipient_key(public_key):
            raise recipient.error("public_key", "an X25519 public key that values can be sealed to")
    bundle = Bundle(
        tenant=tenant,
        epoch=fields.integer("epoch"),
        created=fields.text("created"),
        recipients=tuple(recipient.raw("public_key", 32) for recipient in recipients),
        index_key=Secret(fields.raw("index_key", 32)),
        record_id_key=Secret(fields.raw("record_id_key", 32)) if fields.has("record_id_key") else None,
        signer=fields.raw("signer", primitives.KEY_SIZE) if fields.has("signer") else None,
        signature=fields.raw("signature", primitives.SIGNATURE_SIZE) if fields.has("signer") else b"",
        index_service=read_index_service(fields.object("index_service")) if fields.has("index_service") else None,
    )
    if bundle.signer and not primitives.is_signed(bundle.signer, bundle.signature, _signed(bundle)):
        raise fields.error("signature", "the signature of `signer` over this bundle; the file was changed")
    if signer is not None and (bundle.signer is None or fingerprint(bundle.signer) != signer):
        whose = fingerprint(bundle.signer) if bundle.signer else "nobody, as bundles of earlier versions"
        raise KeyFileError(f"{file} is signed by {whose}; SEALOG_BUNDLE_SIGNER wants {signer}")
    return bundle


def save_bundle(bundle: Bundle, path: Path, *, replace: bool = True) -> None:
    """Write a bundle, readable by its owner and group. Without `replace` one that is there stays.

    Raises:
        KeyFileError: it can't be written, or is there.
    """
    value: dict[str, Any] = {
        "sealog_bundle": 1,
        "tenant": bundle.tenant,
        "epoch": bundle.epoch,
        "created": bundle.created,
        "recipients": [{"id": b64(recipient_id(key)), "public_key": b64(key)} for key in bundle.recipients],
        "index_key": b64(bundle.index_key.reveal()),
    }
    if bundle.record_id_key is not None:
        value["record_id_key"] = b64(bundle.record_id_key.reveal())
    if bundle.signer is not None:
        value |= {"signer": b64(bundle.signer), "signature": b64(bundle.signature)}
    if bundle.index_service is not None:
        value["index_service"] = bundle.index_service.to_json()
    write_json(path, value, mode=0o640, replace=replace)
