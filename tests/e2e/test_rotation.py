"""Keys are rotated while an application logs: it seals for each new bundle within seconds, and no record is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ
from backends import eventually
from sealog.crypto.spelling import parse_sealed_key
from sealog.keys.keyring import load_keyring
from support import gatekeeper

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

STEADY = Path(__file__).parent / "programs/steady.py"
BIN = Path(sys.executable).parent


def sealed_key(record: object) -> str:
    return next(pair.value.string_value for pair in record.attributes if pair.key == "sealog.key")  # type: ignore[attr-defined]  # a protobuf message


@pytest.mark.parametrize("durability", ["memory", "spool"])
def test_a_running_application_seals_for_each_new_bundle_and_loses_no_record(
    keys: Keys, sink: Sink, tmp_path: Path, durability: str
) -> None:
    environ = clean_environ(sink.endpoint, "http/protobuf") | keys.environ
    environ |= {"SEALOG_DURABILITY": durability, "SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "HOME": str(tmp_path)}
    app = subprocess.Popen(
        [BIN / "opentelemetry-instrument", sys.executable, STEADY],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

    def recipients() -> set[bytes]:
        return {parse_sealed_key(sealed_key(record)).recipients[0][0] for record in sink.records()}

    try:
        for epoch in (1, 2, 3):
            if epoch > 1:
                subprocess.run([BIN / "sealog", "keys", "rotate"], env=environ, check=True, timeout=60)
            eventually(lambda: len(recipients()), lambda seen, wanted=epoch: seen >= wanted)  # type: ignore[misc]
    finally:
        printed, said = app.communicate(timeout=60)
    lines = [line for line in said.splitlines() if line.startswith("sealog:")]
    assert lines == []
    ring = load_keyring(keys.folder / "keyring.json", lambda: "")
    assert recipients() == {epoch.recipient_id for epoch in ring.epochs}
    assert len(ring.epochs) == 3
    keeper = gatekeeper(ring, tmp_path / "audit.jsonl")
    opened = [keeper.open_text(record.body.string_value, [sealed_key(record)]).text for record in sink.records()]
    numbers = sorted(int(re.fullmatch(r"order (\d+) of customer\d@example\.com", text)[1]) for text in opened)  # type: ignore[index]
    assert numbers == list(range(1, int(printed) + 1))
    assert b"@example.com" not in sink.wire
