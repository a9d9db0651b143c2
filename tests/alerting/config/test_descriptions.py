"""Every key of a rule file says what it means: editors show it, and docs/reference/alert-rules.md lists it."""

from __future__ import annotations

import pytest

from sealog_exporters.alerting.config.json_schema import schema

SCHEMA = schema()
PARTS = {"": SCHEMA, **SCHEMA["$defs"]}
KEYS = [(part, key) for part, found in PARTS.items() for key in found.get("properties", {})]


@pytest.mark.parametrize(("part", "key"), KEYS, ids=[f"{part or 'file'}-{key}" for part, key in KEYS])
def test_a_key_has_a_description(part: str, key: str) -> None:
    text = PARTS[part]["properties"][key].get("description", "")
    assert text, "describe it where it is declared"
    assert len(text) < 120
