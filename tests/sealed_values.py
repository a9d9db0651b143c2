"""Sealed values for tests: made under a data key that a sealer of this process uses, or under a foreign one."""

from __future__ import annotations

from functools import cache

from sealog.crypto.data_key import DataKey
from sealog.crypto.secret import Secret
from sealog.keys.sealer import Sealer
from support import keyring

FOREIGN = DataKey(Secret(b"f" * 32), "default")


@cache
def sealer() -> Sealer:
    """A sealer whose data key lasts as long as the tests do."""
    return Sealer(keyring().bundle(), clock=lambda: 0.0)


def own(value: str = "alice@example.com", entity: str = "email_address") -> str:
    """A sealed value that this process can prove."""
    return sealer().seal(sealer().key(), entity, value, "$", None)[0]


def foreign(value: str = "alice@example.com", entity: str = "email_address") -> str:
    """A well-formed sealed value under a data key that nobody here knows."""
    return FOREIGN.token(entity, "0", value, "$", bytes(12))
