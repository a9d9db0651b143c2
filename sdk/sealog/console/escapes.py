r"""A printed text as a reader sees it, and the way back to its places. It finds nothing and changes nothing.

Colours glue letters to values (`\x1b[35malice@…`), and so do escapes in quoted text (`\nalice@…`): a rule would take
them for the value's beginning, or not see the value at all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_ESCAPE = re.compile(r"\x1b\[[0-9;:?]*[A-Za-z]|\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([nrtbf/\\\"']))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}


@dataclass(frozen=True)
class Shown:
    """The text without colours and with escapes resolved.

    `starts[i]` is where run `i` begins in `text`, `origins[i]` where in the original; a run is either literal or, in
    `widths`, one character that took so many in the original.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    widths: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original that `text[start:end]` (not empty) stands for."""
        return self._place(start)[0], sum(self._place(end - 1))

    def _place(self, position: int) -> tuple[int, int]:
        run = bisect_right(self.starts, position) - 1
        width = self.widths[run]
        return (self.origins[run], width) if width else (self.origins[run] + position - self.starts[run], 1)


def shown(text: str) -> Shown | None:
    """Give the text as it is seen, or None where that is the text itself."""
    if "\x1b" not in text and "\\" not in text:
        return None
    pieces: list[str] = []
    runs: list[tuple[int, int, int]] = []
    length = position = 0
    for match in _ESCAPE.finditer(text):
        length = _literal(text, position, match.start(), length, pieces, runs)
        position = match.end()
        character = _meaning(match)
        if character:
            runs.append((length, match.start(), match.end() - match.start()))
            pieces.append(character)
            length += 1
    if not position:
        return None
    _literal(text, position, len(text), length, pieces, runs)
    starts, origins, widths = zip(*runs, strict=True) if runs else ((), (), ())
    return Shown("".join(pieces), starts, origins, widths)


def _literal(text: str, start: int, end: int, length: int, pieces: list[str], runs: list[tuple[int, int, int]]) -> int:
    if end > start:
        runs.append((length, start, 0))
        pieces.append(text[start:end])
    return length + end - start


def _meaning(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return _LETTERS.get(match[3], match[3]) if match[3] else ""
