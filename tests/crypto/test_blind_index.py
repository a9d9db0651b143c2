"""Blind indexes are spelled as RFC 4648 says, and made as RFC 2104 says."""

from __future__ import annotations

import base64
import hmac

from hypothesis import given
from hypothesis import strategies as st

from sealog.crypto.blind_index import base32
from sealog.crypto.primitives import mac_under


@given(st.binary(min_size=8, max_size=8))
def test_base32_is_the_librarys_in_lower_case_without_padding(raw: bytes) -> None:
    assert base32(raw) == base64.b32encode(raw).decode().rstrip("=").lower()


@given(st.binary(min_size=32, max_size=32), st.lists(st.binary(max_size=100), max_size=3))
def test_a_mac_is_the_standard_librarys_however_many_came_before(key: bytes, messages: list[bytes]) -> None:
    mac = mac_under(key)
    assert [mac(message) for message in messages] == [hmac.digest(key, message, "sha256") for message in messages]
