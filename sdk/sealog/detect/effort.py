"""How much work one look at a text may take, counted in steps and never by the clock. It looks at no text itself.

A step is about a microsecond of an ordinary processor: a candidate, a keyword, or some characters that a rule reads. A
look may take as many as its text is long, so the application's wait is bounded from the first character on, and a busy
machine changes nothing of what a record keeps.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
"""Steps of every candidate, before what its rule spends itself."""

KEYWORD = 1
"""Steps of each rule that a keyword announces, before what it spends itself: most see at once that it is none."""


class TooCostlyError(Exception):
    """A look takes more steps than it may; it carries no text."""


class TooManyError(TooCostlyError):
    """A look finds more than `VALUES`; `values` is how many."""

    def __init__(self, values: int) -> None:
        super().__init__(values)
        self.values = values


class Effort:
    """What one look at `characters` may take; `share` is the part of the usual allowance that is left for it.

    Inside a `with` block of it `spend` counts for this look, in this thread.
    """

    __slots__ = ("_allowed", "spent")

    def __init__(self, characters: int, share: float = 1.0, base: float = BASE) -> None:
        self._allowed = (base + characters * PER_KIB / 1024) * share
        self.spent = 0

    def step(self, steps: int) -> None:
        """Count what is about to be judged.

        Raises:
            TooCostlyError: it is more than there is left.
        """
        self.spent += steps
        if self.spent > self._allowed:
            raise TooCostlyError

    def watched(self, validate: Validator, cost: int) -> Validator:
        """Give a validator that counts its steps before each candidate."""
        step = self.step

        def watched(text: str, start: int, end: int) -> Span | None:
            step(cost)
            return validate(text, start, end)

        return watched

    def __enter__(self) -> None:
        _NOW.effort = self

    def __exit__(self, *_: object) -> None:
        _NOW.effort = None


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
        effort.step(steps)


def check_number(effort: Effort | None, values: int) -> None:
    """Check how many values a look has found.

    Raises:
        TooManyError: they are more than `VALUES`, and there is an `effort`.
    """
    if effort is not None and values > VALUES:
        raise TooManyError(values)
