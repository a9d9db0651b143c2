"""Blind indexes are spelled as RFC 4648 says."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from sealog.crypto.blind_index import base32


@given(st.binary(min_size=8, max_size=8))
def test_base32_is_the_librarys_in_lower_case_without_padding(raw: bytes) -> None:
    assert base32(raw) == base64.b32encode(raw).decode().rstrip("=").lower()
