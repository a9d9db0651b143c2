"""Reads the lines of a file in any of several encodings, and recognises files without text.

It reads UTF-8, UTF-16 and UTF-32 in either byte order, with a byte order mark or without; any other file counts as
Windows-1252, as most old logs are. Files packed by gzip, bzip2 or xz are unpacked.

A mark proves nothing: ASCII after it would be read as Chinese, and nothing would be found. So a mark counts only if the
bytes agree with it, and the ASCII bytes of a line are scanned beside its decoded text.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import lzma
import re
import zlib
from io import BufferedReader, TextIOWrapper
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import RawIOBase
    from typing import TypeAlias

    Packing: TypeAlias = Callable[..., Any]

PEEKED: Final = 4096
_MARKS = (  # the mark of UTF-32 begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_PACKED: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b\x08", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_MOST_NESTED = 2
_UTF_32 = 4
_LEAST = 0.2
"""A file has two or four bytes a character if this part of the bytes at one position is zero …"""
_MOST = 0.02
"""… and no more than this part at another."""
_TEXT_CONTROLS = frozenset(b"\0\a\b\t\n\v\f\r\x1b")
_BINARY = 0.04
"""A file is binary if more than this part of its first bytes are control characters that no text has."""
_RUN_OF_ASCII = re.compile(rb"[\t -~]{8,}")
"""So many consecutive bytes of ASCII are hardly ever letters of two bytes each."""
UNPACKING_ERRORS: Final = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What reading a packed file raises where it is damaged, or can't be read."""


class NoTextError(Exception):
    """A file holds no text; the message says what it is."""


def text_lines(file: BinaryIO) -> Iterator[str]:
    """Give a file's lines without their line feed, decoded.

    Raises:
        NoTextError: it is binary, or is packed and can't be unpacked; this can happen after some lines.
    """
    reader = cast("BufferedReader", file if hasattr(file, "peek") else BufferedReader(cast("RawIOBase", file), PEEKED))
    for _ in range(_MOST_NESTED + 1):
        begin = reader.peek(PEEKED)[:PEEKED]
        packing = packing_of(begin)
        if packing is None:
            yield from _lines(reader, begin)
            return
        try:
            reader = BufferedReader(cast("RawIOBase", packing(reader, "rb")), PEEKED)
            reader.peek(1)
        except UNPACKING_ERRORS:
            raise NoTextError("it is packed and can't be unpacked") from None
    raise NoTextError("it is packed several times over")


def packing_of(begin: bytes) -> Packing | None:
    """Give the `open` of the module that reads and writes a packed file with these first bytes, or None."""
    return next((packing for magic, packing in _PACKED if begin.startswith(magic)), None)


def is_binary(begin: bytes) -> bool:
    """Tell whether a file with these first bytes, of one byte a character, holds no text."""
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in begin)  # noqa: PLR2004 - the first printable character
    return controls > _BINARY * len(begin)


def encoding_of(begin: bytes) -> str | None:
    """Give the encoding of more than one byte a character that a file's first bytes are in, or None."""
    for mark, name in _MARKS:
        if begin.startswith(mark) and _agrees(begin[len(mark) :], name):
            return name
    if len(begin) < _UTF_32:
        return None
    zeros = [begin[place::_UTF_32].count(0) / len(begin[place::_UTF_32]) for place in range(_UTF_32)]
    if min(zeros[2:]) >= 1 - _LEAST and zeros[0] <= _MOST:
        return "utf-32-le"
    if min(zeros[:2]) >= 1 - _LEAST and zeros[3] <= _MOST:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd >= _LEAST and even <= _MOST:
        return "utf-16-le"
    return "utf-16-be" if even >= _LEAST and odd <= _MOST else None


def _agrees(begin: bytes, encoding: str) -> bool:
    """Tell whether the bytes after a mark can be in its encoding."""
    if encoding.startswith("utf-32"):
        highest = begin[3::_UTF_32] if encoding == "utf-32-le" else begin[::_UTF_32]
        return not any(highest)
    return encoding == "utf-8-sig" or 0 in begin or _RUN_OF_ASCII.search(begin) is None


def _lines(reader: BufferedReader, begin: bytes) -> Iterator[str]:
    encoding = encoding_of(begin)
    try:
        if encoding is not None and encoding != "utf-8-sig":
            wrapped = TextIOWrapper(reader, encoding=encoding, errors="replace", newline="\n")
            try:
                for line in wrapped:
                    yield _with_ascii(line.removesuffix("\n").removeprefix("\ufeff"), encoding)
            finally:
                wrapped.detach()  # else it would close what is not its own
            return
        if is_binary(begin):
            raise NoTextError("it is binary")
        for raw in reader:
            yield _decoded(raw.removesuffix(b"\n")).removeprefix("\ufeff")
    except UNPACKING_ERRORS as error:
        raise NoTextError(f"it can't be read to its end ({type(error).__name__})") from None


def _with_ascii(line: str, encoding: str) -> str:
    """Add the ASCII text that a line's bytes hold: a file of UTF-16 to which a program appended lines in ASCII."""
    runs = _RUN_OF_ASCII.findall(line.encode(encoding, "replace"))
    return " ".join([line, *(run.decode("ascii") for run in runs)])


def _decoded(line: bytes) -> str:
    if 4 * line.count(0) >= len(line) > 0:
        line = line.replace(b"\0", b"")  # a line of UTF-16 that was appended to a file of another encoding
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1")
