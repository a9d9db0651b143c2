"""Names in free text: findings of a chosen recogniser are sealed; where it fails, the whole text is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy.test_exceptions import load
from sealog import notices
from sealog.errors import SettingError
from sealog.policy.loader import load_policy

if TYPE_CHECKING:
    from pathlib import Path

    from policy.test_exceptions import Load

__all__ = ["load"]

TITLED = "ner: {engine: 'policy.recognisers:titled', entities: [person]}\n"


def test_a_name_in_a_sentence_is_sealed(load: Load) -> None:
    record = load(TITLED)[0].emit("refund for Mr. Ada Lovelace in London")
    assert record.body.startswith("refund for Mr. seal1~person~")
    assert record.body.endswith(" in London")
    assert "Lovelace" not in str(record)


def test_attributes_are_read_as_the_body_is(load: Load) -> None:
    record = load(TITLED)[0].emit("x", {"note": "called Dr. Miller back", "word": "Miller"})
    assert record.attributes["note"].startswith("called Dr. seal1~person~")
    assert record.attributes["word"] == "Miller"


def test_an_entity_that_is_not_chosen_stays(load: Load) -> None:
    assert load(TITLED)[0].emit("Alice in London and Paris").body == "Alice in London and Paris"


def test_an_entity_of_the_sites_own_is_sealed_under_its_name(load: Load) -> None:
    policy = "ner: {engine: 'policy.recognisers:titled', entities: [town]}\nentities: {ip_address: mask}\n"
    assert load(policy)[0].emit("moved in London").body.startswith("moved in seal1~town~")


def test_what_rules_find_keeps_its_entity_inside_a_name(load: Load) -> None:
    policy = "ner: {engine: 'policy.recognisers:everything', entities: [person]}\n"
    _, scanner = load(policy)
    text = "Ada a@example.com Lovelace"
    assert [(found.entity, text[found.start : found.end]) for found in scanner.scan(text)] == [
        ("person", "Ada "),
        ("email_address", "a@example.com"),
        ("person", " Lovelace"),
    ]
    assert scanner.scan_many(["one", text]) == [[], scanner.scan(text)]


def test_a_text_without_names_is_no_finding(load: Load) -> None:
    _, scanner = load(TITLED)
    assert scanner.scan_many(["nothing to see", ""]) is None


def test_a_sealed_text_is_not_sealed_again(load: Load) -> None:
    records, scanner = load("ner: {engine: 'policy.recognisers:everything', entities: [person]}\n")
    body = records.emit("all of this").body
    assert scanner.scan(body) == []


@pytest.mark.parametrize("engine", ["failing", "outside", "senseless"])
def test_where_a_recogniser_fails_the_whole_text_is_sealed(
    load: Load, engine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    notices._said.clear()
    records, scanner = load(f"ner: {{engine: 'policy.recognisers:{engine}', entities: [person]}}\n")
    record = records.emit("Mr. Ada Lovelace called")
    assert record.body.startswith("seal1~unread~")
    assert " " not in record.body
    assert [found.entity for found in scanner.scan(f"to {record.body} again")] == ["unread", "unread"]
    said = capsys.readouterr().err
    assert "recogniser failed" in said
    assert "Lovelace" not in said


def test_an_entity_that_the_policy_keeps_is_not_asked_for(load: Load) -> None:
    assert load(TITLED + "entities: {person: keep}\n")[0].emit("Mr. Ada Lovelace").body == "Mr. Ada Lovelace"


@pytest.mark.parametrize(
    ("ner", "said"),
    [
        ("{engine: 'policy.recognisers:titled'}", "`entities` is missing"),
        ("{entities: [person]}", "`engine` is missing"),
        ("{engine: 'policy.recognisers:absent', entities: [person]}", "must be `module:function`"),
        ("{engine: 'spacy:no_such_model_here', entities: [person]}", "sealog\\[ner\\]"),
        ("{engine: 'policy.recognisers:titled', entities: [Person]}", "small letters"),
        ("{engine: 'policy.recognisers:titled', entities: [person], model: x}", "unknown key"),
    ],
)
def test_a_wrong_choice_names_file_and_line(tmp_path: Path, ner: str, said: str) -> None:
    path = tmp_path / "sealog.yaml"
    path.write_text(f"preset: default\nner: {ner}\n", encoding="utf-8")
    with pytest.raises(SettingError, match=rf"sealog\.yaml:2: .*{said}"):
        load_policy(path)


def test_with_a_recogniser_a_body_that_takes_too_long_is_shortened_as_well(load: Load) -> None:
    record = load(TITLED)[0].emit("Mr. Miller of phone 020 7946 0958 " * 7000)
    assert " more characters] " in record.body
    assert not {"Miller", "7946"}.intersection(record.body.split())
    assert len(record.body) < 240_000
