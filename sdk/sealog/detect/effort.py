"""How much work one look at a text may take, counted in steps and never by the clock. It looks at no text itself.

A step is about a microsecond of an ordinary processor: a candidate, a keyword, or some characters that a rule reads. A
look may take as many as its text is long, so the application's wait is bounded from the first character on, and a busy
machine changes nothing of what a record keeps.
"""

from __future__ import annotations

import threading
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

CANDIDATE = 3
"""Steps of every candidate and of every rule that a keyword announces, before what they `spend` themselves."""


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

    __slots__ = ("_at", "_left", "_share", "_spent", "offset")

    def __init__(self, characters: int, share: float = 1.0) -> None:
        self._left = (BASE + characters * PER_KIB / 1024) * share
        self._share = share
        self._spent: list[tuple[int, int]] = []
        self._at = 0
        self.offset = 0

    def step(self, steps: int, at: int) -> None:
        """Count what is about to be judged at a place.

        Raises:
            TooCostlyError: there is not so much left.
        """
        self._at = at + self.offset
        self.spend(steps)

    def spend(self, steps: int) -> None:
        """Count more work at the same place; fewer than 0 steps are given back. Raises as `step` does."""
        self._left -= steps
        self._spent.append((self._at, steps))
        if self._left < 0:
            raise TooCostlyError

    def watched(self, validate: Validator, cost: int) -> Validator:
        """Give a validator that counts its steps before each candidate."""
        step = self.step

        def watched(text: str, start: int, end: int) -> Span | None:
            step(cost, start)
            return validate(text, start, end)

        return watched

    def __enter__(self) -> None:
        """Let `spend` count for this look, in this thread."""
        _NOW.effort = self

    def __exit__(self, *_: object) -> None:
        """End what `__enter__` began."""
        _NOW.effort = None

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


class _Now(threading.local):
    effort: Effort | None = None


_NOW = _Now()


def spend(steps: int) -> None:
    """Count steps for the look that is under way in this thread, where something takes more than a step or two.

    Raises:
        TooCostlyError: there is not so much left.
    """
    effort = _NOW.effort
    if effort is not None:
        effort.spend(steps)


def check_number(effort: Effort | None, values: int) -> None:
    """Check how many values a look has found.

    Raises:
        TooManyError: they are more than `VALUES`, and there is an `effort`.
    """
    if effort is not None and values > VALUES:
        raise TooManyError(values)
