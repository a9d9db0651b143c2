"""A text that is too long keeps its beginning and its end; no cut divides a value or hides what names one."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from support import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable
from processor.limits.budgeted import EMAIL, ERROR, Sealed, in_the_clear, is_whole, left_out


@pytest.mark.parametrize("where", ["body", "attribute", "list", "mapping"])
def test_of_a_text_that_is_too_long_beginning_and_end_stay(where: str) -> None:
    text = f"first words {'word ' * 60_000}of {EMAIL} last words"
    body: Any = {"list": [1, text], "mapping": {"text": text}, "attribute": "x", "body": text}[where]
    record = Sealed().emit(body, {**ERROR, **({"text": text} if where == "attribute" else {})})
    (kept,) = (each for each in texts_in([record.body, dict(record.attributes)]) if each.startswith("first words"))
    assert kept.endswith(" last words")
    assert "@" not in kept
    assert left_out(kept) >= len(text) - 256 * 1024
    assert is_whole(record.attributes)


@pytest.mark.parametrize("before", range(2470, 2512, 3))
def test_no_cut_divides_a_value(before: int) -> None:
    for value in (EMAIL, "password=hunter2", "noon, at 415 26 711 (mobile)", "phone 020 7946 0958"):
        front = f"{'x' * (before - 1)} {value} {'y ' * 9000}"
        back = f"{'y ' * 9000}{value} {'x' * (before - 1)}"
        for text in (front, back):
            body = Sealed(max_text=5000).emit(text).body
            assert not re.search(r"whole|@|hunter|26|711|7946|0958", in_the_clear(body))
            assert left_out(body) >= len(text) - 5000 - 100


FAR = {
    "rows of a statement": ("INSERT INTO users (id, first_name) VALUES ", "(7, 'Okonkwo'), "),
    "a private key": ("-----BEGIN PRIVATE KEY-----\n", "MIICdQIBADANBgkqhkiG9w0BAQEFAASCAl8wggJbAgEAAoGBAJ5x\n"),
}


@pytest.mark.parametrize("far", FAR.values(), ids=FAR)
def test_the_end_is_left_out_where_its_values_belong_to_something_before_the_cut(far: tuple[str, str]) -> None:
    begin, piece = far
    for padding in ("", "word " * 600):
        body = Sealed(max_text=5000).emit(padding + begin + piece * 900).body
        assert not re.search("Okonkwo|MIIC", in_the_clear(body))
        assert left_out(body) > 0


_NOTES = ["x y"] * 20_000
ENCLOSED: dict[str, Any] = {
    "a list": {"surname": ["Quellbrunn"] + ["x y"] * 20_000 + ["Quellbrunn"]},
    "a mapping": {"full_name": {"notes": _NOTES, "said": "Quellbrunn"}},
    "the key of a mapping": {"user": {"notes": _NOTES, "name": "Quellbrunn"}},
    "a pair": {"name": "surname", "notes": _NOTES, "value": "Quellbrunn"},
    "a pair of fields": {"field": "ssn", "notes": _NOTES, "content": "Quellbrunn"},
    "a string in a string": {"body": json.dumps({"username": {"notes": _NOTES, "said": "Quellbrunn"}})},
}


@pytest.mark.parametrize("written", [json.dumps, repr])
@pytest.mark.parametrize("enclosed", ENCLOSED.values(), ids=ENCLOSED)
def test_no_tail_shows_what_only_the_whole_document_names(enclosed: Any, written: Callable[[Any], str]) -> None:
    text = written(enclosed)
    for padding in ("", "word " * 300):
        body = Sealed(max_text=5000).emit(padding + text).body
        assert "Quellbrunn" not in in_the_clear(body)


def test_the_tail_of_a_document_stays_where_no_key_encloses_it() -> None:
    text = json.dumps({"items": [{"sku": n, "colour": "green"} for n in range(9000)], "status": "shipped"})
    body = Sealed(max_text=5000).emit(text).body
    assert body.endswith('"status": "shipped"}')
    assert left_out(body) > 0
