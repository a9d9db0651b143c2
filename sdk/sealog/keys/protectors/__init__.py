"""What protects the private keys in a keyring: one file a protector. Adding one is adding a file and a line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.keys.protectors.owner_file import OwnerFile
from sealog.keys.protectors.passphrase import Passphrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import Protector

__all__ = ["OwnerFile", "Passphrase", "load_protector"]


def load_protector(header: Fields, ask_passphrase: Callable[[], str]) -> Protector:
    """Make the protector that a keyring's header names. `ask_passphrase` is called only where one is needed.

    Raises:
        KeyFileError: the header names none that this version knows.
    """
    kind = header.text("type")
    if kind == OwnerFile.TYPE:
        return OwnerFile()
    if kind == Passphrase.TYPE:
        return Passphrase.from_header(header, ask_passphrase)
    raise header.error("type", f"{OwnerFile.TYPE} or {Passphrase.TYPE}")
