"""Sealed values: round trips for every text, sizes, and their place in running text."""

from __future__ import annotations

import base64
import copy
import pickle
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.crypto import primitives
from sealog.crypto.data_key import DataKey, recipient_id, seal_data_key, wrap_info
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import (
    b64encode,
    find_sealed_values,
    is_sealed_key,
    parse_sealed_key,
    parse_sealed_value,
    splice,
    with_key_body,
)
from sealog.errors import FormatError

DATA_KEY = DataKey(Secret(bytes(32)), "default")
NONCE = bytes(12)
any_text = st.text(st.characters(exclude_categories=[]))


def seal(value: str, path: str = "$", entity: str = "email_address", index: str = "a" * 13) -> str:
    return str(DATA_KEY.seal(entity, index, value, path, NONCE))


@given(any_text, any_text)
def test_every_unicode_text_comes_back(value: str, path: str) -> None:
    opened, opened_path = DATA_KEY.open(parse_sealed_value(seal(value, path)))
    assert opened == value
    assert path.encode("utf-8", "replace").startswith(opened_path.encode())


@given(any_text, any_text, st.sampled_from(["0", "a" * 13]))
def test_a_token_spelled_at_once_is_the_one_that_is_put_together_from_parts(value: str, path: str, index: str) -> None:
    parts = DATA_KEY.seal("email_address", index, value, path, NONCE)
    token = DATA_KEY.token("email_address", index, value, path, NONCE)
    assert token == str(parts)
    public_key = primitives.recipient_public_key(Secret(b"r" * 32))
    wrapper = primitives.wrapper_for(public_key, wrap_info("default"))
    sealed_key = seal_data_key(Secret(bytes(32)), DATA_KEY, [(recipient_id(public_key), wrapper)])
    assert with_key_body(token, sealed_key.body()) == str(parts.with_key(sealed_key))


@given(any_text, any_text, any_text)
def test_text_around_a_sealed_value_comes_back(before: str, value: str, after: str) -> None:
    """Whatever stands beside the value, also a tilde or a letter, the reader finds where the token ends."""
    sealed = splice(before + value + after, [(len(before), len(before) + len(value), seal(value))])
    ((start, end),) = [span for span in find_sealed_values(sealed) if span[0] >= len(before)][:1]
    token = sealed[start:end].removesuffix("~")
    assert sealed[:start] + DATA_KEY.open(parse_sealed_value(token))[0] + sealed[end:] == before + value + after


def test_neighbours_stay_two_whatever_their_values_begin_with() -> None:
    first, second = seal("ab"), seal(";b")
    text = splice("ab;b;", [(0, 2, first), (2, 4, second)])
    assert text == f"{first}~{second};"
    assert [text[start:end] for start, end in find_sealed_values(text)] == [f"{first}~", second]


def test_what_is_dropped_between_two_leaves_them_apart() -> None:
    first, second = seal("a"), seal("b")
    assert splice("a;b", [(0, 1, first), (1, 2, ""), (2, 3, second)]) == f"{first}~{second}"


def test_what_cannot_belong_to_a_token_follows_it_directly() -> None:
    token = seal("a")
    assert splice("ab", [(0, 1, token), (1, 2, "[masked:pin]")]) == f"{token}[masked:pin]"


def test_two_sealed_values_side_by_side_stay_apart() -> None:
    text = splice("ab", [(0, 1, seal("a")), (1, 2, seal("b"))])
    tokens = [text[start:end].removesuffix("~") for start, end in find_sealed_values(text)]
    assert [DATA_KEY.open(parse_sealed_value(token))[0] for token in tokens] == ["a", "b"]


@pytest.mark.parametrize(("size", "refused"), [(0, True), (48, True), (63, True), (64, False), (72, True), (80, False)])
def test_a_payload_has_one_of_the_sizes_that_padding_gives(size: int, refused: bool) -> None:
    token = f"seal1~email_address~0~{b64encode(bytes(size))}"
    if refused:
        with pytest.raises(FormatError) as caught:
            parse_sealed_value(token)
        assert caught.value.outcome == "bad_spelling"
    else:
        assert parse_sealed_value(token).entity == "email_address"


def test_an_email_of_31_bytes_takes_120_characters() -> None:
    assert len(seal("a" * 31)) == 120


def test_a_value_of_127_bytes_stays_within_elasticsearchs_keyword_limit() -> None:
    assert len(seal("a" * 127, path="a.long.attribute.name", entity="a" * 16)) <= 256


@given(st.text(max_size=300))
def test_a_sealed_value_is_plain_ascii_without_quotes_blanks_or_backslashes(value: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_~-]+", seal(value), re.ASCII)


@given(st.text())
def test_reading_any_text_gives_a_value_or_a_format_error(text: str) -> None:
    try:
        assert str(parse_sealed_value(text)) == text
    except FormatError as error:
        assert error.outcome in {"bad_spelling", "unknown_version"}


@given(st.binary(min_size=64, max_size=200))
def test_there_is_one_spelling(raw: bytes) -> None:
    """Whatever parses spells itself back to the very same text."""
    token = "seal1~jwt~0~" + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    try:
        assert str(parse_sealed_value(token)) == token
    except FormatError:
        assert (len(raw) - 32) % 16


def test_secrets_can_be_neither_printed_nor_pickled_nor_copied() -> None:
    secret = Secret(b"0123456789abcdef")
    assert "0123" not in f"{secret!r} {secret}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        copy.copy(secret)


@pytest.mark.parametrize(
    ("size", "reads"),
    [(32, False), (115, False), (116, True), (117, False), (1376, True), (1377, False), (1460, False)],
)
def test_the_body_of_a_data_key_has_one_to_sixteen_recipients_and_nothing_besides(size: int, reads: bool) -> None:
    body = base64.urlsafe_b64encode(bytes(size)).rstrip(b"=").decode()
    text = f"key1~AAAAAA~{body}"
    assert is_sealed_key(text) is reads
    if reads:
        assert str(parse_sealed_key(text)) == text


@pytest.mark.parametrize("text", ["key2~AAAAAA~x", "key10~AAAAAA~x", "seal2~jwt~0~x"])
def test_a_data_key_of_another_version_is_told_from_a_wrong_spelling(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        parse_sealed_key(text)
    assert caught.value.outcome == "unknown_version"
