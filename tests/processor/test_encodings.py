"""Bytes in UTF-16 and UTF-32 are read, sealed and spelled in their own encoding again; floats may be card numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.crypto.spelling import find_sealed_values
from sealog.processor.values.encodings import decode
from support import Records, keyring, processor

EMAIL = "alice@example.com"
KEYS = keyring()

CODECS = ("utf-16-le", "utf-16-be", "utf-16", "utf-32", "utf-8-sig", "utf-8", "latin-1")


@pytest.fixture(scope="module")
def records() -> Records:
    return Records(processor(KEYS))


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("text", [f"mail from {EMAIL} came", f"{EMAIL}\r\n", "login password=hunter2x ok"])
def test_a_value_in_bytes_is_sealed_and_the_bytes_keep_their_encoding(records: Records, codec: str, text: str) -> None:
    raw = text.encode(codec)
    record = records.emit(raw, {"note": raw, "list": [raw]})
    for sealed in (record.body, record.attributes["note"], record.attributes["list"][0]):
        assert isinstance(sealed, bytes)
        new = sealed.decode(codec)
        (span,) = find_sealed_values(new)
        value = "hunter2x" if "hunter2x" in text else EMAIL
        assert text == new[: span[0]] + value + new[span[1] :]


def test_text_beyond_latin_letters_is_read_where_a_value_in_it_is_ascii(records: Records) -> None:
    raw = f"宛先 {EMAIL} です".encode("utf-16-le")
    assert EMAIL.encode("utf-16-le") not in records.emit(raw).body


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"a\0b\0c\0d\0"])
def test_a_mark_or_wide_letters_before_plain_bytes_hide_nothing(records: Records, mark: bytes) -> None:
    raw = mark + EMAIL.encode()
    assert EMAIL.encode() not in records.emit(raw + b" " * (len(raw) % 2)).body


@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda text: text.encode("utf-16-le", "surrogatepass")))
def test_what_is_read_is_spelled_as_the_same_bytes(value: bytes) -> None:
    text, encoding = decode(value)
    assert text.encode(encoding) == value


@pytest.mark.parametrize("number", [4111111111111111.0, 5500000000000004.0, 378282246310005.0])
def test_a_card_number_in_a_float_is_sealed(records: Records, number: float) -> None:
    record = records.emit(number, {"card": number, "list": (number, 1.5), "deep": {"a": number}})
    assert all(isinstance(each, str) for each in (record.body, record.attributes["card"]))
    assert str(int(number)) not in repr(record)


@pytest.mark.parametrize("number", [1.5, 1e300, float("inf"), 123456789012345.5, 1710397861.2345678])
def test_another_float_stays_as_it_is(records: Records, number: float) -> None:
    record = records.emit(number, {"a": number})
    assert (record.body, record.attributes["a"]) == (number, number)
