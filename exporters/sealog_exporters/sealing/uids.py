"""Record ids for records that bring none: the same for the same request, so that a retry is no second record.

The stream is an HMAC of the request's bytes under a key of the bundle, the number is the record's place in the request.
So every replica of a gateway gives the same ids, without any state.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.blind_index import base32

if TYPE_CHECKING:
    from sealog.keys.bundle import Bundle

__all__ = ["RequestIds"]

_INFO = b"sealog/v1/gateway-uid"


class RequestIds:
    """Names the stream of a request's ids. Without a bundle its key lasts as long as the process."""

    def __init__(self, bundle: Bundle | None) -> None:
        self._key = os.urandom(32) if bundle is None else primitives.expand(bundle.index_key, _INFO, 32)

    def stream(self, request: bytes) -> str:
        """Give the 13 base32 characters for all records of a request, given as it was sent after decompression."""
        return base32(hmac.digest(self._key, request, hashlib.sha256)[:8])
