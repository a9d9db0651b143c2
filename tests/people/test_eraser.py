"""What is taken out of a document with a person: their values and indexes, and data keys that nothing else needs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sealed_values import foreign, own
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.data_key import DataKey
from sealog.crypto.secret import Secret
from sealog_exporters.people.files_erasing import overwritten
from sealog_exporters.store.eraser import Eraser

INDEX_OF = blind_indexer(Secret(b"i" * 32), "default", 1)
ALICE, BOB = (INDEX_OF("email_address", name) for name in ("alice@example.com", "bob@example.org"))
FIRST, SECOND = (DataKey(Secret(bytes([byte]) * 32), "default") for byte in (1, 2))
ERASER = Eraser(frozenset({ALICE}))


def token(index: str, key: DataKey = FIRST, entity: str = "email_address") -> str:
    return key.token(entity, index, "x", "$", bytes(12))


def key_of(key: DataKey) -> str:
    from sealog.crypto.spelling import SealedKey  # noqa: PLC0415 - a spelling for tests

    return str(SealedKey(key.commitment, ((b"abcd", bytes(80)),)))


def test_value_index_entity_and_orphaned_key_go() -> None:
    document = {
        "body": f"from {token(ALICE)} on",
        "attributes": {
            "sealog.index": [ALICE],
            "sealog.key": key_of(FIRST),
            "sealog.entities": ["email_address"],
            "sealog.uid": "u-1",
        },
    }
    assert ERASER.erase(document) == {"body": "from [erased:email_address] on", "attributes": {"sealog.uid": "u-1"}}


def test_index_tags_go_from_a_record_that_changes_since_the_service_could_still_turn_them() -> None:
    tags = ["tagkey1~" + "a" * 168, "tag1~" + "a" * 88]
    erased = ERASER.erase({"body": token(ALICE), "attributes": {"sealog.index": [ALICE], "sealog.index_tag": tags}})
    assert erased == {"body": "[erased:email_address]"}
    other = {"body": token(BOB), "attributes": {"sealog.index_tag": tags}}
    assert ERASER.erase(other) is other


def test_attributes_are_no_longer_said_to_hold_an_entity_that_is_nowhere_in_the_record() -> None:
    said = ["email_address:to", "iban_code:account"]
    one = {"attributes": {"to": token(ALICE), "account": token(BOB, entity="iban_code"), "sealog.sealed_in": said}}
    assert ERASER.erase(one)["attributes"]["sealog.sealed_in"] == said[1:]
    both = {"attributes": {"to": token(ALICE), "cc": token(BOB), "sealog.sealed_in": ["email_address:to"]}}
    assert ERASER.erase(both)["attributes"]["sealog.sealed_in"] == ["email_address:to"]


def test_a_document_that_holds_nothing_else_is_empty_then() -> None:
    assert ERASER.erase({"sealog.index": [ALICE]}) == {}


def test_an_index_that_stands_alone_goes_and_one_within_a_word_stays() -> None:
    assert ERASER.erase({"query": f"found {ALICE}, {BOB}", "w": f"x{ALICE}"}) == {
        "query": f"found [erased:index], {BOB}",
        "w": f"x{ALICE}",
    }


@pytest.mark.parametrize("depth", [32, 60])
def test_a_document_is_read_however_deep_it_is(depth: int) -> None:
    document: Any = [token(ALICE), token(BOB)]
    for _ in range(depth):
        document = {"kvlistValue": {"values": [document]}}
    changed = json.dumps(ERASER.erase(document))
    assert (ALICE in changed, BOB in changed) == (False, True)


def test_what_others_need_stays() -> None:
    text = f"{token(ALICE)} and {token(BOB)} and {token(ALICE, SECOND, 'customer_id')}"
    listed = {
        "index": [ALICE, BOB],
        "key": [key_of(FIRST), key_of(SECOND)],
        "entities": ["customer_id", "email_address"],
    }
    assert ERASER.erase({"message": text, "sealog": listed}) == {
        "message": f"[erased:email_address] and {token(BOB)} and [erased:customer_id]",
        "sealog": {"index": [BOB], "key": [key_of(FIRST)], "entities": ["email_address"]},
    }


@pytest.mark.parametrize(
    "document",
    [
        {"body": f"from {token(BOB)}", "attributes": {"sealog.index": [BOB], "sealog.key": key_of(FIRST)}},
        {"body": None, "n": [1, 2.5, True, []]},
        {"body": "no token " + ALICE[:-1]},
    ],
)
def test_a_document_of_others_stays_the_same_object(document: Any) -> None:
    assert ERASER.erase(document) is document


def test_otlp_attributes_and_documents_in_texts_are_read() -> None:
    pair = {"key": "sealog.index", "value": {"arrayValue": {"values": [{"stringValue": ALICE}]}}}
    kept = {"key": "note", "value": {"stringValue": f"to {token(ALICE)}"}}
    letter = {"reason": "x", "document": json.dumps({"attributes": [pair, kept]})}
    erased = ERASER.erase(letter)
    assert json.loads(erased["document"]) == {
        "attributes": [{"key": "note", "value": {"stringValue": "to [erased:email_address]"}}]
    }


def test_a_value_without_index_goes_only_if_it_was_told_to_be_theirs() -> None:
    theirs, other = foreign("1"), own("2", "phone_number")
    document = {"body": f"{theirs} {other}", "attributes": {"sealog.index": [ALICE]}}
    assert Eraser(frozenset({ALICE}), frozenset({theirs})).erase(document) == {
        "body": f"[erased:email_address] {other}",
    }


def test_a_key_that_stands_in_a_text_goes_too() -> None:
    text = f"{token(ALICE)} {key_of(FIRST)} {key_of(SECOND)}"
    assert ERASER.erase({"b": text}) == {"b": f"[erased:email_address] [erased:data_key] {key_of(SECOND)}"}


def test_a_line_keeps_its_length() -> None:
    carrying = f"{token(BOB, SECOND)}~{key_of(SECOND)}"
    line = f'{{"m": "é {token(ALICE)}~x {carrying}", "sealog.index": ["{ALICE}", "{BOB}"], "k": "{key_of(FIRST)}"}}'
    after = overwritten(line, ERASER)
    assert len(after) == len(line)
    assert ALICE not in after
    assert token(ALICE) not in after
    assert key_of(FIRST) not in after
    assert carrying in after
    assert f'"{BOB}"' in after
    assert json.loads(after)["m"].startswith("é [erased:email_address  ")
    assert overwritten(after, ERASER) == after
