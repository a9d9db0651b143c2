"""Scans a file's lines one by one, and in windows of lines, because a value's name may stand some lines above it.

A line is a record of its own: words near a value count only in its line. Rows below a header line, indented JSON and
XML, keys in PEM, parts of forms and pairs of YAML need several lines; a window finds them. Its findings are cut to the
lines, so that each value stands in its own line. Memory is bounded by a window and the longest line.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from sealog.crypto.authenticity import brought
from sealog.crypto.spelling import find_sealed_keys
from sealog.detect.model.overlaps import resolve
from sealog.detect.structured.names_beside.tables import open_head
from sealog.pattern import pattern
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.engine.scanner import Scanner
    from sealog.processor.values.replace import Replacer

LARGEST = 1 << 16
"""Characters of a window's lines; a longer line is scanned alone."""

MOST_LINES = 600
"""Lines of a window: as many rows of a table are read below its header line."""

SHARED = 8192
"""Characters that a window shares with its neighbours, so that a value's name is within the same window."""

MOST_SHARED_LINES = 100


class Window(NamedTuple):
    """Lines, the findings of each, and the line above them, which is empty before the first."""

    lines: list[str]
    findings: list[list[Finding]]
    above: str = ""


class Windows:
    """Collects lines and passes them to `take`, with their findings, in their order and each one once.

    `flush` passes on all collected lines; it is for the end, and for a source without input for now.
    """

    def __init__(self, scanner: Scanner, take: Callable[[Window], None]) -> None:
        self._scanner = scanner
        self._structure = scanner.of_structure()
        self._take = take
        self._head: list[str] = []
        self._above: list[str] = []
        self._lines: list[str] = []
        self._size = 0

    def add(self, line: str) -> None:
        """Take one more line, without its line feed."""
        if len(line) > LARGEST:
            self.flush()
            self._take(Window([line], [self._scan(line)]))
            self._head, self._above = [], []
            return
        self._lines.append(line)
        self._size += len(line) + 1
        if self._size >= LARGEST or len(self._lines) >= MOST_LINES:
            self._look(len(self._lines) - len(_last(self._lines)))

    def flush(self) -> None:
        """Give all lines that are there."""
        if self._lines:
            self._look(len(self._lines))

    def _look(self, count: int) -> None:
        """Give the first `count` lines; the later ones are scanned with them, and given later."""
        above = [*self._head, *self._above]
        text = "\n".join([*above, *self._lines])
        findings = [self._scan(line) for line in self._lines[:count]]
        if len(above) + len(self._lines) > 1:
            with brought(find_sealed_keys(text)):
                found = self._structure.scan(text)
            if found:
                _share(found, [*above, *self._lines], findings, len(above))
        given, self._lines = self._lines[:count], self._lines[count:]
        self._size = sum(len(line) + 1 for line in self._lines)
        self._take(Window(given, findings, self._above[-1] if self._above else ""))
        self._keep([*self._above, *given])

    def _scan(self, line: str) -> list[Finding]:
        with brought(find_sealed_keys(line)):
            return self._scanner.scan(line)

    def _keep(self, lines: list[str]) -> None:
        """Keep the last lines for the next window, and the header line of a table that continues there."""
        self._above = _last(lines)
        if len(self._above) == len(lines) and not self._head:
            return
        head = open_head("\n".join([*self._head, *lines]), self._scanner.entity_of_key)
        self._head = [] if head is None or head[0] in self._above else head


_MEMBER = pattern(r"\s*(?:\"(?:[^\"\\]|\\.){0,512}\"|'(?:[^'\\]|\\.){0,512}')\s*:")
_ITEM = pattern(r"\s*-?[0-9][0-9.eE+-]*\s*,?\s*")
_GOES_ON = ("[", ",", ":")


def sealed_lines(window: Window, replacer: Replacer) -> list[str]:
    """Give a window's lines with their findings replaced.

    A string replaces a number in indented JSON, although the line has no bracket of the document.
    """
    lines = [window.above, *window.lines]
    return [
        _sealed(line, above, findings, replacer)
        for above, line, findings in zip(lines, window.lines, window.findings, strict=False)
    ]


def _sealed(line: str, above: str, findings: list[Finding], replacer: Replacer) -> str:
    if not findings:
        return line
    if _MEMBER.match(line):
        left, right = "{", "}"
    elif above.rstrip().endswith(_GOES_ON) and _ITEM.fullmatch(line):
        left, right = "[", "]"
    else:
        return replacer.replace(line, findings, "$", with_key=True)
    moved = [found._replace(start=found.start + 1, end=found.end + 1) for found in findings]
    return replacer.replace(left + line + right, moved, "$", with_key=True)[1:-1]


def _last(lines: Sequence[str]) -> list[str]:
    """Give the last lines, as many as two windows share."""
    lasting = lines[-MOST_SHARED_LINES:]
    sizes = accumulate(len(line) + 1 for line in reversed(lasting))
    count = sum(size <= SHARED for size in sizes)
    return list(lasting[len(lasting) - count :])


def _share(found: Sequence[Finding], lines: Sequence[str], findings: list[list[Finding]], skipped: int) -> None:
    """Add what was found in a window to the findings of its lines; `findings` begins with those of line `skipped`."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    number = 0
    for entity, group, start, end in found:
        while starts[number + 1] <= start:
            number += 1
        at = number
        while at < len(lines) and starts[at] < end:
            if 0 <= at - skipped < len(findings):
                line, offset = lines[at], starts[at]
                begin, stop = max(0, start - offset), min(len(line), end - offset)
                part = line[begin:stop]
                begin, stop = begin + len(part) - len(part.lstrip()), stop - len(part) + len(part.rstrip())
                if begin < stop:
                    findings[at - skipped] = _with(findings[at - skipped], Finding(entity, group, begin, stop))
            at += 1


def _with(findings: list[Finding], further: Finding) -> list[Finding]:
    """Give findings with one more; of those that overlap the longest stays, then the one that was there."""
    every = [*findings, further]
    ranked = sorted((finding.start, finding.end, number) for number, finding in enumerate(every))
    return [every[number]._replace(start=start, end=end) for start, end, number in resolve(ranked)]
