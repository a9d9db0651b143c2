"""How much work one look at a text may take, counted in steps and never by the clock. It looks at no text itself.

A step is about a microsecond of an ordinary processor. What a look may take grows with the text, so that who logs waits
for a time that the text's length bounds, from the first character on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from sealog.detect.surroundings import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.interface import Span, Validator

BASE = 300
"""Steps that a look at any text may take."""

PER_KIB = 700
"""Steps that each further 1,024 characters allow. The densest honest texts that were measured take some 500."""

LEAST = 2048
"""Characters that are kept of a text whose look takes too much, half of them from its end."""

VALUES = 1000
"""Values of one look; a record with more of them is a list of people, and each must be sealed while somebody waits."""

CANDIDATE = 4
"""Steps of an ordinary validator, and of a keyword rule that looks for one form right behind its keyword."""

CONTEXT = 10
"""Steps of a validator that looks for words beside the candidate, or of a rule that reads a name with its value."""

_READ = 64
"""Characters after which the steps of a rule count once more: it goes over what it reads several times."""

_LONGEST = 512
_RUN = re.compile(rf"\S{{0,{_LONGEST}}}")
_OPENED = re.compile(r"[^\n\x1e]{0,40}?([\"'`>])")
_CLOSING = {">": "<"}


class TooCostlyError(Exception):
    """A look takes more steps than it may; it carries no text."""


class TooManyError(TooCostlyError):
    """A look finds more than `VALUES`; `values` is how many."""

    def __init__(self, values: int) -> None:
        super().__init__(values)
        self.values = values


class Effort:
    """What one look at `characters` may take; `share` is the part of the usual allowance that is left for it.

    `offset` is where the text begins that is being looked at, in all texts of the record.
    """

    __slots__ = ("_left", "_share", "_spent", "offset")

    def __init__(self, characters: int, share: float = 1.0) -> None:
        self._left = (BASE + characters * PER_KIB / 1024) * share
        self._share = share
        self._spent: list[tuple[int, int]] = []
        self.offset = 0

    def step(self, steps: int, at: int) -> None:
        """Count what is about to be judged at a place. A value that was found gives most of its steps back: it is worth it.

        Raises:
            TooCostlyError: there is not so much left.
        """
        self._left -= steps
        self._spent.append((at + self.offset, steps))
        if self._left < 0:
            raise TooCostlyError

    def watched(self, validate: Validator, cost: int) -> Validator:
        """Give a validator that counts its steps before each candidate."""
        step = self.step

        def watched(text: str, start: int, end: int) -> Span | None:
            steps = cost * (1 + (end - start) // _READ)
            step(steps, start)
            found = validate(text, start, end)
            if found is not None:
                step(min(0, CANDIDATE - steps), start)
            return found

        return watched

    def spent(self) -> int:
        """Give the steps that were taken."""
        return sum(steps for _, steps in self._spent)

    def costly(self, texts: Sequence[str]) -> list[int]:
        """Give the numbers of those texts, of all that were looked at, that took more than their length allows."""
        begins, offset = [], 0
        for text in texts:
            begins.append(offset)
            offset += len(text) + len(SEPARATOR)
        steps = [0] * len(texts)
        for at, taken in self._spent:
            steps[bisect_right(begins, at) - 1] += taken
        # The base is shared by those that took any, so that at least one of them took too many if all together did.
        base = BASE * self._share / max(1, sum(map(bool, steps)))
        return [
            number
            for number, (text, taken) in enumerate(zip(texts, steps, strict=True))
            if taken > base + len(text) * PER_KIB / 1024 * self._share
        ]


def times_read(text: str, end: int) -> int:
    """Give how many times over a rule's steps count for a keyword that ends at `end`, by what it may read behind it.

    That is a word, or what stands between quotes or in an element.
    """
    run = _RUN.match(text, end)
    read = run.end() - end if run else 0
    opened = _OPENED.match(text, end)
    if opened is not None:
        begin = opened.end()
        closed = text.find(_CLOSING.get(opened[1], opened[1]), begin, begin + _LONGEST)
        read = max(read, (closed if closed >= 0 else min(len(text), begin + _LONGEST)) - end)
    return 1 + read // _READ


def check_number(effort: Effort | None, values: int) -> None:
    """Check how many values a look has found.

    Raises:
        TooManyError: they are more than `VALUES`, and there is an `effort`.
    """
    if effort is not None and values > VALUES:
        raise TooManyError(values)
