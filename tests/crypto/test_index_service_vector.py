"""The worked example of docs/spec/index-service.md, computed by the standard library and by sealog."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from pathlib import Path

from sealog.crypto.index_service import IndexService
from sealog.crypto.secret import Secret
from sealog.crypto.value_indexes import ValueIndexes

SPEC = Path(__file__).parents[2] / "docs/spec/index-service.md"
INDEX_KEY, SERVICE_KEY, PRIVATE_KEY = bytes(range(64, 96)), bytes(range(128, 160)), bytes(range(32))
VALUE = "+4930901820"


def expand(key: bytes, info: bytes) -> bytes:
    """HKDF-Expand (RFC 5869) to 32 bytes, its first block."""
    return hmac.new(key, info + b"\x01", hashlib.sha256).digest()


def mac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def test_the_formulas_of_the_page_give_its_example() -> None:
    written = dict(re.findall(r"^(inner|index) +([0-9a-z]+)$", SPEC.read_text("utf-8"), re.MULTILINE))
    inner = mac(expand(INDEX_KEY, b"sealog/v1/index-inner\0default\x001\0phone_number"), VALUE.encode())[:16]
    outer = mac(expand(SERVICE_KEY, b"sealog/v1/index-outer\0default\x001"), inner)[:8]
    index = base64.b32encode(outer).decode().lower().rstrip("=")
    assert written == {"inner": inner.hex(), "index": index}
    service = IndexService("default", {1: (Secret(PRIVATE_KEY), Secret(SERVICE_KEY))})
    found = ValueIndexes({1: Secret(INDEX_KEY)}, "default", service)
    assert found("phone_number", None, VALUE) == [index]
