"""A value has one blind index whichever way it is sealed; what is sealed is the spelling that was written."""

from __future__ import annotations

from typing import Any

import pytest

from sealog.crypto.spelling import parse_sealed_value
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.values.replace import Replacer
from support import keyring

SCANNER = default_scanner()
BUNDLE = keyring().bundle()
SPELLINGS = [
    "mira@quellwerk.example",
    "Mira%40Quellwerk.example",
    "mira%2540quellwerk.example",
    "mira&#64;quellwerk.example",
    r"mira\u0040quellwerk.example",
    "mira\uff20quellwerk.example",
    "mira (at) quellwerk [dot] example",
    "mira AT quellwerk DOT example",
    "mira(work)@quellwerk[.]example",
    "mi\u200bra@quell\xadwerk.example",
    "mi\x1b[1mra\x1b[0m@quellwerk.example",
]


def _index(entity: str, value: str) -> str:
    sealer = Sealer(BUNDLE)
    return sealer.seal(sealer.key(), entity, value, "$", SCANNER.index_form(entity, value))[1]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_value_in_a_text_has_its_index(spelling: str, at_once: bool) -> None:
    """Both where all values of a text are sealed at once and where each is sealed by itself."""
    sealer = Sealer(BUNDLE)
    kinds = sealer.kinds(SCANNER.forms.normaliser_of) if at_once else None
    replacer = Replacer(SCANNER, sealer, kinds=kinds)
    text = f"mail={spelling} sent"
    sealed = replacer.replace(text, SCANNER.scan(text), "$")
    assert replacer.indexes == [_index("email_address", "mira@quellwerk.example")]
    assert sealed.startswith("mail=seal1~email_address~")
    assert sealed.endswith(" sent")
    assert parse_sealed_value(sealed[5:-5]).index == replacer.indexes[0]


@pytest.mark.parametrize("spelling", SPELLINGS, ids=ascii)
@pytest.mark.parametrize("key", ["user.email", "enduser.email", "note"])
def test_a_value_under_a_key_has_its_index(spelling: str, key: str) -> None:
    sealing = Sealing(SCANNER, Sealer(BUNDLE))
    sealed: Any = sealing.value({key: spelling}, "")
    assert parse_sealed_value(sealed[key]).index == _index("email_address", "mira@quellwerk.example")
