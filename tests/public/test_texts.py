"""Single texts: `scan` finds, `seal_text` seals, as the policy says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import sealog
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from sealog.records.finding import Finding
from support import keyring

ROOT = Path(__file__).parent.parent.parent
TEXT = "mail ada@example.com, card 4111 1111 1111 1111"


def test_ten_lines_find_seal_and_open(config: Path) -> None:
    environ = {**os.environ, "XDG_CONFIG_HOME": str(config.parent)}
    command = [sys.executable, str(ROOT / "examples/ten_lines.py")]
    lines = subprocess.run(command, env=environ, check=True, capture_output=True, text=True).stdout.splitlines()
    assert lines[:2] == ["email_address ada@example.com", "credit_card 4111 1111 1111 1111"]
    assert "ada@example.com" not in lines[2]
    assert lines[3] == "confirmation sent to ada@example.com, paid with 4111 1111 1111 1111"
    assert "ticket 4711" in (config / "audit.jsonl").read_text()


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_ten_lines_stand_in_the_docs(page: str) -> None:
    code = (ROOT / "examples/ten_lines.py").read_text().partition("\n\n")[2]
    assert f"```python\n{code}```" in (ROOT / page).read_text()


@pytest.mark.usefixtures("config")
def test_scan_gives_findings_that_slice_the_text() -> None:
    assert [(type(found), TEXT[found.start : found.end]) for found in sealog.scan(TEXT)] == [
        (Finding, "ada@example.com"),
        (Finding, "4111 1111 1111 1111"),
    ]
    assert sealog.scan("") == []


def test_scan_needs_no_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert len(sealog.scan(TEXT)) == 2


def test_a_policy_decides_about_single_texts_and_is_read_again(config: Path) -> None:
    policy = config / "sealog.yaml"
    policy.write_text("entities: {email_address: keep, credit_card: mask}\n")
    assert [found.entity for found in sealog.scan(TEXT)] == ["credit_card"]
    assert sealog.seal_text(TEXT) == "mail ada@example.com, card [masked:credit_card]"
    policy.write_text("entities: {email_address: drop, credit_card: drop}\n")
    assert sealog.seal_text(TEXT) == "mail , card "


def test_a_policy_that_others_can_write_is_refused(config: Path) -> None:
    policy = config / "sealog.yaml"
    policy.write_text("entities: {email_address: keep}\n")
    policy.chmod(0o666)
    with pytest.raises(sealog.SettingError, match="others can write it"):
        sealog.seal_text(TEXT)


@pytest.mark.usefixtures("config")
def test_seal_text_is_undone_by_an_opener_and_sealed_once() -> None:
    for text in (TEXT, "", "nothing in it", "ünïcode ada@example.com \udc80 \0", "ada@example.com" * 3):
        sealed = sealog.seal_text(text)
        assert sealog.seal_text(sealed) == sealed
        with sealog.Opener("a test") as opener:
            assert opener.open_text(sealed).text == text


@pytest.mark.usefixtures("config")
def test_seal_text_takes_a_bundle() -> None:
    other = keyring("other").bundle()
    sealed = sealog.seal_text(TEXT, bundle=other)
    with sealog.Opener("a test") as opener:
        opened = opener.open_text(sealed)
    assert (opened.opened, opened.unopened) == (0, 2)


def test_seal_text_follows_a_bundle_that_is_replaced(config: Path) -> None:
    sealog.seal_text(TEXT)
    keys = keyring()
    save_keyring(keys, config / "keyring.json")
    save_bundle(keys.bundle(), config / "bundle.json")
    with sealog.Opener("a test") as opener:
        assert opener.open_text(sealog.seal_text(TEXT)).text == TEXT


def test_without_a_bundle_seal_text_raises_instead_of_losing_values(config: Path) -> None:
    (config / "bundle.json").unlink()
    with pytest.raises(sealog.KeyFileError, match="sealog init"):
        sealog.seal_text(TEXT)
