"""Witnesses: an honest one cosigns consistent checkpoints and refuses others; a false one is detected."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

import serving
from audit.test_checkpoint import KEY, LEAVES, ONE, TWO
from sealog.audit.checkpoint import sign_checkpoint
from sealog.audit.merkle import MerkleTree
from sealog.audit.witness import WitnessRefusedError, cosigned
from sealog.errors import AuditError, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.audit.checkpoint import SignedCheckpoint


@contextmanager
def answering(answer: Callable[[bytes], tuple[int, bytes]]) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives `answer` for each body; gives its URL and the bodies that came."""
    bodies: list[bytes] = []

    def reply(path: str, body: bytes) -> tuple[int, bytes]:
        assert path == "/w/add-checkpoint"
        bodies.append(body)
        return answer(body)

    with serving.answering(reply) as url:
        yield f"{url}/w/", bodies


def head(size: int) -> tuple[SignedCheckpoint, MerkleTree]:
    tree = MerkleTree(LEAVES[:size])
    return sign_checkpoint(size, tree.root(size), KEY), tree


def note_of(body: bytes) -> bytes:
    return body.partition(b"\n\n")[2].partition(b"\n\n")[0] + b"\n"


def test_a_cosignature_is_kept_and_what_others_sent_is_not() -> None:
    signed, tree = head(5)
    with answering(lambda body: (200, ONE.line(note_of(body)) + TWO.line(note_of(body)))) as (url, bodies):
        result = cosigned(url, signed, tree, ONE.key)
    assert result.cosigned_at(ONE.key) is not None
    assert len(result.signatures) == 2
    assert bodies[0] == b"old 0\n\n" + bytes(signed)


def test_a_witness_that_knows_the_trail_gets_a_proof_from_there() -> None:
    signed, tree = head(11)

    def answer(body: bytes) -> tuple[int, bytes]:
        return (200, ONE.line(note_of(body))) if body.startswith(b"old 4\n") else (409, b"4\n")

    with answering(answer) as (url, bodies):
        assert cosigned(url, signed, tree, ONE.key).cosigned_at(ONE.key)
    assert bodies[1].partition(b"\n\n")[0].count(b"\n") == len(tree.consistency(4, 11))


@pytest.mark.parametrize(
    ("status", "content", "error", "complaint"),
    [
        (409, b"12\n", WitnessRefusedError, "has seen 12 entries, and the trail has 5: it was cut or put back"),
        (409, b"x", AuditError, "409 without a size"),
        (422, b"", WitnessRefusedError, "has seen other entries"),
        (404, b"", AuditError, "sealog audit vkey"),
        (500, b"", AuditError, "answers 500"),
        (200, b"", AuditError, "signature line"),
        (200, b"nonsense\n", AuditError, "signature line"),
        (200, ONE.line(b"another checkpoint\n"), AuditError, "without a cosignature of witness.example/one that holds"),
        (200, b"x" * 200_000, AuditError, "signature line"),
    ],
)
def test_what_is_no_cosignature_is_named(status: int, content: bytes, error: type[AuditError], complaint: str) -> None:
    signed, tree = head(5)
    with answering(lambda _: (status, content)) as (url, _), pytest.raises(error, match=complaint):
        cosigned(url, signed, tree, ONE.key)


def test_a_witness_that_is_away_or_none_is_named() -> None:
    signed, tree = head(5)
    with pytest.raises(AuditError, match="can't be reached"):
        cosigned("http://127.0.0.1:9", signed, tree, ONE.key)
    for url in ("", "file:///etc/passwd", "witness.example"):
        with pytest.raises(SettingError, match="a witness is named by a URL"):
            cosigned(url, signed, tree, ONE.key)
