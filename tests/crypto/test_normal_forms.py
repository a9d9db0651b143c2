"""One value has one blind index, however it is written: tests/vectors/normalisation/ and docs/spec/sealed-value.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.secret import Secret
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules.contact import email_address

SCANNER = default_scanner()
VECTORS: dict[str, Any] = json.loads(
    Path(__file__).parents[1].joinpath("vectors", "normalisation", "normal-forms.json").read_text(encoding="utf-8")
)
INDEX = blind_indexer(Secret(bytes.fromhex(VECTORS["index_key"])), VECTORS["tenant"], VECTORS["epoch"])


@pytest.mark.parametrize("vector", VECTORS["values"], ids=lambda vector: ascii(vector["spelling"]))
def test_a_spelling_has_its_normal_form_and_index(vector: dict[str, str]) -> None:
    assert SCANNER.normalise(vector["entity"], vector["spelling"]) == vector["normal_form"]
    assert INDEX(vector["entity"], vector["normal_form"]) == vector["index"]


def test_every_indexed_entity_has_vectors() -> None:
    indexed = {entity for entity in SCANNER.entities if SCANNER.indexed(entity)}
    assert {vector["entity"] for vector in VECTORS["values"]} == indexed


def test_the_spellings_of_one_value_have_one_index() -> None:
    assert (
        len({vector["index"] for vector in VECTORS["values"]})
        == len({v["normal_form"] for v in VECTORS["values"]})
        == 7
    )


@pytest.mark.parametrize("vector", VECTORS["values"], ids=lambda vector: ascii(vector["spelling"]))
def test_a_normal_form_is_its_own(vector: dict[str, str]) -> None:
    assert SCANNER.normalise(vector["entity"], vector["normal_form"]) == vector["normal_form"]


@given(st.text(st.characters(max_codepoint=127)) | st.text(st.sampled_from('aXn-.@ "<>1')))
def test_an_ascii_address_has_the_normal_form_that_unicode_gives_it(value: str) -> None:
    assert email_address.RULE.normalise(value) == email_address.normalise_unicode(value)
