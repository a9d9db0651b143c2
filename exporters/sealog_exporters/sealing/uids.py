"""Record ids for records without one: the same for the same request, so that a retry makes no second record.

The stream is an HMAC of the request's bytes under a key of the bundle, the number is the record's place in the request.
So every replica of a gateway gives the same ids, without any state. A rotation changes the bundle and not this key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from sealog.crypto.blind_index import base32
from sealog.crypto.secret import Unportable
from sealog.keys.bundle import record_id_key_of

if TYPE_CHECKING:
    from sealog.keys.bundle import Bundle

__all__ = ["RequestIds"]


class RequestIds(Unportable):
    """Names the stream of a request's ids. Without a bundle its key lasts as long as the process."""

    def __init__(self, bundle: Bundle | None) -> None:
        self._key = _key_of(bundle)

    def stream(self, request: bytes) -> str:
        """Give the 13 base32 characters for all records of a request, given as it was sent after decompression."""
        return base32(hmac.digest(self._key, request, hashlib.sha256)[:8])


def _key_of(bundle: Bundle | None) -> bytes:
    if bundle is None:
        return os.urandom(32)
    return (bundle.record_id_key or record_id_key_of(bundle.index_key)).reveal()
