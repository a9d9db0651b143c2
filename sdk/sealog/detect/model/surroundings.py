"""Reads the text around a candidate, never past U+001E into another text of the record."""

from __future__ import annotations

SEPARATOR = "\x1e"
"""Stands between the texts of a record; no shape matches it."""

_QUOTES = " \"'"


def before(text: str, start: int, reach: int) -> str:
    """Give up to `reach` code points that end at `start`."""
    left = text[start - reach if start > reach else 0 : start]
    return left.rpartition(SEPARATOR)[2] if SEPARATOR in left else left


def introduction(text: str, start: int, reach: int) -> tuple[str, bool]:
    """Give what introduces a candidate: what `before` gives, or the text before that which begins with the candidate.

    That is the key of an attribute, with what stands between key and value in a line: `tax_id: `.

    Returns:
        The window, and whether it may begin in the middle of a word.
    """
    left = text[start - reach if start > reach else 0 : start]
    if SEPARATOR not in left:
        return left, start > reach
    *others, own = left.rsplit(SEPARATOR, 2)
    if own.strip(_QUOTES) or not others[-1]:
        return own, False
    return f"{others[-1]}: ", len(others) == 1 and start > reach


def after(text: str, end: int, reach: int) -> str:
    """Give up to `reach` code points that begin at `end`."""
    return text[end : end + reach].partition(SEPARATOR)[0]


def is_word(char: str) -> bool:
    """Tell whether `char` (one code point, or empty at an edge) is an ASCII letter, digit or underscore.

    Scripts that put no space between words (Chinese, Japanese, Thai) must not hide what follows them.
    """
    return char == "_" or (char.isascii() and char.isalnum())


def is_glued(text: str, start: int, end: int) -> bool:
    """Tell whether `text[start:end]` is a piece of a longer word."""
    return is_word(text[start - 1 : start]) or is_word(text[end : end + 1])


def is_decimal_part(text: str, start: int, end: int) -> bool:
    """Tell whether a point and further digits make `text[start:end]` part of a longer dotted number."""
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    return (left[-1:] == "." and left[:1].isdigit()) or (right[:1] == "." and right[1:].isdigit())


_ESCAPES = frozenset("nrtbf")
_HEX = frozenset("0123456789abcdefABCDEF")


def begins_word(text: str, start: int) -> bool:
    r"""Tell whether `start` begins a word; an escape before it (`\n`, `%3D`, `\u003d`) ends one."""
    left = text[start - 1 : start]
    if not is_word(left):
        return True
    if left in _ESCAPES and text[start - 2 : start - 1] == "\\":
        return True
    return (text[max(0, start - 3) : start - 2] == "%" and _HEX.issuperset(text[start - 2 : start])) or (
        text[max(0, start - 6) : start - 4] == "\\u" and _HEX.issuperset(text[start - 4 : start])
    )


def begins_part(text: str, start: int) -> bool:
    """Tell whether `start` begins a word, or a part of a name: behind `_`, or with a hump (`backupCode`)."""
    left = text[start - 1 : start]
    return begins_word(text, start) or left == "_" or (left.islower() and text[start].isupper())
