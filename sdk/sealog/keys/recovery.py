"""The part of a keyring that recovery recipients open: all its keys in one age file.

Recipients are age's own (`age1…`) and SSH keys (`ssh-ed25519 …`, `ssh-rsa …`), see https://age-encryption.org/v1; their
private keys are kept offline. No bundle contains them, so they cost a log record nothing, and they can't open a
destroyed epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.errors import KeyFileError, SettingError
from sealog.keys.files import b64
from sealog.keys.optional import optional

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.keys.files import Fields

MOST_RECIPIENTS = 16
_SSH = ("ssh-ed25519 ", "ssh-rsa ")


@dataclass(frozen=True)
class Recovery:
    """The recipients who can recover a keyring, and its keys encrypted to them. `signature` protects the list."""

    recipients: tuple[str, ...]
    encrypted: bytes
    signature: bytes

    def to_json(self) -> dict[str, Any]:
        """Give what the keyring file holds of it."""
        return {
            "recipients": list(self.recipients),
            "keys": b64(self.encrypted),
            "signature": b64(self.signature),
        }


def read_recovery(keyring: Fields) -> Recovery | None:
    """Read what a keyring's file has of it.

    Raises:
        KeyFileError: a field is missing or wrong.
    """
    if not keyring.has("recovery"):
        return None
    fields = keyring.object("recovery")
    return Recovery(fields.texts("recipients", MOST_RECIPIENTS), fields.raw("keys"), fields.raw("signature", 64))


def signed_recipients(tenant: str, recipients: Sequence[str]) -> bytes:
    """Give what the audit key signs: the tenant and its recipients in their order."""
    return b"\0".join((b"sealog/v1/recovery", tenant.encode(), *(one.encode() for one in recipients)))


def checked_recipient(text: str) -> str:
    """Return a recipient in its one spelling: an SSH key without its comment.

    Raises:
        SettingError: it is none.
    """
    spelled = " ".join(text.split()[:2]) if text.lstrip().startswith(_SSH) else text.strip()
    _recipient(spelled)
    return spelled


def encrypt(content: bytes, recipients: Sequence[str]) -> bytes:
    """Encrypt to each recipient, as an age file.

    Raises:
        SettingError: one of them is none, or the package is missing.
    """
    encrypted: bytes = _pyrage().encrypt(content, [_recipient(one) for one in recipients])
    return encrypted


def decrypt(encrypted: bytes, identity: bytes) -> bytes:
    """Decrypt with the content of an identity file: lines `AGE-SECRET-KEY-1…`, or an SSH private key in PEM.

    Raises:
        SettingError: it is no identity, or the package is missing.
        KeyFileError: the identity is none of the recipients'.
    """
    pyrage = _pyrage()
    try:
        content: bytes = pyrage.decrypt(encrypted, _identities(identity))
    except pyrage.DecryptError:
        raise KeyFileError("this identity is not one of the keyring's recovery recipients") from None
    return content


def _identities(content: bytes) -> list[Any]:
    pyrage = _pyrage()
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(content)]
        lines = [line.strip() for line in content.decode("ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, ValueError):
        found = []
    if not found:
        raise SettingError("the identity file holds no age identity (AGE-SECRET-KEY-1…) and no SSH private key")
    return found


def _recipient(text: str) -> Any:
    pyrage = _pyrage()
    kind = pyrage.ssh if text.startswith(_SSH) else pyrage.x25519
    try:
        return kind.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise SettingError(
            "a recipient is an age public key (age1…), or an SSH one (ssh-ed25519 …, ssh-rsa …)"
        ) from None


def _pyrage() -> Any:
    return optional("pyrage", "age", "a recovery recipient")
