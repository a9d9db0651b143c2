"""Checkpoints, cosignatures, proofs and policies: valid ones are accepted, and each kind of fault is refused."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

import pytest

from sealog.audit.checkpoint import (
    COSIGNATURE,
    SignedCheckpoint,
    VerifierKey,
    log_key,
    read_checkpoint,
    sign_checkpoint,
    signature_line,
    verifier_key,
)
from sealog.audit.merkle import MerkleTree
from sealog.audit.policy import load_policy
from sealog.audit.proof import prove, read_proof
from sealog.crypto.primitives import new_signing_key, sha256, sign, signing_public_key
from sealog.crypto.secret import Secret
from sealog.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path

KEY = Secret(bytes(range(32)))
LOG = log_key(signing_public_key(KEY))
LEAVES = [json.dumps({"n": number}).encode() for number in range(11)]
TREE = MerkleTree(LEAVES)
SIGNED = sign_checkpoint(11, TREE.root(11), KEY)


class Witness:
    """A witness's key, and what it signs."""

    def __init__(self, name: str) -> None:
        self._key = Secret(sha256(name.encode()))
        self.key = VerifierKey(name, COSIGNATURE, signing_public_key(self._key))

    def line(self, body: bytes, time: int = 1_700_000_000) -> bytes:
        signature = sign(self._key, f"cosignature/v1\ntime {time}\n".encode() + body)
        return signature_line(self.key.name, self.key.id, time.to_bytes(8, "big") + signature)


ONE, TWO, THREE = (Witness(f"witness.example/{name}") for name in ("one", "two", "three"))


def test_a_checkpoint_comes_back_from_its_text() -> None:
    again = read_checkpoint(bytes(SIGNED))
    assert again == SIGNED
    assert again.is_signed_by(LOG)
    assert not again.is_signed_by(log_key(signing_public_key(new_signing_key())))
    assert bytes(SIGNED).startswith(f"{LOG.name}\n11\n".encode())


def test_a_key_comes_back_from_its_text() -> None:
    for key in (LOG, ONE.key):
        assert verifier_key(str(key)) == key
        assert len(key.id) == 4


def test_a_published_key_and_its_signature_are_understood() -> None:
    """The example of golang.org/x/mod/sumdb/note."""
    key = verifier_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert (key.name, key.id.hex()) == ("PeterNeumann", "c74f20a3")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name",
        "a b+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T=",
        "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+AR==",
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(AuditError, match="verifier key"):
        verifier_key(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n11\n", b"\n011\n"),
        (b"\n11\n", b"\n-1\n"),
        (b"\n11\n", b"\n\n"),
        (b"\n\n", b"\n"),
        ("—".encode(), b"-"),
        (b"=\n", b"\n"),
    ],
)
def test_what_is_no_checkpoint_is_refused(old: bytes, new: bytes) -> None:
    with pytest.raises(AuditError):
        read_checkpoint(bytes(SIGNED).replace(old, new, 1))


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_checkpoint_that_was_cut_is_refused(cut: int) -> None:
    with pytest.raises(AuditError):
        read_checkpoint(bytes(SIGNED)[:cut])


def test_each_byte_that_changes_breaks_the_signature() -> None:
    text = bytes(SIGNED)
    for at in range(len(SIGNED.body)):
        changed = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        try:
            assert not read_checkpoint(changed).is_signed_by(LOG)
        except AuditError:
            continue


def test_a_cosignature_names_its_time_and_holds_for_its_checkpoint_alone() -> None:
    signed = SIGNED.with_lines(ONE.line(SIGNED.body))
    assert signed.cosigned_at(ONE.key) == 1_700_000_000
    assert signed.cosigned_at(TWO.key) is None
    assert signed.cosigned_at(LOG) is None
    other = sign_checkpoint(10, TREE.root(10), KEY)
    assert other.with_lines(ONE.line(SIGNED.body)).cosigned_at(ONE.key) is None
    assert read_checkpoint(bytes(signed)) == signed
    again = signed.with_lines(ONE.line(SIGNED.body, 1_800_000_000))
    assert again.cosigned_at(ONE.key) == 1_800_000_000
    assert len(again.signatures) == 2


def test_a_false_signature_beside_a_good_one_is_not_overlooked() -> None:
    false = signature_line(LOG.name, LOG.id, bytes(64))
    both = SignedCheckpoint(SIGNED.checkpoint, SIGNED.body, (*SIGNED.signatures, *_parsed(false)))
    assert not both.is_signed_by(LOG)


def _parsed(line: bytes) -> tuple[tuple[str, bytes, bytes], ...]:
    return read_checkpoint(SIGNED.body + b"\n" + line).signatures


def test_a_proof_comes_back_and_holds_for_its_entry_alone() -> None:
    for position in range(11):
        proof = read_proof(bytes(prove(LEAVES, TREE, position, SIGNED)))
        assert proof.holds
        assert proof.entry == LEAVES[position]
        text = bytes(proof)
        false = base64.b64encode(b'{"n": 99}')
        assert not read_proof(text.replace(base64.b64encode(proof.entry), false)).holds
        assert not read_proof(text.replace(f"index {position}\n".encode(), b"index 90\n")).holds
    with pytest.raises(AuditError, match="entry 12 is not signed: the last checkpoint counts 11 entries"):
        prove(LEAVES, TREE, 11, SIGNED)


@pytest.mark.parametrize(
    "change", [(b"@v1", b"@v2"), (b"extra ", b"extra  "), (b"index 3", b"index 03"), (b"\n\n", b"\n")]
)
def test_what_is_no_proof_is_refused(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(AuditError):
        read_proof(bytes(prove(LEAVES, TREE, 3, SIGNED)).replace(*change, 1))


def policy_fault(folder: Path, lines: str, *witnesses: Witness) -> str | None:
    path = folder / "policy.txt"
    path.write_text(lines)
    signed = SIGNED
    for witness in witnesses:
        signed = signed.with_lines(witness.line(SIGNED.body))
    return load_policy(path).fault(signed)


GROUPS = (
    f"# three witnesses\n\nlog {LOG} https://log.example\n"
    f"\twitness one {ONE.key} https://one.example\nwitness two {TWO.key}\nwitness three {THREE.key}\n"
    "group pair 2 one two\ngroup all all pair three\nquorum "
)


@pytest.mark.parametrize(
    ("quorum", "witnesses", "is_met"),
    [
        ("none", (), True),
        ("one", (), False),
        ("one", (TWO,), False),
        ("one", (ONE,), True),
        ("pair", (ONE, THREE), False),
        ("pair", (ONE, TWO), True),
        ("all", (ONE, TWO), False),
        ("all", (ONE, TWO, THREE), True),
    ],
)
def test_a_quorum_is_counted(tmp_path: Path, quorum: str, witnesses: tuple[Witness, ...], is_met: bool) -> None:
    assert (policy_fault(tmp_path, GROUPS + quorum, *witnesses) is None) is is_met


def test_a_policy_that_names_another_log_is_not_met(tmp_path: Path) -> None:
    other = log_key(signing_public_key(new_signing_key()))
    assert "signed by none of the policy's logs" in str(policy_fault(tmp_path, f"log {other}\nquorum none\n"))


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("", "the `quorum` line is missing"),
        ("quorum one", "line 1: one is not defined"),
        ("quorum none\nquorum none", "line 2: must be `quorum NAME`"),
        ("logs x", "line 1: a line must begin with log, witness, group, quorum or #"),
        ("log x", "line 1: a verifier key is"),
        (f"log {ONE.key}", "line 1: a log must have an Ed25519 key"),
        (f"log {LOG}\nlog {LOG}", "line 2: a log must have an Ed25519 key that no other log has"),
        (f"witness one {LOG}", "line 1: a witness must have a cosignature key"),
        (f"witness none {ONE.key}", "line 1: the name none is taken"),
        (f"witness a {ONE.key}\nwitness b {ONE.key}", "line 2: a witness must have a cosignature key"),
        (f"witness a {ONE.key}\ngroup g 2 a", "line 2: a group must ask for all, any, or 1 to 1"),
        (f"witness a {ONE.key}\ngroup g 0 a", "line 2: a group must ask"),
        (f"witness a {ONE.key}\ngroup g any a a", "line 2: a is a member already"),
        (f"witness a {ONE.key}\ngroup a any a", "line 2: the name a is taken"),
        ("group g any none", "line 1: none is not defined"),
        ("# x\n" * 1001, "at most"),
    ],
)
def test_a_wrong_policy_is_refused_by_its_line(tmp_path: Path, lines: str, complaint: str) -> None:
    with pytest.raises(AuditError, match=complaint):
        policy_fault(tmp_path, lines)
