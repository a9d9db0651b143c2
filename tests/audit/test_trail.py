"""The audit trail: what was written stays provable, and a change anywhere shows."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sealog.audit.trail import AuditError, AuditTrail, verify
from sealog.crypto.primitives import new_signing_key

if TYPE_CHECKING:
    from pathlib import Path

KEY = new_signing_key()


@pytest.fixture
def trail(tmp_path: Path) -> AuditTrail:
    trail = AuditTrail(tmp_path / "state" / "audit.jsonl")
    trail.append([{"action": "open", "n": 1}, {"action": "open", "n": 2}])
    trail.append([{"action": "open", "n": 3}])
    trail.checkpoint(KEY, "2026-01-01T00:00:00+00:00")
    return trail


def test_an_untouched_trail_holds(trail: AuditTrail) -> None:
    assert verify(trail.path) == (4, None)


def test_the_file_is_its_owners(trail: AuditTrail) -> None:
    assert trail.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_entry_shows_at_the_next_one(trail: AuditTrail, line: int) -> None:
    lines = trail.path.read_bytes().split(b"\n")
    lines[line] = lines[line].replace(b'"open"', b'"omen"')
    trail.path.write_bytes(b"\n".join(lines))
    held, wrong = verify(trail.path)
    assert held == line + 1
    assert wrong is not None


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_removed_entry_shows(trail: AuditTrail, line: int) -> None:
    lines = trail.path.read_bytes().split(b"\n")
    del lines[line]
    trail.path.write_bytes(b"\n".join(lines))
    assert verify(trail.path)[1] is not None


def test_a_changed_signature_shows(trail: AuditTrail) -> None:
    lines = trail.path.read_bytes().splitlines()
    entry = json.loads(lines[-1])
    entry["signature"] = "00" * 64
    trail.path.write_bytes(b"\n".join([*lines[:-1], json.dumps(entry).encode(), b""]))
    assert verify(trail.path) == (3, "line 4: the signature does not hold")


def test_a_line_torn_by_a_crash_stays_and_the_chain_goes_on(trail: AuditTrail) -> None:
    with trail.path.open("ab") as file:
        file.write(b'{"action": "op')
    trail.append([{"action": "open", "n": 4}])
    assert verify(trail.path) == (6, None)


def test_an_entry_longer_than_a_block_is_chained(trail: AuditTrail) -> None:
    trail.append([{"reason": "x" * 10_000}])
    trail.append([{"n": 5}])
    assert verify(trail.path)[1] is None


def test_a_trail_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AuditError, match=r"audit\.jsonl"):
        AuditTrail(tmp_path / "file" / "audit.jsonl").append([{}])


@pytest.mark.process
def test_processes_that_append_at_once_keep_the_chain(tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    script = (
        "import sys; from pathlib import Path; from sealog.audit.trail import AuditTrail\n"
        "for n in range(50): AuditTrail(Path(sys.argv[1])).append([{'n': n}])"
    )
    children = [subprocess.Popen([sys.executable, "-c", script, str(path)]) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    assert verify(path) == (150, None)
