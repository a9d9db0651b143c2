"""Values that can be guessed from a blind index have none, neither in the sealed value nor beside it."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from sealog.cli.main import app
from sealog.crypto.spelling import find_sealed_values, parse_sealed_value
from support import Records, keyring, processor

RECORDS = Records(processor(keyring()))


@pytest.mark.parametrize(
    "iban", ["NO9386011117947", "NO93 8601 1117 947", "DE89370400440532013000", "GB82WEST12345698765432"]
)
@pytest.mark.parametrize("way", ["body", "attribute", "nested"])
def test_a_guessable_iban_is_sealed_without_an_index(iban: str, way: str) -> None:
    text = f"paid from {iban} today"
    value = {"body": text, "attribute": "x", "nested": {"a": [text]}}[way]
    record = RECORDS.emit(value, {"note": text} if way == "attribute" else None)
    left = record.attributes["note"] if way == "attribute" else record.body if way == "body" else record.body["a"][0]
    ((start, end),) = find_sealed_values(left)
    assert parse_sealed_value(left[start:end]).index == "0"
    assert "sealog.index" not in record.attributes


def test_an_iban_that_can_not_be_guessed_has_an_index() -> None:
    record = RECORDS.emit("paid from PL61109010140000071219812874 today")
    assert len(record.attributes["sealog.index"]) == 1


def test_a_search_for_one_says_why_it_finds_nothing() -> None:
    result = CliRunner().invoke(app, ["search", "--entity", "iban_code", "NO9386011117947"])
    assert "no blind index" in str(result.exception)
