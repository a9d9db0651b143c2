"""Opens data keys with a keyring, each once, and tells which application made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from sealog.crypto.data_key import DataKey, open_data_key
from sealog.crypto.origin import is_made_by
from sealog.errors import OpenError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog.crypto.secret import Secret
    from sealog.crypto.spelling import SealedKey, SealedValue
    from sealog.keys.origin import Origin

__all__ = ["DataKeys", "Keys"]


class Keys(Protocol):
    """What a gatekeeper needs of a keyring; see `Keyring`."""

    @property
    def tenant(self) -> str:
        """Whose values it opens."""
        ...

    def private_keys(self) -> Mapping[bytes, Secret]:
        """Give the private keys that open, by recipient id."""
        ...

    def signing_key(self) -> Secret:
        """Give the key that signs the audit trail."""
        ...

    def genuine_origins(self) -> tuple[Origin, ...]:
        """Give the applications that sign what they seal."""
        ...


_MOST_KNOWN = 1 << 16


_Known: TypeAlias = "tuple[DataKey, str | None]"
"""A data key, and the application that signed it."""


class DataKeys:
    """The data keys of one run, opened with one keyring; for one thread. It remembers 65,536 of them.

    Raises:
        KeyFileError: the keyring does not open.
    """

    def __init__(self, keyring: Keys) -> None:
        self._tenant = keyring.tenant
        self._private_keys = keyring.private_keys()
        self._origins = keyring.genuine_origins()
        self._known: dict[SealedKey, _Known | OpenError] = {}

    @property
    def knows_origins(self) -> bool:
        """Whether the keyring knows applications that sign what they seal."""
        return bool(self._origins)

    def open(self, sealed: SealedValue, candidates: Iterable[SealedKey]) -> tuple[str, str, str | None]:
        """Give value and path of a sealed value, and the application that signed its data key, if the keyring knows it.

        Raises:
            OpenError: none of the data keys opens it.
        """
        failure = OpenError("unknown_key", "no sealed data key was found for this value")
        for candidate in candidates:
            try:
                key, origin = self._data_key(candidate)
                return (*key.open(sealed), origin)
            except OpenError as error:
                failure = error
        raise failure

    def _data_key(self, sealed: SealedKey) -> _Known:
        known = self._known.get(sealed)
        if known is None:
            try:
                known = open_data_key(sealed, self._private_keys, self._tenant), self._origin_of(sealed)
            except OpenError as error:
                known = error
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[sealed] = known
        if isinstance(known, OpenError):
            raise known
        return known

    def _origin_of(self, sealed: SealedKey) -> str | None:
        for origin in self._origins:
            if is_made_by(origin.public_key, sealed, self._tenant):
                return origin.name
        return None
