"""The gatekeeper opens with a reason, audits first, and marks values that it can't open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sealog.audit.trail import AuditTrail
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import AuditError, SettingError
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.keys.sealer import Sealer
from sealog.processor.values.replace import Replacer
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.keyring import Keyring

KEYS = keyring()
TEXT = "from alice@example.com to bob@example.org"


def seal(text: str, keys: Keyring = KEYS, *, with_key: bool = True) -> tuple[str, str]:
    scanner = default_scanner()
    replacer = Replacer(scanner, Sealer(keys.bundle()))
    sealed = replacer.replace(text, scanner.scan(text), "$", with_key=with_key)
    assert replacer.key is not None
    return sealed, replacer.key.text


def test_a_text_comes_back_and_each_opening_is_audited_without_the_plaintext(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    keeper = gatekeeper(KEYS, path, reason="ticket 4711")
    assert keeper.open_text(seal(TEXT)[0]).text == TEXT
    keeper.close()
    entries = [json.loads(line) for line in path.read_text().splitlines()]
    assert [entry["action"] for entry in entries] == ["open", "open", "checkpoint"]
    assert {entry["reason"] for entry in entries[:2]} == {"ticket 4711"}
    assert {entry["actor"] for entry in entries[:2]} == {"tester"}
    assert "example" not in path.read_text()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_opening_needs_a_reason(tmp_path: Path, reason: str) -> None:
    with pytest.raises(SettingError, match="reason"):
        gatekeeper(KEYS, tmp_path / "audit.jsonl", reason=reason)


def test_what_belongs_to_another_keyring_stays_shut_and_is_marked(tmp_path: Path) -> None:
    sealed = seal(TEXT, keyring())[0]
    opened = gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(sealed)
    assert (opened.opened, opened.unopened) == (0, 2)
    assert opened.text.startswith("from [unopened unknown_key: seal1k~email_address~")
    assert opened.text not in repr(opened), "a log line about an opening must not undo the sealing"
    assert [json.loads(line)["outcome"] for line in (tmp_path / "audit.jsonl").read_text().splitlines()] == [
        "unknown_key"
    ] * 2


def test_a_short_value_opens_with_the_key_beside_it_or_by_look_up(tmp_path: Path) -> None:
    sealed, key = seal(TEXT, with_key=False)
    trail = AuditTrail(tmp_path / "audit.jsonl")
    asked: list[str] = []

    def look_up(key_id: str) -> list[str]:
        asked.append(key_id)
        return ["key1~broken", key]

    beside = gatekeeper(KEYS, trail.path).open_text(sealed, [key])
    keeper = Gatekeeper(KEYS, trail, reason="a test", actor="tester", clock=lambda: 0.0, look_up=look_up)
    assert beside.text == keeper.open_text(sealed).text == TEXT
    assert set(asked) == {key.split("~")[1]}


def test_nothing_is_opened_that_can_not_be_audited(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keeper = gatekeeper(KEYS, tmp_path / "file" / "audit.jsonl")
    with pytest.raises(AuditError):
        keeper.open_text(seal(TEXT)[0])


def test_a_text_without_sealed_values_leaves_no_entry(tmp_path: Path) -> None:
    assert gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text("nothing here").text == "nothing here"
    assert not (tmp_path / "audit.jsonl").exists()
