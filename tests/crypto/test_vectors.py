"""Every vector file has the outcome that it states: tests/vectors/ is the format of docs/spec/sealed-value.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sealog.crypto import primitives
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.data_key import DataKey, open_data_key, recipient_id
from sealog.crypto.origin import is_made_by, sign_origin
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import parse_sealed_key, parse_sealed_value
from sealog.errors import FormatError, OpenError

VECTORS = sorted(Path(__file__).parents[1].joinpath("vectors").glob("*.json"))
OUTCOMES = {"ok", "bad_spelling", "unknown_version", "unknown_key", "not_authentic"}


def load(path: Path) -> dict[str, Any]:
    vector: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return vector


def outcome_of(vector: dict[str, Any]) -> tuple[str, dict[str, str] | None]:
    private_key = Secret(bytes.fromhex(vector["private_key"]))
    private_keys = {recipient_id(primitives.recipient_public_key(private_key)): private_key}
    try:
        sealed = parse_sealed_value(vector["token"])
        key = sealed.key or (parse_sealed_key(vector["sealed_key"]) if vector["sealed_key"] else None)
        if key is None or key.id != sealed.key_id:
            return "unknown_key", None
        value, path = open_data_key(key, private_keys, vector["tenant"]).open(sealed)
    except (FormatError, OpenError) as error:
        return error.outcome, None
    return "ok", {"value": value, "path": path}


@pytest.mark.parametrize("path", VECTORS, ids=lambda path: path.stem)
def test_a_vector_has_its_outcome(path: Path) -> None:
    vector = load(path)
    assert outcome_of(vector) == (vector["outcome"], vector.get("opened"))


@pytest.mark.parametrize("path", [path for path in VECTORS if "origins" in load(path)], ids=lambda path: path.stem)
def test_a_vector_with_origins_has_the_one_that_signed(path: Path) -> None:
    vector = load(path)
    key = parse_sealed_value(vector["token"]).key or parse_sealed_key(vector["sealed_key"])
    signed = [
        one["name"] for one in vector["origins"] if is_made_by(bytes.fromhex(one["public_key"]), key, vector["tenant"])
    ]
    assert signed == ([vector["origin"]] if vector["origin"] else [])


def test_the_worked_example_of_an_origin_is_reproduced() -> None:
    vector = load(VECTORS[0].with_name("origin-known.json"))
    key = parse_sealed_key(vector["sealed_key"])
    origin_key = Secret(bytes.fromhex(vector["made_from"]["origin_key"]))
    assert sign_origin(origin_key, vector["tenant"], key.commitment) == key.origin
    assert vector["made_from"]["origin"] == key.origin.hex()


def test_every_outcome_of_the_closed_list_has_a_vector() -> None:
    assert {load(path)["outcome"] for path in VECTORS} == OUTCOMES


def test_the_worked_example_is_reproduced_from_its_inputs() -> None:
    vector = load(VECTORS[0].with_name("ok-email.json"))
    made_from = vector["made_from"]
    data_key = DataKey(Secret(bytes.fromhex(made_from["data_key"])), vector["tenant"])
    index = blind_indexer(Secret(bytes.fromhex(made_from["index_key"])), vector["tenant"], vector["epoch"])
    assert data_key.commitment.hex() == made_from["commitment"]
    assert index("email_address", vector["opened"]["value"]) == made_from["index"]
    sealed = data_key.seal(
        "email_address", made_from["index"], "alice@example.com", "user.email", bytes.fromhex(made_from["nonce"])
    )
    assert str(sealed) == vector["token"]


def test_the_spec_page_shows_the_worked_example() -> None:
    vector = load(VECTORS[0].with_name("ok-email.json"))
    page = Path(__file__).parents[2].joinpath("docs/spec/sealed-value.md").read_text(encoding="utf-8")
    for part in (vector["token"], vector["made_from"]["index"], vector["made_from"]["commitment"]):
        assert part in page
