"""What the compiled half seals without a question is sealed as Python says, and counted."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.otlp_requests import KEYS, log, logs
from sealog.compiled import compiled
from sealog.crypto.pseudonym import Pseudonyms
from sealog.crypto.secret import Secret
from sealog.detect.data.iban_registry import IBAN_PARTS
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.metrics.tally import PROCESS, reading
from sealog.processor.sealing import Sealing
from sealog_exporters.otlp.signals import LOGS
from sealog_exporters.sealing.compiled_sealing import compiled_sealing
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.turns import no_pause
from sealog_exporters.sealing.uids import RequestIds

pytestmark = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)
TEXT = "mail ann@example.com card 4111111111111111 from 81.2.69.142"
ADDRESSES = st.text(string.ascii_letters + string.digits + "._+'-@xn", max_size=40)
GROUPS = st.text(string.ascii_letters + string.digits + " -", max_size=30)
ACCOUNTS = st.builds("{}{}".format, st.sampled_from(sorted(IBAN_PARTS)), GROUPS)
ANY = st.text(string.printable + "éÄß\u200b\uff0e", max_size=30)


def sealed(*records: Any, sealing: Sealing | None = None) -> tuple[Any, Any]:
    """The compiled half, and a request that was read and filled by it."""
    sealing = sealing or Sealing(default_scanner(), Sealer(KEYS.bundle()))
    half = compiled_sealing(sealing, len(records))
    assert half is not None
    request = half.read(LOGS, logs(*records).SerializeToString())
    half.fill(request, no_pause, counts=True)
    return half, request


@pytest.fixture(autouse=True)
def way() -> None:
    """These tests are of the compiled half."""


@given(st.sampled_from(["email_address", "iban_code"]), ADDRESSES | ACCOUNTS | ANY)
@settings(max_examples=400, deadline=None)
def test_an_index_has_the_form_that_python_gives_it(entity: str, value: str) -> None:
    scanner = default_scanner()
    is_sure, form = scanner.forms.compiled_index_forms[entity].of(value)
    assert not is_sure or form == scanner.index_form(entity, value)


@pytest.mark.parametrize(
    ("entity", "value", "form"),
    [
        ("email_address", "Ann.O'Neil+news@Example.COM", "ann.o'neil+news@example.com"),
        ("email_address", "'ann@example.com.'", "ann@example.com"),
        ("iban_code", "de89 3704 0044 0532 0130 00", None),
        ("iban_code", "gb82-WEST-1234-5698-7654-32", None),
        ("iban_code", "hu42 1177 3016 1111 1018 0000 0000", "HU42117730161111101800000000"),
    ],
)
def test_plain_values_need_no_python(entity: str, value: str, form: str | None) -> None:
    assert default_scanner().forms.compiled_index_forms[entity].of(value) == (True, form)


def test_plain_records_raise_no_question() -> None:
    half = compiled_sealing(Sealing(default_scanner(), Sealer(KEYS.bundle())), 2)
    assert half is not None
    asked: list[int] = []
    half._values = lambda *_: asked.append(1)  # type: ignore[method-assign,assignment,func-returns-value]
    request = half.read(LOGS, logs(log(TEXT), log("clean")).SerializeToString())
    half.fill(request, no_pause, counts=True)
    assert (asked, request.odd()) == ([], [])


def test_plain_values_are_counted() -> None:
    def counts() -> dict[str, int]:
        entities = ("email_address", "credit_card", "ip_address")
        return {entity: reading(PROCESS.values[entity, "sealed"]) for entity in entities}

    before = counts()
    sealed(*(log(TEXT) for _ in range(700)))  # more values than are sealed in one step
    assert counts() == {entity: many + 700 for entity, many in before.items()}


def test_a_data_key_is_renewed_in_time() -> None:
    sealer = Sealer(KEYS.bundle())
    before = sealer.key().values_left
    sealed(log(TEXT), sealing=Sealing(default_scanner(), sealer))
    assert sealer.key().values_left == before - 3


def test_entities_with_pseudonyms_get_them() -> None:
    pseudonyms = Pseudonyms(Secret(b"k" * 32), ("email_address",))
    sealing = Sealing(default_scanner(), Sealer(KEYS.bundle()))
    sealing.pseudonyms = pseudonyms
    sealer = RequestSealer(sealing, RequestIds(KEYS.bundle()))
    (part,) = sealer.seal(LOGS, logs(log(TEXT)).SerializeToString()).parts
    assert b"sealog.pseudonym" in part
    assert b"ann@" not in part
