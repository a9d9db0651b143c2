"""Reads a bbolt file, the format of the collector's `file_storage`, and trusts no length in it.

Format: go.etcd.io/bbolt, page.go, meta.go and inode.go. A file is pages; page 0 and 1 are metas, of which the valid one
with the higher transaction counts; from its root a tree of branch and leaf pages holds buckets of keys and values.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Contents", "Damage", "Item", "read_file"]

_MAGIC, _VERSION = 0xED0CDAED, 2
_HEADER = struct.Struct("<QHHI")
_META = struct.Struct("<IIIIQQQQQQ")
_CHECKED = _META.size - 8
_LEAF = struct.Struct("<IIII")
_BRANCH = struct.Struct("<IIQ")
_BUCKET = struct.Struct("<QQ")
_BRANCH_PAGE, _LEAF_PAGE = 0x01, 0x02
_IS_BUCKET = 0x01
_PAGE_SIZES = (4096, 8192, 16384, 65536, 1024, 2048, 32768)
_DEEPEST = 64
_MOST_SHOWN = 5


class Damage(Exception):  # noqa: N818 -- a state of the file
    """What is wrong with a file, and where."""


@dataclass(frozen=True)
class Item:
    """A key with its value, and the names of the buckets around it."""

    buckets: tuple[bytes, ...]
    key: bytes
    value: bytes = field(repr=False)


@dataclass(frozen=True)
class Contents:
    """The readable items, and everything that is wrong."""

    items: list[Item]
    damage: list[str]


@dataclass(frozen=True)
class _Meta:
    page_size: int
    root: int
    pages: int
    transaction: int


def read_file(path: Path) -> Contents:
    """Read everything that can be reached, around what is damaged.

    Raises:
        OSError: the file can't be read.
    """
    data = path.read_bytes()
    try:
        meta = _newest_meta(data)
    except Damage as damage:
        return Contents([], [str(damage)])
    wrong = []
    if len(data) < meta.pages * meta.page_size:
        wrong.append(f"cut short: {len(data)} bytes of {meta.pages * meta.page_size}")
    walk = _Walk(data, meta, wrong)
    items = list(walk.bucket(meta.root, ()))
    return Contents(items, wrong[:_MOST_SHOWN])


class _Walk:
    def __init__(self, data: bytes, meta: _Meta, wrong: list[str]) -> None:
        self._data = data
        self._meta = meta
        self._wrong = wrong
        self._seen: set[int] = set()

    def bucket(self, page: int, buckets: tuple[bytes, ...], depth: int = 0) -> Iterator[Item]:
        """Give the items below a page; what is damaged is noted and left out."""
        try:
            flags, count, content = self._page(page, depth)
        except Damage as damage:
            self._wrong.append(str(damage))
            return
        if flags == _BRANCH_PAGE:
            for number in range(count):
                _, _, child = _BRANCH.unpack_from(content, _HEADER.size + number * _BRANCH.size)
                yield from self.bucket(child, buckets, depth + 1)
        else:
            yield from self._leaf(page, count, content, buckets, depth)

    def _leaf(
        self, page: int, count: int, content: memoryview, buckets: tuple[bytes, ...], depth: int
    ) -> Iterator[Item]:
        for number in range(count):
            at = _HEADER.size + number * _LEAF.size
            flags, offset, key_size, value_size = _LEAF.unpack_from(content, at)
            start, end = at + offset, at + offset + key_size + value_size
            if end > len(content):
                self._wrong.append(f"page {page}: an item reaches beyond its page")
                return
            key, value = bytes(content[start : start + key_size]), content[start + key_size : end]
            if not flags & _IS_BUCKET:
                yield Item(buckets, key, bytes(value))
            elif len(value) < _BUCKET.size or depth >= _DEEPEST:
                self._wrong.append(f"page {page}: a bucket that is none")
            else:
                root, _ = _BUCKET.unpack_from(value)
                if root:
                    yield from self.bucket(root, (*buckets, key), depth + 1)
                else:  # small buckets lie in their parent's page
                    yield from self._inline(page, value[_BUCKET.size :], (*buckets, key), depth + 1)

    def _inline(self, page: int, content: memoryview, buckets: tuple[bytes, ...], depth: int) -> Iterator[Item]:
        if len(content) < _HEADER.size:
            self._wrong.append(f"page {page}: a bucket that is cut short")
            return
        _, flags, count, _ = _HEADER.unpack_from(content)
        if flags != _LEAF_PAGE or _HEADER.size + count * _LEAF.size > len(content):
            self._wrong.append(f"page {page}: a bucket that is none")
            return
        yield from self._leaf(page, count, content, buckets, depth)

    def _page(self, page: int, depth: int) -> tuple[int, int, memoryview]:
        size = self._meta.page_size
        if not 1 < page < self._meta.pages or page in self._seen or depth > _DEEPEST:
            raise Damage(f"page {page}: is out of range, or referenced twice")
        self._seen.add(page)
        start = page * size
        if start + _HEADER.size > len(self._data):
            raise Damage(f"page {page}: beyond the file's end")
        number, flags, count, overflow = _HEADER.unpack_from(self._data, start)
        if number != page or flags not in {_BRANCH_PAGE, _LEAF_PAGE}:
            raise Damage(f"page {page}: has another type than expected")
        content = memoryview(self._data)[start : start + (overflow + 1) * size]
        element = _LEAF.size if flags == _LEAF_PAGE else _BRANCH.size
        if len(content) < (overflow + 1) * size or _HEADER.size + count * element > len(content):
            raise Damage(f"page {page}: cut short")
        return flags, count, content


def _newest_meta(data: bytes) -> _Meta:
    first = _meta(data, 0)
    sizes = [first.page_size] if first else _PAGE_SIZES
    metas = [first, *(_meta(data, size) for size in sizes)]
    valid = [meta for meta in metas if meta]
    if not valid:
        raise Damage("both meta pages are damaged, which say where the data is")
    return max(valid, key=lambda meta: meta.transaction)


def _meta(data: bytes, start: int) -> _Meta | None:
    at = start + _HEADER.size
    if at + _META.size > len(data):
        return None
    magic, version, page_size, _, root, _, _, pages, transaction, checksum = _META.unpack_from(data, at)
    right = magic == _MAGIC and version == _VERSION and page_size in _PAGE_SIZES
    if not right or checksum != _fnv1a(data[at : at + _CHECKED]):
        return None
    return _Meta(page_size, root, pages, transaction)


def _fnv1a(data: bytes) -> int:
    """The 64-bit FNV-1a hash (draft-eastlake-fnv)."""
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value
