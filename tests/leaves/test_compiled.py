"""The compiled half does what the Python code beside it does, and no panic of it reaches anybody."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from contextlib import suppress
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealog import compiled as compiled_module
from sealog.cli.doctor.environment_checks import version_check
from sealog.compiled import compiled
from sealog.crypto.data_key import DataKey
from sealog.crypto.primitives import SegmentCipher
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value, splice
from sealog.delivery.encoding.encode import encode_plainly
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import OpenError
from sealog.keys.sealer import Sealer
from sealog.spool.frames import SEALED_RECORD, Frame, frame, frames, opened, read_record, record_framer
from support import keyring

needs_it = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)

SCANNER = default_scanner()
BUNDLE = keyring().bundle()
ENTITIES = ("email_address", "iban_code", "ip_address", "jwt")


@pytest.mark.skipif(os.environ.get("CI") is None, reason="only CI must have the compiled half")
def test_ci_has_it() -> None:
    assert compiled is not None


@pytest.mark.thorough
@needs_it
@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from([None, *ENTITIES])), max_size=8
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
)
@settings(max_examples=300, deadline=None)
def test_all_values_of_a_text_are_sealed_at_once_as_one_by_one(pieces: list[tuple[str, str | None]], path: str) -> None:
    one_by_one, at_once = _sealer(), _sealer()
    text, findings, tokens, indexes = "", [], [], []
    for piece, entity in pieces:
        start, text = len(text), text + piece
        if entity is not None:
            normalise = SCANNER.forms.normaliser_of(entity)
            form = None if normalise is None else normalise(piece)
            token, index = one_by_one.seal(one_by_one.key(), entity, piece, path, form)
            tokens.append((start, len(text), token))
            findings.append((entity, "contact", start, len(text)))
            indexes += [] if index == NO_INDEX else [index]
    assert _all(at_once, text, findings, path) == (splice(text, tokens), indexes)


@needs_it
def test_openssl_opens_what_it_sealed() -> None:
    sealer = _sealer()
    sealed, _ = _all(sealer, "mail Ada@Example.com", [("email_address", "contact", 5, 20)], "$")
    ((start, end),) = find_sealed_values(sealed)
    assert sealer.key().data_key.open(parse_sealed_value(sealed[start:end])) == ("Ada@Example.com", "$")


def _sealer() -> Sealer:
    numbers = count()
    return Sealer(BUNDLE, random=lambda size: bytes(next(numbers) % 251 for _ in range(size)))


def _all(sealer: Sealer, text: str, findings: list[tuple[str, str, int, int]], path: str) -> tuple[str, list[str]]:
    kinds = sealer.kinds(SCANNER.forms.normaliser_of)
    assert kinds is not None
    return sealer.seal_all(sealer.key(), text, findings, path, kinds)


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**66), 2**66)
    | st.floats()
    | st.text()
    | st.binary()
    | st.sampled_from([object(), {1}, TypeError]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)
numbers = st.none() | st.integers(-1, 2**70)


@pytest.mark.thorough
@needs_it
@given(st.tuples(numbers, st.none() | st.integers(0, 24), st.none() | st.text(), values), st.data())
@settings(max_examples=500, deadline=None)
def test_a_record_is_encoded_as_without_it_or_left_to_that(head: tuple[Any, ...], data: st.DataObject) -> None:
    attributes = data.draw(st.none() | st.dictionaries(st.text(), values, max_size=5))
    rest = data.draw(st.tuples(st.sampled_from([None, 0, 1]), st.integers(0, 2**128 - 1), st.integers(0, 2**64 - 1)))
    name = data.draw(st.none() | st.text())
    observed, dropped = data.draw(numbers), data.draw(st.integers(0, 9))
    taken = (*head, attributes, *rest, observed, name, dropped)
    assert compiled.encode(taken, attributes or {}) in {None, encode_plainly(taken)}


@needs_it
def test_a_plain_record_is_not_left_to_python() -> None:
    taken = (1, 9, "INFO", "body", {"a": 1, "b": ["c", {"d": 2.5}]}, 1, 2**100, 2**50, 3, None, 0)
    assert compiled.encode(taken, taken[4]) == encode_plainly(taken)


@needs_it
@given(st.binary(max_size=300), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
def test_a_sealed_frame_is_the_one_that_is_put_together_from_parts(record: bytes, seq: int, number: int) -> None:
    quick, plain = SegmentCipher(b"s" * 32), SegmentCipher(b"s" * 32)
    plain.quick = None
    assert record_framer(quick)(seq, number, record) == record_framer(plain)(seq, number, record)


def _plainly(cipher: SegmentCipher, data: bytes, most: int, after: int) -> list[tuple[int, int, bytes, int]]:
    """Do in Python what `SegmentCipher.records` does."""
    found: list[tuple[int, int, bytes, int]] = []
    with suppress(OpenError):
        for one in frames(data, 0, last=True):
            if len(found) == most or not isinstance(one, Frame) or one.type != SEALED_RECORD or one.seq <= after:
                break
            record = read_record(opened(one, cipher).payload)
            if record is None:
                break
            found.append((one.seq, *record, one.end))
            after = one.seq
    return found


@pytest.mark.thorough
@needs_it
@given(
    st.lists(
        st.tuples(st.integers(1, 40), st.binary(max_size=40), st.sampled_from(["good", "clear", "short", "other"]))
    ),
    st.integers(0, 400),
    st.integers(0, 255),
    st.integers(0, 9),
)
@settings(max_examples=500)
def test_frames_are_opened_up_to_the_first_odd_one(
    given_frames: list[tuple[int, bytes, str]], changed: int, to: int, most: int
) -> None:
    """Odd are those in the clear, of another key, too short, with a number from before, and where a byte is changed."""
    cipher, other = SegmentCipher(b"s" * 32), SegmentCipher(b"o" * 32)
    made = {
        "good": record_framer(cipher),
        "other": record_framer(other),
        "clear": record_framer(None),
        "short": lambda seq, _number, record: frame(
            SEALED_RECORD, seq, cipher.seal(SEALED_RECORD + seq.to_bytes(8, "little"), record[:3])
        ),
    }
    data = bytearray(b"".join(made[kind](seq, seq % 3, record) for seq, record, kind in given_frames))
    if changed < len(data):
        data[changed] = to
    assert cipher.quick.records(SEALED_RECORD, bytes(data), 0, 1 << 20, most, 3) == _plainly(
        cipher, bytes(data), most, 3
    )


@needs_it
def test_no_frame_is_opened_beyond_what_is_asked_for() -> None:
    cipher = SegmentCipher(b"s" * 32)
    sealed = [record_framer(cipher)(seq, 0, b"x" * 80) for seq in range(1, 5)]
    data = b"".join(sealed)
    first = len(sealed[0])
    ends = [end for _, _, _, end in cipher.quick.records(SEALED_RECORD, data, first, first + 1, 9, 0)]
    assert ends == [2 * first, 3 * first], "as many as it takes to reach the size"
    assert cipher.quick.records(SEALED_RECORD, data, len(data), 1, 1, 0) == []
    assert cipher.quick.records(SEALED_RECORD, data, len(data) + 9, 1, 1, 0) == []
    assert cipher.quick.records(SEALED_RECORD, data, 0, 1 << 20, 9, 4) == [], "they were read before"


@needs_it
def test_a_panic_is_an_error_that_quotes_nothing_and_is_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """A span beyond the text, as no scanner gives one."""
    with pytest.raises(RuntimeError, match="does not expect") as raised:
        _all(_sealer(), "a secret", [("jwt", "secret", 2, 99)], "$")
    assert "a secret" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.process
def test_without_it_the_same_is_found_sealed_and_opened() -> None:
    program = """
import sys
sys.modules["sealog._native"] = None  # what an import finds where it was not built
from sealog.cli.doctor.environment_checks import version_check
from sealog.crypto.data_key import DataKey
from sealog.crypto.secret import Secret
from sealog.detect.regex import best_engine
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import OpenError
key = DataKey(Secret(b"k" * 32), "default")
print(best_engine(), default_scanner().scan("mail ada@example.com from 192.0.2.1"))
print(key.quick, key.token("email_address", "0", "ada@example.com", "$", bytes(12)))
print(version_check().finding)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = default_scanner().scan("mail ada@example.com from 192.0.2.1")
    token = DataKey(Secret(b"k" * 32), "default").token("email_address", "0", "ada@example.com", "$", bytes(12))
    *lines, doctor = done.stdout.splitlines()
    assert lines == [f"re2 {found}", f"None {token}"]
    assert "without the compiled half" in doctor


@needs_it
def test_one_that_lacks_any_name_is_older_and_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    names = {name for name in dir(compiled) if not name.startswith("_")}
    assert len(names) > 20
    for left_out in names:
        older = SimpleNamespace(**{name: getattr(compiled, name) for name in names - {left_out}})
        monkeypatch.setitem(sys.modules, "sealog._native", older)
        assert runpy.run_path(str(compiled_module.__file__))["compiled"] is None, left_out


@needs_it
def test_the_doctor_says_that_it_is_there() -> None:
    assert version_check().finding.endswith("; with the compiled half")
