"""The index service: makes blind indexes of tags, under a key that applications don't have. It opens no value.

docs/spec/index-service.md defines it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.crypto import primitives
from sealog.crypto.blind_index import base32
from sealog.crypto.data_key import recipient_id
from sealog.crypto.index_tag import is_tag_key, open_tag, open_tag_key, service_id
from sealog.crypto.secret import Secret, Unportable
from sealog.errors import FormatError, OpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog.crypto.primitives import ValueCipher

__all__ = ["IndexService", "Turned", "with_indexes"]

_MOST_KEYS = 4
"""Tag keys of one record that are tried: one a process that sealed it. Each unknown one costs an X25519 exchange."""

_REMEMBERED = 4096
"""Tag keys that are remembered, opened or not: those of as many processes in ten minutes."""

_MOST = 4096
"""Elements of one record that are looked at."""


class Turned(NamedTuple):
    """The blind indexes that were made of a record's tags, each once, and the `left` elements, which may stay.

    `left` are tags to an epoch that this service does not have, with their keys. `refused` counts tags that are
    forged or damaged; they are to be removed.
    """

    indexes: list[str]
    left: list[str]
    refused: int


class IndexService(Unportable):
    """Makes blind indexes of tags. Safe from any thread.

    `epochs` has, by number, the X25519 private key and the index key of each active epoch.
    """

    def __init__(self, tenant: str, epochs: Mapping[int, tuple[Secret, Secret]]) -> None:
        self.tenant = tenant
        self._outer: dict[int, Callable[[bytes], bytes]] = {}
        self._epochs: dict[bytes, tuple[Secret, Callable[[bytes], bytes]]] = {}
        for number, (private_key, index_key) in sorted(epochs.items()):
            info = b"\0".join((b"sealog/v1/index-outer", tenant.encode(), str(number).encode()))
            mac = primitives.mac_under(primitives.expand(index_key, info, primitives.KEY_SIZE))
            self._outer[number] = mac
            self._epochs[recipient_id(primitives.recipient_public_key(private_key))] = private_key, mac

        @lru_cache(maxsize=_REMEMBERED)
        def opened(tag_key: str) -> tuple[ValueCipher, Callable[[bytes], bytes]] | None:
            private_key, mac = self._epochs[service_id(tag_key)]
            try:
                return open_tag_key(tag_key, private_key, tenant), mac
            except (OpenError, ValueError):  # ValueError: a public key of small order
                return None

        self._opened = opened

    def indexes(self, inner: bytes) -> list[str]:
        """Give the index that every epoch makes of an inner index (`InnerIndex`), newest first."""
        return [base32(mac(inner)[:8]) for _, mac in sorted(self._outer.items(), reverse=True)]

    def turn(self, given: Any) -> Turned:
        """Make blind indexes of what a record has in `sealog.index_tag`, a text or a list. It may be anything."""
        given = given if isinstance(given, (list, tuple)) else [given]
        texts = [text for text in given if isinstance(text, str)]
        refused = len(given) - min(len(texts), _MOST)
        keys: list[tuple[ValueCipher, Callable[[bytes], bytes]] | None] = []
        foreign: list[str] = []
        tags: list[str] = []
        for text in texts[:_MOST]:
            try:
                if not is_tag_key(text):
                    tags.append(text)
                elif service_id(text) not in self._epochs:
                    foreign.append(text)
                elif len(keys) < _MOST_KEYS:
                    keys.append(self._opened(text))
            except FormatError:
                refused += 1
        usable = [key for key in dict.fromkeys(keys) if key is not None]
        indexes: dict[str, None] = {}
        left: list[str] = []
        for tag in tags:
            try:
                index = _index(tag, usable)
            except FormatError:
                refused += 1
                continue
            if index is not None:
                indexes[index] = None
            elif foreign:
                left.append(tag)
            else:
                refused += 1
        return Turned(list(indexes), [*foreign, *left] if left else [], refused)


def with_indexes(present: Any, indexes: Sequence[str]) -> list[str]:
    """Give what a record has in `sealog.index`, nothing, a text or a list, with more indexes, each once."""
    had = [present] if isinstance(present, str) else present or ()
    return [*had, *(index for index in indexes if index not in had)]


def _index(tag: str, keys: Sequence[tuple[ValueCipher, Callable[[bytes], bytes]]]) -> str | None:
    """Give the blind index of a tag, by whichever key is its own; None if none is.

    Raises:
        FormatError: it is no tag.
    """
    for key, mac in keys:
        try:
            return base32(mac(open_tag(tag, key))[:8])
        except OpenError:
            continue
    return None
