"""Index tags: what a blind index under the index service's key is made of, sealed to that service.

The format, and what each party can compute, is in docs/spec/index-service.md.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.data_key import recipient_id
from sealog.crypto.secret import Secret, Unportable
from sealog.crypto.spelling import from_letters, letters
from sealog.errors import FormatError, OpenError
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["TAGS", "TAG_MARK", "InnerIndex", "TagKey", "open_tag", "open_tag_key"]

TAGS = pattern(r"tag1~[a-p]{88}|tagkey1~[a-p]{168}", re.ASCII)
"""The spelling of what stands in `sealog.index_tag`."""

MOST_TAGS = 256
"""The most elements of `sealog.index_tag` in a record; values beyond are sealed without an index."""

INNER_SIZE = 16
TAG_MARK = "tag1~"
"""What every tag begins with, and no tag's key."""

_TAG, _KEY = TAG_MARK, "tagkey1~"
_ID_SIZE = 4


class InnerIndex(Unportable):
    """A function (entity, normalised value) → 16 bytes: HMAC under the bundle's index key. Threads may share it."""

    def __init__(self, index_key: Secret, tenant: str, epoch: int) -> None:
        @lru_cache(maxsize=256)
        def mac_of(entity: str) -> Callable[[bytes], bytes]:
            info = b"\0".join((b"sealog/v1/index-inner", tenant.encode(), str(epoch).encode(), entity.encode()))
            return primitives.mac_under(primitives.expand(index_key, info, primitives.KEY_SIZE))

        self._mac_of = mac_of

    def __call__(self, entity: str, normalised: str) -> bytes:
        """Give what the index service makes one index of."""
        return self._mac_of(entity)(normalised.encode("utf-8", "surrogatepass"))[:INNER_SIZE]


class TagKey(Unportable):
    """Seals tags for ten minutes, as the data key that it is derived from. Threads may share it.

    `text` is the key sealed to the service, as a record carries it beside its tags.
    """

    def __init__(self, dek: Secret, tenant: str, service: bytes, wrap: Callable[[Secret], bytes]) -> None:
        key = Secret(primitives.expand(dek, b"sealog/v1/index-tag\0" + tenant.encode(), primitives.KEY_SIZE))
        self._seal = primitives.ValueCipher(key.reveal()).seal
        self.text = _KEY + letters(recipient_id(service) + wrap(key))

    def tag(self, inner: bytes, nonce: bytes) -> str:
        """Seal one value's inner index. `nonce` is 12 random bytes."""
        return _TAG + letters(nonce + self._seal(nonce, inner, b""))


def tag_key_info(tenant: str) -> bytes:
    """HPKE's `info` for sealing a tag key."""
    return b"sealog/v1/index-tag-key\0" + tenant.encode()


def service_id(tag_key: str) -> bytes:
    """Give the id of the service's public key that a tag key (`tagkey1~…`) is sealed to.

    Raises:
        FormatError: it is no tag key.
    """
    return _body(tag_key, _KEY)[:_ID_SIZE]


def open_tag_key(tag_key: str, private_key: Secret, tenant: str) -> primitives.ValueCipher:
    """Open a tag key.

    Raises:
        FormatError: it is no tag key.
        OpenError: `not_authentic`.
    """
    key = primitives.unwrap(_body(tag_key, _KEY)[_ID_SIZE:], private_key, tag_key_info(tenant))
    if len(key.reveal()) != primitives.KEY_SIZE:
        raise OpenError("not_authentic", "what was sealed is no key")
    return primitives.ValueCipher(key.reveal())


def open_tag(tag: str, key: primitives.ValueCipher) -> bytes:
    """Give the inner index in a tag (`tag1~…`).

    Raises:
        FormatError: it is no tag.
        OpenError: `not_authentic`: this is not its key, or it was changed.
    """
    body = _body(tag, _TAG)
    return key.open(body[: primitives.NONCE_SIZE], body[primitives.NONCE_SIZE :], b"")


def is_tag_key(text: str) -> bool:
    """Tell whether an element of `sealog.index_tag` is a key, and not a tag."""
    return text.startswith(_KEY)


def _body(text: str, head: str) -> bytes:
    if not TAGS.fullmatch(text) or not text.startswith(head):
        raise FormatError("bad_spelling", "not an index tag, or not its key")
    return from_letters(text[len(head) :])
