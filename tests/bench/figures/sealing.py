"""Sealing: µs an e-mail from value to token with blind index, against AES-GCM with base64 alone."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from measure import Figure, compare, microseconds

from sealog.keys.sealer import Sealer
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable

VALUES = 5000


def figures() -> list[Figure]:
    """Measure one value."""
    sealer = Sealer(keyring().bundle())
    cipher = AESGCM(os.urandom(32))
    values = [f"customer{number}@example.com" for number in range(VALUES)]

    def seal() -> None:
        key = sealer.key()
        for value in values:
            sealer.seal(key, "email_address", value, "$", value)

    def encrypt() -> None:
        for value in values:
            nonce = os.urandom(12)
            base64.urlsafe_b64encode(nonce + cipher.encrypt(nonce, value.encode(), None)).decode()

    def prepared(work: Callable[[], None]) -> Callable[[], tuple[Callable[[], object], int]]:
        return lambda: (work, VALUES)

    taken = microseconds({"ours": prepared(seal), "theirs": prepared(encrypt)})
    against = "AES-256-GCM and base64 alone: no index, no padding, no commitment"
    return [compare("seal_value", "µs", taken["ours"], taken["theirs"], against, "one e-mail sealed and indexed")]
