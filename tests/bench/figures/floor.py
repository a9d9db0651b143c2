"""Floor: µs of the processor alone in the caller, against the calls of libraries that one in Python can't do without.

The calls stand in a loop with nothing of ours around them: no decision, no record, no error caught. What CPython, RE2
and OpenSSL take for them is the floor below any processor of these parts; the compiled half may be below it.
"""

from __future__ import annotations

import binascii
import os
import re
from itertools import count
from typing import TYPE_CHECKING

import re2
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from measure import Figure, compare, microseconds
from opentelemetry._logs import LogRecord
from opentelemetry.sdk._logs import ReadWriteLogRecord
from unseen import Unseen

from sealog.crypto.primitives import mac_under
from sealog.detect.engine.keyword_search import build_words
from sealog.detect.engine.shape_set import build_gate
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.regex import _first_in
from sealog.detect.rules import KEYWORD_RULES, RULES
from support import keyring, processor

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 2000

_SHAPES = {rule.entity: rule.shape for rule in RULES}
_FRAME = bytes(32)
_ASSOCIATED = b"seal1~email_address~abcdefghijklm~default~abcd"


def figures() -> list[Figure]:
    """Measure a clean line, and one with an e-mail and an IPv4 address."""
    first = processor(keyring())
    seeds = count(11_000)
    found = []
    kinds: tuple[tuple[str, Callable[[Unseen], str], Callable[[str], None]], ...] = (
        ("clean", Unseen.clean, clean_line()),
        ("two_findings", Unseen.with_two_findings, line_with_two()),
    )
    for name, make, native in kinds:

        def ours(make: Callable[[Unseen], str] = make) -> tuple[Callable[[], object], int]:
            unseen = Unseen(next(seeds))
            records = [ReadWriteLogRecord(LogRecord(body=make(unseen))) for _ in range(LINES)]
            return lambda: [first.on_emit(record) for record in records], LINES

        def floor(
            make: Callable[[Unseen], str] = make, native: Callable[[str], None] = native
        ) -> tuple[Callable[[], object], int]:
            unseen = Unseen(next(seeds))
            lines = [make(unseen) for _ in range(LINES)]
            return lambda: [native(line) for line in lines], LINES

        taken = microseconds({"ours": ours, "floor": floor})
        what = f"the processor alone, {name.replace('_', ' ')}"
        found.append(
            compare(
                f"processor_{name}",
                "µs",
                taken["ours"],
                taken["floor"],
                "RE2, Aho-Corasick and OpenSSL called from Python alone",
                what,
            )
        )
    return found


def clean_line() -> Callable[[str], None]:
    """Give the native calls for a clean line: its words and its shapes."""
    words = build_words(Vocabulary(RULES, KEYWORD_RULES).words, "re2")
    gate = build_gate([rule.gate for rule in RULES], "re2")

    def native(line: str) -> None:
        data = line.encode()
        words(data)
        gate(data)

    return native


def line_with_two() -> Callable[[str], None]:
    """Give those for a line with two values: also their exact shapes, one index, two ciphertexts and their spelling."""
    clean = clean_line()
    address = re.compile(_SHAPES["email_address"], re.ASCII).search
    host = _first_in(re2.compile(_SHAPES["ip_address"]))
    seal, mac = AESGCMSIV(os.urandom(32)).encrypt, mac_under(os.urandom(32))

    def native(line: str) -> None:
        clean(line)
        data = line.encode()
        address(line, line.index("@") - 10)
        host(data, 0, len(data))
        mac(data[:24])
        for _ in range(2):
            nonce = os.urandom(12)
            binascii.b2a_base64(nonce + seal(nonce, _FRAME, _ASSOCIATED)).decode()

    return native
