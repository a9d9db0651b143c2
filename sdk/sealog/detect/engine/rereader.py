"""Looks again at texts that hold escapes, colours or look-alikes, as they read without them.

`unescape/` makes these readings. A text without any is not looked at again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import SEPARATOR
from sealog.detect.unescape.merge import in_original, merge, merge_readings
from sealog.detect.unescape.readings import joiner, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.engine.prefilter import Look, Seen
    from sealog.detect.model.overlaps import Ranked
    from sealog.detect.model.scan_budget import ScanBudget
    from sealog.detect.regex import Engine
    from sealog.detect.unescape.reading import Reading

Run: TypeAlias = "Callable[[str, Seen | None, ScanBudget | None], tuple[list[Ranked], bool]]"
"""As `RuleRunner.run`."""

_READ = 16
"""Characters of a reading in a step."""


class Rereader:
    """Finds values in the readings of texts by `look` and `run`; `shaped` rules, which come first, have shapes.

    Thread-safe.
    """

    def __init__(self, look: Look, run: Run, engine: Engine, shaped: int) -> None:
        self._look = look
        self._run = run
        self._readings = reader(engine)
        self._join = joiner(engine, shaped)
        self._shaped = shaped

    def read_again(self, joined: str, found: list[Ranked], budget: ScanBudget | None) -> list[Ranked]:
        """Add the findings in the readings of each text. A text without readings is not looked at again."""
        found.sort()
        merged: list[Ranked] = []
        at = offset = 0
        for text in joined.split(SEPARATOR):
            first, behind = at, offset + len(text)
            while at < len(found) and found[at][0] < behind:
                at += 1
            written = found[first:at]
            given = self._readings(text)
            if given:
                here = [(start - offset, end - offset, rank) for start, end, rank in written]
                if budget is not None:
                    budget.hold(offset)
                both = self._read_one(text, here, given, budget)
                if budget is not None:
                    budget.hold(None)
                written = [(start + offset, end + offset, rank) for start, end, rank in both]
            merged += written
            offset = behind + 1
        return merged

    def _read_one(
        self, text: str, written: list[Ranked], given: Sequence[Reading], budget: ScanBudget | None
    ) -> list[Ranked]:
        """Return the findings in one text and in its readings, as places of the text itself."""
        found = []
        for reading in given:
            spend(len(text) // _READ)
            found.append(self._run(reading.text, self._look(reading.text), budget)[0])
        both = self._join(text, written, found)
        if both is not None:
            return both
        originals = [in_original(reading, values) for reading, values in zip(given, found, strict=True)]
        return merge(text, written, merge_readings(text, given[0], originals, self._is_shaped), given[0])

    def _is_shaped(self, rank: int) -> bool:
        return rank < self._shaped
