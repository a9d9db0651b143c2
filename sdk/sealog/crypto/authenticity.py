"""Distinguishes genuine sealed values from text that only looks like one.

A process accepts a sealed value that its own current data key authenticates. It accepts one under another key if that
key is known: this process used it before, the record has it in `sealog.key`, or the value carries it and it is sealed
to a recipient of this process's bundle. docs/decisions/013-believed-tokens.md says what that leaves open.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from weakref import WeakValueDictionary

from sealog.crypto.spelling import parse_sealed_key, parse_sealed_value
from sealog.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sealog.crypto.data_key import DataKey
    from sealog.crypto.spelling import SealedKey, SealedValue

_MOST = 4096
"""How many ids of earlier data keys, and of recipients, are remembered: four weeks of a busy process."""

_LONGEST = 4096
"""The most characters of a sealed value that is accepted without a proof, so that a forged one can't be longer."""


class KeyInUse(Protocol):
    """A data key that a sealer uses."""

    data_key: DataKey
    sealed: SealedKey


class KnownKeys:
    """The data keys that sealers of this process use, and the ids of those that they used.

    It holds no key longer than its sealer does. Threads may share it; a fork inherits it.
    """

    def __init__(self) -> None:
        self._in_use: WeakValueDictionary[bytes, KeyInUse] = WeakValueDictionary()
        self._ids: dict[bytes, None] = {}
        self._recipients: dict[bytes, None] = {}

    def add(self, key: KeyInUse) -> None:
        """Note a data key that a sealer begins to use."""
        self._in_use[key.data_key.id] = key
        self._remember_id(key.data_key.id)
        for recipient, _ in key.sealed.recipients:
            _remember(self._recipients, recipient)

    def in_use(self, key_id: bytes) -> KeyInUse | None:
        """Give the key of this id, as long as a sealer uses it."""
        return self._in_use.get(key_id)

    def ids_in_use(self) -> list[bytes]:
        """Give the ids of the keys that sealers use."""
        keys = [reference() for reference in self._in_use.valuerefs()]
        return [key.data_key.id for key in keys if key is not None]

    def was_used(self, key_id: bytes) -> bool:
        """Tell whether a sealer of this process has used a key of this id."""
        return key_id in self._ids

    def _remember_id(self, key_id: bytes) -> None:
        _remember(self._ids, key_id)

    def shares_recipient(self, key: SealedKey) -> bool:
        """Tell whether a data key is sealed to a recipient that sealers here know; without any sealer, it counts."""
        return not self._recipients or any(recipient in self._recipients for recipient, _ in key.recipients)


KNOWN_KEYS = KnownKeys()


class _Brought(threading.local):
    ids: frozenset[bytes] = frozenset()


_brought = _Brought()


def ids_in_use() -> list[bytes]:
    """Give the ids of the data keys that this process seals with."""
    return KNOWN_KEYS.ids_in_use()


@contextmanager
def brought(sealed_keys: Iterable[str]) -> Iterator[None]:
    """Accept sealed values under these data keys (`key1~…`) in this thread until the block ends."""
    before = _brought.ids
    _brought.ids = frozenset(_ids(sealed_keys))
    try:
        yield
    finally:
        _brought.ids = before


def is_proven(sealed: SealedValue) -> bool:
    """Tell whether a data key in use here authenticates a sealed value."""
    key = KNOWN_KEYS.in_use(sealed.key_id)
    return key is not None and sealed.key in {None, key.sealed} and key.data_key.has_sealed(sealed)


def is_believed(token: str, entities: Container[str]) -> bool:
    """Tell whether a text is a sealed value that this process accepts (see the top of this file).

    `entities` are those that a value may have without a proof.
    """
    try:
        sealed = parse_sealed_value(token)
    except FormatError:
        return False
    return is_proven(sealed) or is_vouched_for(sealed, len(token), entities)


def is_vouched_for(sealed: SealedValue, length: int, entities: Container[str]) -> bool:
    """Tell whether the data key of a sealed value of `length` characters is known, though it can't be used here."""
    if KNOWN_KEYS.in_use(sealed.key_id) is not None or length > _LONGEST or sealed.entity not in entities:
        return False
    if sealed.key is not None:
        return KNOWN_KEYS.shares_recipient(sealed.key)
    return KNOWN_KEYS.was_used(sealed.key_id) or sealed.key_id in _brought.ids


def _ids(sealed_keys: Iterable[str]) -> Iterator[bytes]:
    for text in sealed_keys:
        try:
            yield parse_sealed_key(text).id
        except FormatError:
            continue


def _remember(names: dict[bytes, None], name: bytes) -> None:
    if len(names) >= _MOST and name not in names:
        names.pop(next(iter(names)), None)
    names[name] = None
