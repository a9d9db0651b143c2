"""Checksums that makers put into their tokens.

Sources: GitHub engineering, "Behind GitHub's new authentication token formats" (the last six characters are the CRC-32
of the characters behind the prefix, in base 62); npm's granular and automation tokens are made the same way.
"""

from __future__ import annotations

import string
import zlib

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_CHECK_SIZE = 6


def has_crc32(token: str) -> bool:
    """Check a token of the form `prefix_` + random characters + six characters of check sum."""
    body = token.rpartition("_")[2]
    return base62_crc32(body[:-_CHECK_SIZE]) == body[-_CHECK_SIZE:]


def base62_crc32(body: str) -> str:
    """Give the CRC-32 (ISO 3309) of ASCII characters as six characters of base 62, zeros first."""
    rest = zlib.crc32(body.encode("ascii"))
    digits = ""
    for _ in range(_CHECK_SIZE):
        rest, digit = divmod(rest, len(_BASE62))
        digits = _BASE62[digit] + digits
    return digits
