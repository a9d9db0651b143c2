"""Signatures and comparisons refuse anything that was changed."""

from __future__ import annotations

import pytest

from sealog.crypto import primitives

KEY = primitives.new_signing_key()
PUBLIC = primitives.signing_public_key(KEY)
MESSAGE = b"an entry of the audit trail"
SIGNATURE = primitives.sign(KEY, MESSAGE)


def test_a_signature_holds_for_its_message_and_key() -> None:
    assert primitives.is_signed(PUBLIC, SIGNATURE, MESSAGE)


@pytest.mark.parametrize(
    ("public_key", "signature", "message"),
    [
        (PUBLIC, SIGNATURE, MESSAGE + b"."),
        (PUBLIC, bytes(64), MESSAGE),
        (PUBLIC, SIGNATURE[:-1], MESSAGE),
        (PUBLIC, b"", MESSAGE),
        (primitives.signing_public_key(primitives.new_signing_key()), SIGNATURE, MESSAGE),
        (b"no key", SIGNATURE, MESSAGE),
    ],
    ids=["message", "zeros", "cut", "none", "another key", "no key"],
)
def test_no_signature_holds_for_anything_else(public_key: bytes, signature: bytes, message: bytes) -> None:
    assert primitives.is_signed(public_key, signature, message) is False


@pytest.mark.parametrize(("other", "same"), [(b"abc", True), (b"abd", False), (b"ab", False)])
def test_bytes_are_equal_as_a_whole(other: bytes, same: bool) -> None:
    assert primitives.equal(b"abc", other) is same
