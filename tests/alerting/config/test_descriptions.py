"""Every key of a rule file says what it means: editors show it, and docs/reference/alert-rules.md lists it."""

from __future__ import annotations

import pytest

from sealog_exporters.alerting.config.json_schema.descriptions import DESCRIPTIONS, described
from sealog_exporters.alerting.config.json_schema.rules import schema

SCHEMA = schema()
PARTS = {"": SCHEMA, **SCHEMA["$defs"]}
KEYS = [(part, key) for part, found in PARTS.items() for key in found.get("properties", {})]


@pytest.mark.parametrize(("part", "key"), KEYS, ids=[f"{part or 'file'}-{key}" for part, key in KEYS])
def test_a_key_has_a_description(part: str, key: str) -> None:
    text = PARTS[part]["properties"][key].get("description", "")
    assert text, "describe it in its own schema by `said`, or in descriptions.py"
    assert len(text) < 120


def test_no_description_is_of_a_key_that_is_gone() -> None:
    told = {(part, key) for part, keys in DESCRIPTIONS.items() for key in keys}
    assert told <= set(KEYS)


def test_a_description_of_a_schemas_own_stays() -> None:
    own = {"$defs": {"group": {"properties": {"name": {"description": "Its own.", "type": "string"}}}}}
    assert described(own)["$defs"]["group"]["properties"]["name"]["description"] == "Its own."
