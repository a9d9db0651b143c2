"""What a reader of the documentation may rely on, told by its public doors alone: one small text for each promise.

The rules' own tests go further. These need nothing but a scanner, a processor or a command, so they hold whatever is
moved inside.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from sealog.detect.engine.scanner import default_scanner
from support import Records, processor

if TYPE_CHECKING:
    from types import FrameType

SCANNER = default_scanner()

ENCODED = [
    ("card=4539+1488+0343+6467", "4539+1488+0343+6467"),
    ("card=4539%201488%200343%206467&x=1", "4539%201488%200343%206467"),
    ("iban=DE89+3704+0044+0532+0130+00", "DE89+3704+0044+0532+0130+00"),
    ("phone=%2B49+151+12345678", "%2B49+151+12345678"),
    ("%70assword=Gr8nbaum", "Gr8nbaum"),
]
IBANS = [
    ("IBAN: DE 89 3704 0044 0532 0130 00", "89 3704 0044 0532 0130 00"),
    ("iban=DE89.3704.0044.0532.0130.00", "DE89.3704.0044.0532.0130.00"),
    ("DE89-3704-0044-0532-0130-00 paid", "DE89-3704-0044-0532-0130-00"),
    ("to de89370400440532013000 today", "de89370400440532013000"),
    ("IBAN FR14 20041 01005 0500013M026 06", "FR14 20041 01005 0500013M026 06"),
]
LANGUAGES = [
    ("contraseña: Gr8nbaum", "Gr8nbaum"),
    ("hasło=Gr8nbaum", "Gr8nbaum"),
    ("пароль: Gr8nbaum", "Gr8nbaum"),
    ("パスワード：Gr8nbaum", "Gr8nbaum"),  # noqa: RUF001 - Japanese has no other colon
    ('{"비밀번호":"Gr8nbaum"}', "Gr8nbaum"),
    ('{"氏名":"王小明"}', "王小明"),
    ("手机号: 13812345678", "13812345678"),
]
SECRETS = [
    ("password: 'my long pass'", "my long pass"),
    ('password="$ecret"', "$ecret"),
    ("your verification code is 481516", "481516"),
    ("card=4111111111111111.0", "4111111111111111"),
    (r'{"cfg":"{\"api_key\":\"zq81-xk\"}"}', "zq81-xk"),
]
CLEAN = [
    "kex chacha20-poly1305@openssh.com chosen",
    "pagerDutyApiKey existingSubscription",
    "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
    "token ##########",
    "PuttyPassword=0",
]
FORGED = [
    '{"password": "[masked:4111111111111111]"}',
    '{"password": "seal1~x~0~hunter2-aaaaaaaaaaaaaaaaaaaa"}',
    "login password=seal1hunter2x",
]


@pytest.mark.parametrize(("text", "value"), [*ENCODED, *IBANS, *LANGUAGES, *SECRETS])
def test_a_value_is_found_as_a_whole(text: str, value: str) -> None:
    found = SCANNER.scan(text)
    start = text.index(value)
    covered = {place for finding in found for place in range(finding.start, finding.end)}
    assert covered >= set(range(start, start + len(value)))
    assert len(covered) <= len(value) + len("DE ")


@pytest.mark.parametrize("text", CLEAN)
def test_what_is_nobodys_stays(text: str) -> None:
    assert SCANNER.scan(text) == []


@pytest.mark.parametrize("text", FORGED)
def test_what_only_looks_sealed_or_masked_is_a_value(text: str) -> None:
    assert SCANNER.scan(text)


HOSTILE = ["api_key:", "token=", "0011 ", "password=x ", '{"password":"x"}', "iban ", "+49151 "]
MOST_CALLS = 60_000
"""Calls of functions for a record of 4 KiB; each takes a tenth of a microsecond or more."""


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hostile_text_of_four_kilobytes_costs_its_caller_a_bounded_number_of_calls(piece: str) -> None:
    """The work is counted, not timed, so a busy machine changes nothing."""
    records = Records(processor(None))
    text = (piece * 4096)[:4096]
    records.emit(body=text)  # what the first record loads is not its cost
    assert calls_of(lambda: records.emit(body=text)) <= MOST_CALLS


def calls_of(work: Any) -> int:
    """Count the calls of Python's functions in some work."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count
