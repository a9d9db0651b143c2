"""Splits findings by text, where several texts were joined by U+001E and read as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.engine.prefilter import Fields

_finding = tuple.__new__  # what `Finding(…)` calls in the end; half the time


def by_text(found: Sequence[Fields], texts: Sequence[str]) -> list[list[Finding]] | None:
    """Return the findings of each joined text, or None if there are none at all."""
    if not found:
        return None
    each: list[list[Finding]] = [[] for _ in texts]
    number = offset = 0
    behind = len(texts[0])
    for entity, group, start, end in found:
        while start > behind:
            number += 1
            offset = behind + 1
            behind = offset + len(texts[number])
        each[number].append(_finding(Finding, (entity, group, start - offset, end - offset)))
    return each
