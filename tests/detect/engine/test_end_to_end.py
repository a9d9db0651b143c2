"""Everything that any rule finds is sealed by the processor and opened again by the gatekeeper, value for value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from detect.marks import unmark
from detect.rules.test_rules import IN_TEXT
from detect.test_secrets import HITS as SECRET_HITS
from sealog.crypto.spelling import find_sealed_values
from sealog.detect import secrets
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules import KEY_RULES
from support import Records, gatekeeper, keyring, processor

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.gatekeeper.gatekeeper import Gatekeeper

KEYS = keyring()
MARKED = {
    rule.entity: [hit for rule_ in IN_TEXT if rule_.entity == rule.entity for hit in rule_.hits] for rule in IN_TEXT
}
for example in SECRET_HITS:
    MARKED.setdefault(example.entity, []).append(example.line)


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(processor(KEYS))


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Gatekeeper:
    path: Path = tmp_path_factory.mktemp("audit") / "audit.jsonl"
    return gatekeeper(KEYS, path)


@pytest.mark.parametrize("entity", sorted(MARKED))
def test_what_a_rule_finds_is_sealed_and_opens_as_it_was(records: Records, keeper: Gatekeeper, entity: str) -> None:
    for marked in MARKED[entity]:
        text, spans = unmark(marked)
        record = records.emit(text, {"note": text})
        for sealed in (record.body, record.attributes["note"]):
            tokens = [sealed[start:end] for start, end in find_sealed_values(sealed)]
            assert len(tokens) == len(spans)
            assert default_scanner().scan(sealed) == []
            assert all(token.startswith(f"seal1~{entity}~") for token in tokens)
            opened = keeper.open_text(sealed, [record.attributes["sealog.key"]])
            assert (_unquoted(opened.text), opened.opened, opened.unopened) == (_unquoted(text), len(spans), 0)
        assert record.attributes["sealog.entities"] == (entity,)
        readable = json.dumps(record.body) + json.dumps(dict(record.attributes))
        assert not any(text[start:end] in readable for start, end in spans if end - start > 4)


def _unquoted(text: str) -> str:
    """Give a text without quotes: what was a number in JSON is a string there once it is sealed."""
    return text.replace('"', "")


@pytest.mark.parametrize("rule", KEY_RULES, ids=lambda rule: rule.entity)
def test_what_a_key_names_is_sealed_and_opens_as_it_was(records: Records, keeper: Gatekeeper, rule: object) -> None:
    value = "52.5200" if rule.entity == "geo_coordinates" else "Value 7 of nobody"  # type: ignore[attr-defined]  # a key rule
    if rule.excepts is not None and rule.excepts(value):  # type: ignore[attr-defined]  # same
        value = "Zt7Qm2Lx9Kc4Vb8N1r5W"
    for key in rule.hits:  # type: ignore[attr-defined]  # same
        record = records.emit("x", {key: value})
        sealed = record.attributes[key]
        assert sealed.startswith(f"seal1~{rule.entity}~")  # type: ignore[attr-defined]  # same
        assert keeper.open_text(sealed, [record.attributes["sealog.key"]]).text == value


def test_more_than_two_hundred_and_fifty_kinds_of_secrets_are_among_them() -> None:
    assert len({rule.entity for rule in secrets.RULES} & set(MARKED)) >= 250


def test_no_entity_of_the_scanner_is_left_out() -> None:
    assert set(default_scanner().entities) == {*MARKED, *(rule.entity for rule in KEY_RULES)}
