"""SEALOG_CONSOLE in a real process: handlers, loguru and structlog, stdout and files; and the wire as before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import instrumented
from support import gatekeeper

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

APP = Path(__file__).with_name("app.py")
PERSONAL = ("alice@", "4111 1111", "hunter2")


def everything(printed: str, folder: Path) -> str:
    files = sorted(folder.glob("*.*"))
    assert len(files) >= 3, files
    return printed + "".join(path.read_text() for path in files)


@pytest.mark.parametrize("console", ["seal", "mask"])
def test_nothing_personal_is_printed_anywhere(keys: Keys, sink: Sink, tmp_path: Path, console: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = instrumented(str(APP), str(folder), endpoint=sink.endpoint, SEALOG_CONSOLE=console, **keys.environ)
    assert (done.returncode, done.stdout.endswith("done\n")) == (0, True), done.stderr
    printed = everything(done.stdout + done.stderr, folder)
    for personal in PERSONAL:
        assert personal not in printed
    for kept in ("EARLY INFO order for ", "CALLABLE it failed", "--- Logging error ---", "Traceback (most recent"):
        assert kept in printed
    if console == "mask":
        assert "seal1k~" not in printed
        return
    opened = gatekeeper(keys.keyring, tmp_path / "audit.jsonl").open_text(printed, [])
    assert opened.unopened == 0
    assert "EARLY INFO order for alice@example.com" in opened.text
    # The wire is as without the console's cover: its values go with the record's key and are counted on the record.
    (order,) = [one for one in sink.records() if one.body.string_value.startswith("order for ")]
    assert re.fullmatch(r"order for seal1~email_address~\w{13}~\S+", order.body.string_value)


def test_it_is_off_unless_asked_for(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    done = instrumented(str(APP), str(tmp_path), endpoint=sink.endpoint, **keys.environ)
    assert "EARLY INFO order for alice@example.com" in done.stdout


def test_without_a_bundle_it_masks(sink: Sink, tmp_path: Path) -> None:
    done = instrumented(str(APP), str(tmp_path), endpoint=sink.endpoint, SEALOG_CONSOLE="seal")
    assert "EARLY INFO order for [masked:email_address]" in done.stdout
