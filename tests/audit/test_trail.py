"""The audit trail: entries stay provable, and a change anywhere is detected."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sealog.audit.actor import actor
from sealog.audit.history import checkpoint_path
from sealog.audit.trail import AuditTrail, torn_path
from sealog.audit.verify import Verdict
from sealog.audit.verify import verify as verify_with
from sealog.crypto.primitives import new_signing_key, sign, signing_public_key
from sealog.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path

KEY = new_signing_key()
PUBLIC = signing_public_key(KEY)
NOW = "2026-01-01T00:00:00+00:00"


def verify(path: Path) -> Verdict:
    return verify_with(path, PUBLIC)


@pytest.fixture
def trail(tmp_path: Path) -> AuditTrail:
    trail = AuditTrail(tmp_path / "state" / "audit.jsonl")
    trail.append([{"action": "open", "n": 1}, {"action": "open", "n": 2}])
    trail.append([{"action": "open", "n": 3}])
    trail.checkpoint(KEY, "2026-01-01T00:00:00+00:00")
    return trail


def test_an_untouched_trail_holds(trail: AuditTrail) -> None:
    assert verify(trail.path) == Verdict(4, None)


def test_the_file_is_its_owners(trail: AuditTrail) -> None:
    assert trail.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_changed_entry_shows_at_the_next_one(trail: AuditTrail, line: int) -> None:
    lines = trail.path.read_bytes().split(b"\n")
    lines[line] = lines[line].replace(b'"open"', b'"omen"')
    trail.path.write_bytes(b"\n".join(lines))
    verdict = verify(trail.path)
    assert verdict.entries == line + 1
    assert verdict.wrong is not None


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_removed_entry_shows(trail: AuditTrail, line: int) -> None:
    lines = trail.path.read_bytes().split(b"\n")
    del lines[line]
    trail.path.write_bytes(b"\n".join(lines))
    assert verify(trail.path).wrong is not None


def test_a_changed_signature_shows(trail: AuditTrail) -> None:
    lines = trail.path.read_bytes().splitlines()
    entry = json.loads(lines[-1])
    entry["signature"] = "00" * 64
    trail.path.write_bytes(b"\n".join([*lines[:-1], json.dumps(entry).encode(), b""]))
    assert verify(trail.path) == Verdict(3, "line 4: the signature does not hold")


def test_a_line_torn_by_a_crash_is_set_aside_and_the_chain_goes_on(trail: AuditTrail) -> None:
    with trail.path.open("ab") as file:
        file.write(b'{"action": "op')
    assert "torn" in str(verify(trail.path).wrong)
    trail.append([{"action": "open", "n": 4}])
    trail.checkpoint(KEY, NOW)
    assert verify(trail.path) == Verdict(7, None, ("1 torn lines were set aside after crashes",))
    assert torn_path(trail.path).read_bytes() == b'{"action": "op\n'
    assert trail.torn == len(b'{"action": "op')


@pytest.mark.parametrize("garbage", [b"\xff\xfe\n", b"[1, 2]\n", b"null\n", b"{}\n", b"[" * 100_000 + b"\n", b"\n"])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_a_line_that_can_not_be_read_is_a_fault(trail: AuditTrail, garbage: bytes, place: int) -> None:
    lines = trail.path.read_bytes().splitlines(keepends=True)
    trail.path.write_bytes(b"".join([*lines[:place], garbage, *lines[place:]]))
    verdict = verify(trail.path)
    assert verdict.wrong is not None
    assert verdict.entries == place


def test_a_trail_rewritten_under_another_key_shows(trail: AuditTrail, tmp_path: Path) -> None:
    other = AuditTrail(tmp_path / "other" / "audit.jsonl")
    other.append([{"action": "open", "n": number} for number in range(3)])
    other.checkpoint(new_signing_key(), NOW)
    trail.path.write_bytes(other.path.read_bytes())
    assert verify(trail.path).wrong == "line 4: it is signed with another key than the keyring's"
    checkpoint_path(trail.path).write_bytes(checkpoint_path(other.path).read_bytes())
    assert verify(trail.path).wrong is not None
    assert verify_with(trail.path, b"no key").wrong is not None


def test_a_signature_under_the_stated_key_must_hold(trail: AuditTrail) -> None:
    """The key that an entry names is the right one, and another has signed."""
    lines = trail.path.read_bytes().splitlines()[:3]
    forged = AuditTrail(trail.path.with_name("forged.jsonl"))
    forged.path.write_bytes(b"\n".join(lines) + b"\n")
    forged.checkpoint(new_signing_key(), NOW)
    last = json.loads(forged.path.read_bytes().splitlines()[-1])
    last["public_key"] = PUBLIC.hex()
    trail.path.write_bytes(b"\n".join([*lines, json.dumps(last).encode(), b""]))
    assert verify(trail.path).wrong == "line 4: the signature does not hold"


@pytest.mark.parametrize("kept", [0, 1, 3])
def test_a_trail_that_was_cut_or_emptied_shows(trail: AuditTrail, kept: int) -> None:
    lines = trail.path.read_bytes().splitlines(keepends=True)
    trail.path.write_bytes(b"".join(lines[:kept]))
    assert f"{4 - kept} are missing" in str(verify(trail.path).wrong)


def test_a_trail_that_was_cut_at_an_earlier_signature_shows(trail: AuditTrail) -> None:
    earlier = trail.path.read_bytes()
    trail.append([{"action": "open", "n": 5}])
    trail.checkpoint(KEY, NOW)
    trail.path.write_bytes(earlier)
    assert "2 are missing" in str(verify(trail.path).wrong)


def test_a_trail_that_is_gone_shows_by_its_checkpoint(trail: AuditTrail) -> None:
    trail.path.unlink()
    assert "4 are missing" in str(verify(trail.path).wrong)
    checkpoint_path(trail.path).unlink()
    with pytest.raises(AuditError, match="there is no audit trail"):
        verify(trail.path)


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\xff", b"sealog/audit/x\n4\nAAAA\n\n", b"x" * 100_000])
def test_a_checkpoint_that_says_nothing_is_a_fault_and_nothing_is_signed_over_it(
    trail: AuditTrail, content: bytes | None
) -> None:
    if content is None:
        checkpoint_path(trail.path).unlink()
    else:
        checkpoint_path(trail.path).write_bytes(content)
    assert "checkpoint" in str(verify(trail.path).wrong)
    before = trail.path.read_bytes()
    if content is not None:
        with pytest.raises(AuditError, match="nothing is signed until that is cleared up"):
            trail.checkpoint(KEY, NOW)
        assert trail.path.read_bytes() == before


def test_a_checkpoint_with_another_number_shows(trail: AuditTrail) -> None:
    path = checkpoint_path(trail.path)
    path.write_bytes(path.read_bytes().replace(b"\n4\n", b"\n3\n"))
    assert "signature" in str(verify(trail.path).wrong)


def test_a_checkpoint_that_was_lost_leaves_its_mark(trail: AuditTrail) -> None:
    checkpoint_path(trail.path).unlink()
    trail.checkpoint(KEY, NOW)
    verdict = verify(trail.path)
    assert verdict == Verdict(6, None, ("line 5: the checkpoint was missing then; what came before may have been cut",))


@pytest.mark.parametrize("change", ["edit", "cut", "rebuild", "other"])
def test_a_trail_that_was_changed_is_never_signed_again(trail: AuditTrail, tmp_path: Path, change: str) -> None:
    lines = trail.path.read_bytes().splitlines(keepends=True)
    signed = checkpoint_path(trail.path).read_bytes()
    if change == "edit":
        trail.path.write_bytes(b"".join(lines).replace(b'"n": 1', b'"n": 9'))
    elif change == "cut":
        trail.path.write_bytes(b"".join(lines[:2]))
    else:
        other = AuditTrail(tmp_path / "other" / "audit.jsonl")
        other.append([{"action": "open", "n": number} for number in range(9)])
        other.checkpoint(KEY if change == "rebuild" else new_signing_key(), NOW)
        trail.path.write_bytes(other.path.read_bytes())
    with pytest.raises(AuditError, match="nothing is signed"):
        trail.checkpoint(KEY if change != "other" else new_signing_key(), NOW)
    assert checkpoint_path(trail.path).read_bytes() == signed
    assert verify(trail.path).wrong is not None


def test_a_trail_of_an_earlier_version_is_checked_by_its_anchor_and_gets_a_checkpoint(trail: AuditTrail) -> None:
    """The anchor is written here as version 0.1.0 wrote it before there were checkpoints."""
    checkpoint_path(trail.path).unlink()
    lines = trail.path.read_bytes().splitlines()
    head = hashlib.sha256(lines[-1]).hexdigest()
    anchor = trail.path.with_name("audit.jsonl.anchor")

    def written(entries: int) -> None:
        signature = sign(KEY, b"sealog/v1/audit-anchor\0" + f"{entries} {head}".encode()).hex()
        anchor.write_text(
            json.dumps({"sealog_audit_anchor": 1, "entries": entries, "head": head, "signature": signature})
        )

    written(4)
    assert verify(trail.path) == Verdict(4, None)
    written(5)
    assert "1 are missing" in str(verify(trail.path).wrong)
    written(3)
    assert "not those that were signed" in str(verify(trail.path).wrong)
    for content in (b"", b"[]", b'{"entries": 1, "head": 5}', b'{"entries": 4, "head": "", "signature": ""}'):
        anchor.write_bytes(content)
        assert "anchor" in str(verify(trail.path).wrong)
    written(4)
    trail.append([{"action": "open", "n": 4}])
    trail.checkpoint(KEY, NOW)
    assert not anchor.exists()
    assert verify(trail.path) == Verdict(6, None)


def test_entries_without_a_signature_show(trail: AuditTrail, tmp_path: Path) -> None:
    trail.append([{"action": "open", "n": 5}])
    assert "the last 1 entries are not signed" in str(verify(trail.path).wrong)
    never = AuditTrail(tmp_path / "never.jsonl")
    never.append([{"action": "open"}])
    checkpoint_path(never.path).write_bytes(checkpoint_path(trail.path).read_bytes())
    assert verify(never.path).wrong is not None


def test_a_full_disk_leaves_no_half_entry(trail: AuditTrail, monkeypatch: pytest.MonkeyPatch) -> None:
    before = trail.path.read_bytes()
    write = os.write

    def half(handle: int, data: bytes) -> int:
        if len(data) > 10:
            return write(handle, data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.write", half)
    with pytest.raises(AuditError, match="No space left"):
        trail.append([{"action": "open", "n": 5}])
    assert trail.path.read_bytes() == before


def test_the_actor_is_who_the_system_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert str(os.getuid()) in actor()
    assert "somebody-else" not in actor()
    monkeypatch.setattr("os.getuid", lambda: 0)
    assert actor({}).startswith("uid 0")
    assert actor({"SUDO_UID": "54321"}).endswith("by sudo of uid 54321")
    assert "sudo" not in actor({"SUDO_UID": "\x1b[31m"})
    monkeypatch.setattr("os.getuid", lambda: 54321)
    assert actor({"SUDO_UID": "0"}) == "uid 54321"


def test_an_entry_longer_than_a_block_is_chained(trail: AuditTrail) -> None:
    trail.append([{"reason": "x" * 10_000}])
    trail.append([{"n": 5}])
    trail.checkpoint(KEY, NOW)
    assert verify(trail.path).wrong is None


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
    AuditTrail(path).checkpoint(KEY, NOW)
    assert verify(path) == Verdict(151, None)
