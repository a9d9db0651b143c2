"""Limits the work of one look at a text, counted in steps and never by the clock.

A step is about two microseconds of an ordinary processor: a part of a judgement, or some characters that a rule reads.
Each is charged what it takes, so that the steps of a text bound its time. A look may take some for each KiB of its
text, and no more than `MOST`. So the application's wait is bounded for
texts of any length, and a busy machine does not change the result.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from sealog.errors import SealogError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.model.rule import Span, Validator

BASE = 300
"""Steps that a look at any text may take."""

PER_KIB = 400
"""Steps that each further 1,024 characters allow. The densest honest texts that were measured take some 500."""

MOST = 10_000
"""Steps that a look at one record may take, however long it is."""

LEAST = 2048
"""Characters that are kept of a text that takes too many steps, half of them from its end."""

VALUES = 1000
"""Values of one look. A record with more is a list of people; the application waits while each value is sealed."""

CANDIDATE = 3
"""Steps of every candidate; its rule may spend more."""

_CALL = 3
"""Steps of calling a validator for a candidate."""

KEYWORD = 1
"""Steps of each rule that a keyword announces; the rule may spend more, but most refuse at once."""


class TooCostlyError(SealogError):
    """A look at a text takes more steps than its `ScanBudget` allows; the error carries no text.

    `budget` tells where they were taken.
    """

    budget: ScanBudget | None = None


class TooManyError(TooCostlyError):
    """A look finds more than `VALUES`; `values` is how many."""

    def __init__(self, values: int) -> None:
        super().__init__(values)
        self.values = values


class ScanBudget:
    """What one look at `characters` may take; `share` is the part of the usual allowance that is left for it.

    Inside a `with` block of it `spend` counts for this look, in this thread. With `most` it may take no more steps than
    that part of them.
    """

    __slots__ = ("_allowed", "_held", "_marks", "spent")

    def __init__(self, characters: int, share: float = 1.0, base: float = BASE, most: float = float("inf")) -> None:
        self._allowed = min(base + characters * PER_KIB / 1024, most) * share
        self._held: int | None = None
        self._marks = [(0, 0)]  # places, and the steps taken before
        self.spent = 0

    def allow(self, characters: int) -> None:
        """Allow the steps of so many further characters, up to `MOST` in all."""
        self._allowed = min(self._allowed + characters * PER_KIB / 1024, MOST)

    def mark(self, place: int) -> None:
        """Note that the following steps are taken at a place of the text."""
        self._marks.append((place if self._held is None else self._held, self.spent))

    def hold(self, place: int | None) -> None:
        """Count all following steps as taken at one place, whatever is marked, until it is None."""
        self._held = place
        if place is not None:
            self.mark(place)

    def taken_in(self, sizes: Sequence[int]) -> list[int]:
        """Give the steps taken in each of several texts of these sizes that were joined by one character."""
        begins = list(accumulate((size + 1 for size in sizes[:-1]), initial=0))
        taken = [0] * len(begins)
        ends = [spent for _, spent in self._marks[1:]] + [self.spent]
        for (place, before), after in zip(self._marks, ends, strict=True):
            taken[bisect_right(begins, place) - 1] += after - before
        return taken

    def step(self, steps: int) -> None:
        """Count the steps of the next judgement.

        Raises:
            TooCostlyError: fewer steps are left.
        """
        self.spent += steps
        if self.spent > self._allowed:
            error = TooCostlyError("a look at a text takes more steps than it may")
            error.budget = self
            raise error

    def affords(self, steps: int) -> bool:
        """Count steps that a judgement can do without, or return False where they would pass half the allowance."""
        if self.spent + steps > self._allowed / 2:
            return False
        self.spent += steps
        return True

    def watched(self, validate: Validator, cost: int) -> Validator:
        """Return the validator with a count of its steps before each candidate."""
        step, mark = self.step, self.mark

        def watched(text: str, start: int, end: int) -> Span | None:
            mark(start)
            step(_CALL + cost)
            return validate(text, start, end)

        return watched

    def __enter__(self) -> None:
        _NOW.budget = self

    def __exit__(self, *_: object) -> None:
        _NOW.budget = None


def bounded(characters: int, share: float = 1.0, base: float = BASE) -> ScanBudget:
    """Return the budget of a look at a record of so many characters, however many they are."""
    return ScanBudget(characters, share, base, MOST)


def is_capped(characters: int) -> bool:
    """Tell whether a text of so many characters may take no more than a shorter one."""
    return characters * PER_KIB / 1024 > MOST


class _Now(threading.local):
    budget: ScanBudget | None = None


_NOW = _Now()


def spend(steps: int) -> None:
    """Count steps for this thread's look, where a judgement takes more than a step or two.

    Raises:
        TooCostlyError: fewer steps are left.
    """
    budget = _NOW.budget
    if budget is not None:
        budget.step(steps)


def spend_at(place: int, steps: int) -> None:
    """Count steps as `spend` does, as taken at a place of the text."""
    budget = _NOW.budget
    if budget is not None:
        budget.mark(place)
        budget.step(steps)


def affords(steps: int) -> bool:
    """Count steps for this thread's look, where a judgement can do without them.

    Returns:
        Whether they were counted. If not, assume what they would have proved: a value must not stay in the clear
        because there are many.
    """
    budget = _NOW.budget
    return budget is None or budget.affords(steps)


def check_number(budget: ScanBudget | None, values: int) -> None:
    """Check how many values a look has found.

    Raises:
        TooManyError: they are more than `VALUES`, and there is a `budget`.
    """
    if budget is not None and values > VALUES:
        raise TooManyError(values)
