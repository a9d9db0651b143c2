"""A keyring of the opening service, unwrapped once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.crypto.value_indexes import ValueIndexes
from sealog.gatekeeper.opener import indexes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog.crypto.index_service import IndexService
    from sealog.crypto.secret import Secret
    from sealog.keys.keyring import Keyring
    from sealog.keys.origin import Origin

__all__ = ["Unlocked", "unlocked"]


@dataclass(frozen=True, repr=False)
class Unlocked:
    """A keyring whose keys are unwrapped once, and not at each request."""

    tenant: str
    _private_keys: Mapping[bytes, Secret]
    _signing_key: Secret
    _origins: tuple[Origin, ...]
    indexes: Callable[[str, str], list[str]] | None
    value_indexes: ValueIndexes
    shut: list[tuple[int, str]]
    epochs: list[int]

    def private_keys(self) -> Mapping[bytes, Secret]:
        """See `Keyring`."""
        return self._private_keys

    def signing_key(self) -> Secret:
        """See `Keyring`."""
        return self._signing_key

    def genuine_origins(self) -> tuple[Origin, ...]:
        """See `Keyring`."""
        return self._origins


def unlocked(keyring: Keyring, index_service: IndexService | None = None) -> Unlocked:
    """Unwrap a keyring; the index service's is read beside it.

    Raises:
        KeyFileError: it does not open.
    """
    return Unlocked(
        keyring.tenant,
        keyring.private_keys(),
        keyring.signing_key(),
        keyring.genuine_origins(),
        indexes_of(keyring),
        ValueIndexes(keyring.index_keys(), keyring.tenant, index_service),
        keyring.shut,
        [epoch.number for epoch in keyring.epochs if epoch.status == "active"],
    )
