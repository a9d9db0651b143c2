"""The Merkle tree of RFC 6962 section 2.1, over texts in order: its root, and proofs that something is part of it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HASH_SIZE = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash one leaf."""
    return hashlib.sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two nodes to the one above them."""
    return hashlib.sha256(b"\1" + left + right).digest()


class MerkleTree:
    """A tree in memory: 64 bytes a leaf. Positions count from 0."""

    def __init__(self, leaves: Iterable[bytes]) -> None:
        level = [leaf_hash(leaf) for leaf in leaves]
        self._levels = [level]  # of complete subtrees: 1 leaf, 2 leaves, 4 leaves, …
        while len(level) > 1:
            level = [node_hash(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self, size: int) -> bytes:
        """Give the root as it was with the first `size` leaves."""
        return self._hash(0, size) if size else EMPTY_ROOT

    def inclusion(self, position: int, size: int) -> list[bytes]:
        """Prove that the leaf at `position` is in the tree of `size` leaves (RFC 6962 section 2.1.1)."""
        start, end, path = 0, size, []
        while end - start > 1:
            middle = start + _split(end - start)
            if position < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, new: int) -> list[bytes]:
        """Prove that the tree of `old` leaves is the beginning of the one of `new` (RFC 6962 section 2.1.2)."""
        if old in (0, new):
            return []
        start, end, path, is_whole = 0, new, [], True
        while old != end:
            middle = start + _split(end - start)
            if old <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, is_whole = middle, False
        if not is_whole:
            path.append(self._hash(start, end))
        return path[::-1]

    def _hash(self, start: int, end: int) -> bytes:
        """Hash a subtree that begins where such a one can, so that all but its right edge is at hand."""
        size = end - start
        if size & (size - 1) == 0:
            height = size.bit_length() - 1
            return self._levels[height][start >> height]
        middle = start + _split(size)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def is_included(leaf: bytes, position: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that `leaf` is at `position` of the tree with this root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= position < size:
        return False
    at, last, node = position, size - 1, leaf_hash(leaf)
    for one in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(one, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, one)
        at, last = at >> 1, last >> 1
    return last == 0 and node == root


def _split(size: int) -> int:
    """Give the largest power of two below a size of at least 2."""
    return 1 << (size - 1).bit_length() - 1
