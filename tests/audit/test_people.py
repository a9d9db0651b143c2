"""The trail names people by salted hashes that can be forgotten, and opens only what it announced."""

from __future__ import annotations

import hashlib
import json
import stat
from typing import TYPE_CHECKING

import pytest

from sealog.audit.merkle import MerkleTree
from sealog.audit.people import AuditedPeople, commitment
from sealog.crypto.blind_index import blind_indexer
from sealog.crypto.spelling import find_sealed_values
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import AuditError
from sealog.gatekeeper.gatekeeper import announced_leaves
from sealog.keys.sealer import Sealer
from sealog.processor.values.replace import Replacer
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

KEYS = keyring()
INDEX_OF = blind_indexer(KEYS.index_keys()[1], "default", 1)
ALICE, BOB = (INDEX_OF("email_address", name) for name in ("alice@example.com", "bob@example.org"))


def seal(text: str) -> str:
    scanner = default_scanner()
    return Replacer(scanner, Sealer(KEYS.bundle())).replace(text, scanner.scan(text), "$", with_key=True)


def tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in find_sealed_values(text)]


def test_the_trail_holds_no_index_and_yet_tells_whom_an_opening_was_about(tmp_path: Path) -> None:
    trail = tmp_path / "audit.jsonl"
    gatekeeper(KEYS, trail).open_text(seal("from alice@example.com to bob@example.org to alice@example.com"))
    people = AuditedPeople(trail)
    of_alice, of_bob = people.names_of([ALICE]), people.names_of([BOB])
    named = [json.loads(line)["person"] for line in trail.read_text().splitlines()]
    assert [*of_alice, *of_bob, *of_alice] == named
    assert ALICE not in trail.read_text()
    assert stat.S_IMODE(people.path.stat().st_mode) == 0o600


def test_a_person_is_forgotten_with_salt_and_index_and_others_are_not(tmp_path: Path) -> None:
    trail = tmp_path / "audit.jsonl"
    for _ in range(3):
        gatekeeper(KEYS, trail).open_text(seal("from alice@example.com to bob@example.org"))
    people = AuditedPeople(trail)
    before = trail.read_bytes()
    assert people.forget([ALICE]) == 3
    assert people.forget([ALICE]) == 0
    assert people.names_of([ALICE]) == set()
    assert len(people.names_of([BOB])) == 3
    assert trail.read_bytes() == before, "the trail itself loses nothing"
    for file in tmp_path.iterdir():
        assert ALICE.encode() not in file.read_bytes()


def test_what_an_entry_calls_a_person_can_be_proven_by_salt_and_index() -> None:
    expected = hashlib.sha256(b"sealog/v1/audit-person\0" + b"s" * 16 + ALICE.encode()).hexdigest()
    assert commitment(b"s" * 16, ALICE) == expected


def test_many_openings_are_one_entry_with_a_root_that_is_on_disk_first(tmp_path: Path) -> None:
    trail = tmp_path / "audit.jsonl"
    keeper = gatekeeper(KEYS, trail)
    sealed = tokens(seal("from alice@example.com to bob@example.org"))
    open_one = keeper.announce("access", sealed, [ALICE], request="DSR-1")
    (entry,) = [json.loads(line) for line in trail.read_text().splitlines()]
    assert (entry["action"], entry["request"], entry["values"]) == ("access", "DSR-1", 2)
    assert entry["people"] == [*AuditedPeople(trail).names_of([ALICE])]
    leaves = [hashlib.sha256(token.encode()).hexdigest() for token in sealed]
    assert announced_leaves(sealed) == leaves
    assert entry["root"] == MerkleTree(leaf.encode() for leaf in leaves).root(2).hex()
    assert [open_one(token, ()).value for token in sealed] == ["alice@example.com", "bob@example.org"]
    assert len(trail.read_text().splitlines()) == 1


def test_what_was_not_announced_is_not_opened(tmp_path: Path) -> None:
    open_one = gatekeeper(KEYS, tmp_path / "audit.jsonl").announce("access", [])
    with pytest.raises(AuditError, match="has no entry for the opening"):
        open_one(tokens(seal("mail alice@example.com"))[0], ())


def test_nothing_is_opened_where_the_person_can_not_be_named(tmp_path: Path) -> None:
    (tmp_path / "audit.jsonl.people").write_text("no database, " * 100)
    with pytest.raises(AuditError, match=r"audit\.jsonl\.people: can't be used"):
        gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(seal("mail alice@example.com"))
