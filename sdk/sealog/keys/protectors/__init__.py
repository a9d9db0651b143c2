"""Protectors of a keyring's private keys, one file each. A new one needs a file, and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.keys.protectors.aws_kms import AwsKms
from sealog.keys.protectors.enveloped import Enveloped
from sealog.keys.protectors.gcp_kms import GcpKms
from sealog.keys.protectors.owner_file import OwnerFile
from sealog.keys.protectors.passphrase import Passphrase
from sealog.keys.protectors.pkcs11 import Pkcs11
from sealog.keys.protectors.transit import Transit

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import KeyService, Protector

__all__ = ["SERVICES", "Enveloped", "OwnerFile", "Passphrase", "key_service", "load_protector"]

SERVICES: dict[str, type[KeyService]] = {
    Transit.TYPE: Transit,
    AwsKms.TYPE: AwsKms,
    GcpKms.TYPE: GcpKms,
    Pkcs11.TYPE: Pkcs11,
}
"""Services and devices that hold a key, by the name that `--with` and the keyring call them."""


def load_protector(header: Fields, ask_passphrase: Callable[[], str], tenant: str) -> Protector:
    """Make the protector that a keyring's header names. `ask_passphrase` is called only where one is needed.

    Raises:
        KeyFileError: the header names none that this version knows, or its fields are wrong.
    """
    kind = header.text("type")
    if kind == OwnerFile.TYPE:
        return OwnerFile()
    if kind == Passphrase.TYPE:
        return Passphrase.from_header(header, ask_passphrase)
    service = SERVICES.get(kind)
    if service is None:
        raise header.error("type", f"one of {', '.join((OwnerFile.TYPE, Passphrase.TYPE, *SERVICES))}")
    return Enveloped(service.from_header(header, ask_passphrase), tenant, header.raw("wrapped_key"))


def key_service(spelled: str, ask_pin: Callable[[], str]) -> KeyService:
    """Give the service that `--with TYPE:NAME` names.

    Raises:
        SettingError: there is none of this type, or the name is none of its.
    """
    kind, _, name = spelled.partition(":")
    service = SERVICES.get(kind)
    if service is None:
        known = (OwnerFile.TYPE, Passphrase.TYPE, *(f"{name}:KEY" for name in SERVICES))
        raise SettingError(f"--with must be one of {', '.join(known)}")
    return service.named(name, ask_pin)
