"""Reads the sources of `sealog scan` and passes on each line with its findings."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from sealog.cli.encodings import NoTextError, text_lines
from sealog.cli.idle import watched
from sealog.cli.scan.scan_input import Scanned
from sealog.cli.terminal import complain, flush_if_streaming, opened
from sealog.cli.windows import Windows
from sealog.crypto.authenticity import brought
from sealog.crypto.spelling import find_sealed_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.cli.scan.scan_input import Read
    from sealog.cli.windows import Window
    from sealog.detect.engine.scanner import Scanner

    Take = Callable[[str, int, Scanned], None]
    """Gets a source, a line's number in it from 1 on, and what was found in the line."""


def look_at(sources: list[str], scanner: Scanner, read: Read | None, take: Take) -> None:
    """Scan each line of the sources: by `read`, or as plain text with the lines around it."""
    for source in sources:
        if read is None:
            _look_at_text(source, scanner, take)
        else:
            _look_at_lines(source, read, take)


def _look_at_lines(source: str, read: Read, take: Take) -> None:
    with opened(source) as file:
        try:
            for number, line in enumerate(text_lines(file), start=1):
                with brought(find_sealed_keys(line)):
                    scanned = read(line)
                take(source, number, scanned)
                flush_if_streaming(source)
        except NoTextError as error:
            complain(f"{source} was skipped: {error}")


def _look_at_text(source: str, scanner: Scanner, take: Take) -> None:
    numbers = count(1)

    def take_all(window: Window) -> None:
        for line, findings in zip(window.lines, window.findings, strict=True):
            take(source, next(numbers), Scanned(line, findings))
        flush_if_streaming(source)

    windows = Windows(scanner, take_all)
    with opened(source) as file:
        try:
            for line in text_lines(watched(file, windows.flush)):
                windows.add(line)
            windows.flush()
        except NoTextError as error:
            windows.flush()
            complain(f"{source} was skipped: {error}")
