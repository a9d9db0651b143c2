"""The text that bytes hold: UTF-8, UTF-16 or UTF-32 with or without a byte order mark, else one character a byte.

Text that is not replaced is encoded to the same bytes again. Bytes with a run of ASCII are not UTF-16, with a mark or
without: otherwise a sender could hide an address in bytes that would be read as Chinese.
Source: the Unicode standard, section 23.8 (byte order mark). Windows and PowerShell write UTF-16 without saying so.
"""

from __future__ import annotations

import codecs
from contextlib import suppress

from sealog.pattern import pattern

_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-16-le", "utf-16-be")
_RUN_OF_ASCII = pattern(rb"[!-~]{10}")
_LOOKED_AT = 4096
_SHORTEST = 8
_LEAST_ASCII = 0.3  # of the characters of a text that may hold a value


def decode(value: bytes) -> tuple[str, str]:
    """Give the text that `value` holds, and the encoding in which it is spelled again."""
    wide = _wide_encoding(value)
    if wide is not None:
        with suppress(UnicodeDecodeError):
            return value.decode(wide), wide
    with suppress(UnicodeDecodeError):
        return value.decode("utf-8"), "utf-8"
    return value.decode("latin-1"), "latin-1"  # every byte is one character, and comes back as that byte


def _wide_encoding(value: bytes) -> str | None:
    """Guess the encoding of two or four bytes a character that `value` has."""
    if (b"\0" not in value[:_LOOKED_AT] and value[:1] not in {b"\xff", b"\xfe"}) or _RUN_OF_ASCII.search(value):
        return None
    marked = next((encoding for mark, encoding in _MARKED if value.startswith(mark)), None)
    if marked is not None:
        return marked
    if len(value) < _SHORTEST or len(value) % 2:
        return None
    share, encoding = max((_ascii_share(value, encoding), encoding) for encoding in _UNMARKED)
    return encoding if share >= _LEAST_ASCII else None


def _ascii_share(value: bytes, encoding: str) -> float:
    """Give which part of the characters at the begin is printable ASCII, if the bytes are in this encoding."""
    head = value[:_LOOKED_AT].decode(encoding, "ignore")
    return sum(char.isascii() and (char.isprintable() or char in "\r\n\t") for char in head) / max(1, len(head))
