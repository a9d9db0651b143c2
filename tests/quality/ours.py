"""What the default scanner finds in generated lines, as the score wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.fill import Gold
from sealog.detect.engine.scanner import default_scanner

if TYPE_CHECKING:
    from collections.abc import Iterable

    from quality.fill import Line


def findings(lines: Iterable[Line]) -> list[list[Gold]]:
    """Scan each line by itself."""
    scan = default_scanner().scan
    return [[Gold(found.entity, found.start, found.end) for found in scan(line.text)] for line in lines]
