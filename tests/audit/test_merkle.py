"""The Merkle tree of RFC 6962, checked against the RFC's definitions and published roots."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.audit.merkle import EMPTY_ROOT, MerkleTree, is_included

LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
"""The eight leaves of Certificate Transparency's own tests, whose root is known."""


def mth(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962 section 2.1 defines it."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def is_consistent(old: int, new: int, first: bytes, second: bytes, path: list[bytes]) -> bool:
    """Verify a consistency proof as RFC 9162 section 2.1.4.2 says."""
    if old == new:
        return not path and first == second
    path = [first, *path] if old & (old - 1) == 0 else list(path)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = hashlib.sha256(b"\1" + c + fr).digest(), hashlib.sha256(b"\1" + c + sr).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = hashlib.sha256(b"\1" + sr + c).digest()
        fn, sn = fn >> 1, sn >> 1
    return fr == first and sr == second and sn == 0


def test_the_published_root_of_eight_leaves() -> None:
    assert MerkleTree(LEAVES).root(8).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


@given(st.lists(st.binary(max_size=3), max_size=40))
def test_every_root_is_the_one_of_the_definition(leaves: list[bytes]) -> None:
    tree = MerkleTree(leaves)
    assert tree.size == len(leaves)
    assert [tree.root(size) for size in range(len(leaves) + 1)] == [mth(leaves[:at]) for at in range(len(leaves) + 1)]
    assert tree.root(0) == EMPTY_ROOT


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 50])
def test_each_leaf_is_proven_at_its_place_and_no_other(size: int) -> None:
    leaves = [str(number).encode() for number in range(60)]
    tree = MerkleTree(leaves)
    root = tree.root(size)
    for position in range(size):
        path = tree.inclusion(position, size)
        assert is_included(leaves[position], position, size, path, root)
        assert not is_included(b"other", position, size, path, root)
        assert not any(
            is_included(leaves[position], at, size, path, root) for at in range(-1, size + 1) if at != position
        )
        assert not is_included(leaves[position], position, size, [*path, root], root)
        assert not path or not is_included(leaves[position], position, size, path[:-1], root)


@given(st.integers(1, 70), st.integers(0, 70))
def test_each_tree_is_proven_to_go_on_from_each_before(old: int, more: int) -> None:
    leaves = [str(number).encode() for number in range(old + more)]
    tree = MerkleTree(leaves)
    path = tree.consistency(old, old + more)
    assert is_consistent(old, old + more, tree.root(old), tree.root(old + more), path)
    if more:
        other = MerkleTree([b"changed", *leaves[1:]])
        assert not is_consistent(old, old + more, other.root(old), tree.root(old + more), path)
    assert tree.consistency(0, old) == []
