"""A printed line: nothing personal stays, nothing else changes, and it opens again by itself."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sealog import notices
from sealog.console.line import LineSealer
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.policy.protection import protection
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "alice@example.com"
CARD = "4111 1111 1111 1111"
KEYS = keyring()
SEAL = LineSealer(default_scanner(), Sealer(KEYS.bundle()))
MASK = LineSealer(default_scanner(), None)


@pytest.mark.parametrize(
    ("line", "masked"),
    [
        (f"mail {EMAIL}\n", "mail [masked:email_address]\n"),
        (
            f"\x1b[35m{EMAIL}\x1b[0m \x1b[1m{CARD}\x1b[0m",
            "\x1b[35m[masked:email_address]\x1b[0m \x1b[1m[masked:credit_card]\x1b[0m",
        ),
        (f"'x\\n{EMAIL}\\n'", "'x\\n[masked:email_address]\\n'"),
        ("user password=hunter2 ok=1", "user password=[masked:password] ok=1"),
        ("\x1b[36mpassword\x1b[0m=\x1b[35mhunter2\x1b[0m", "\x1b[36mpassword\x1b[0m=\x1b[35m[masked:password]\x1b[0m"),
        ("{'password': 'hunter 2', 'a': 1}", "{'password': '[masked:password]', 'a': 1}"),
        ('password="hunter 2" x', 'password="[masked:password]" x'),
        (f"password={EMAIL}, x", "password=[masked:password], x"),
        (f'{{"a": "{EMAIL}", "n": [1, 2.5, null]}}\n', '{"a": "[masked:email_address]", "n": [1, 2.5, null]}\n'),
        ('{"password":"hunter2","b":"ü"}', '{"password":"[masked:password]","b":"ü"}'),
        (r'{"a": "m\u00fcller@example.com"}', '{"a": "[masked:email_address]"}'),
        ("password=[masked:password] b", "password=[masked:password] b"),
    ],
)
def test_values_are_masked_and_the_rest_stays(line: str, masked: str) -> None:
    assert MASK.text(line) == masked


@pytest.mark.parametrize(
    "line", ["", "plain text", '{"a": 1}\n', "{not json", "x=1 y='2' a: b", r"C:\new\users", "a\x1b[0m"]
)
def test_a_clean_line_is_the_same_object(line: str) -> None:
    assert SEAL.text(line) is line


def test_sealed_lines_open_by_themselves(tmp_path: Path) -> None:
    line = f"\x1b[35m{EMAIL}\x1b[0m paid {CARD} password=hunter2"
    sealed = SEAL.text(line)
    assert EMAIL not in sealed
    assert CARD[:9] not in sealed
    assert gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(sealed, []).text == line


def test_sealing_twice_changes_nothing() -> None:
    sealed = SEAL.text(f"{EMAIL} password=hunter2")
    assert SEAL.text(sealed) == sealed
    as_json = SEAL.text(json.dumps({"password": "hunter2", "m": EMAIL}))
    assert SEAL.text(as_json) == as_json


def test_a_sealed_json_line_is_still_json() -> None:
    assert json.loads(SEAL.text(json.dumps({"m": f"a\nb {EMAIL}", "n": 5})))["n"] == 5


def test_what_can_not_be_looked_at_is_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(type(default_scanner())):  # type: ignore[misc]  # a real scanner that fails
        def scan(self, text: str) -> list[object]:
            raise RuntimeError(text)

    notices._said.discard("console")
    assert LineSealer(Broken(), None).text(f"mail {EMAIL}\n") == "[masked:unknown]\n"
    assert EMAIL not in capsys.readouterr().err


def test_a_long_line_takes_time_in_proportion() -> None:
    """A megabyte of one word, and of equal signs: a quadratic pattern would take minutes."""
    for line in ("a" * 1_000_000, "a=" * 500_000, "=" * 1_000_000, "'a':" * 250_000):
        assert MASK.text(line) == line


KEEP_MAIL_DROP_SECRETS = """
entities: {email_address: keep, password: drop, credit_card: mask}
keys: {account: drop}
"""


def by_policy(folder: Path, policy: str) -> LineSealer:
    (folder / "sealog.yaml").write_text(policy)
    scanner, action_of = protection(folder / "sealog.yaml")
    return LineSealer(scanner, Sealer(KEYS.bundle()), action_of)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        (f"mail {EMAIL} card {CARD}", f"mail {EMAIL} card [masked:credit_card]"),
        ("password=hunter2 x", "password= x"),
        ("account=4711 x", "account= x"),
        (f'{{"mail": "{EMAIL}", "account": "4711"}}', f'{{"mail": "{EMAIL}"}}'),
        (f'{{"a": ["{CARD}"], "password": "hunter2"}}', '{"a": ["[masked:credit_card]"], "password": ""}'),
    ],
)
def test_the_policy_decides_what_is_done_with_a_printed_value(tmp_path: Path, line: str, printed: str) -> None:
    assert by_policy(tmp_path, KEEP_MAIL_DROP_SECRETS).text(line) == printed


def test_a_field_that_the_policy_drops_is_printed_empty(tmp_path: Path) -> None:
    line = by_policy(tmp_path, KEEP_MAIL_DROP_SECRETS)
    assert line.fields({"account": "4711", "password": "hunter2", "other": 1}) == {"account": "", "password": ""}


def test_a_policy_that_keeps_an_entity_also_keeps_it_where_the_console_masks(tmp_path: Path) -> None:
    (tmp_path / "sealog.yaml").write_text("entities: {email_address: keep}\n")
    scanner, action_of = protection(tmp_path / "sealog.yaml")
    assert LineSealer(scanner, None, action_of).text(f"{EMAIL} {CARD}") == f"{EMAIL} [masked:credit_card]"
