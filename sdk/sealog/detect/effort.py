"""How much one look at a long text may cost: this thread's time, and values. It looks at no text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.interface import Span, Validator

FREE = 4096
"""Characters whose look is not watched: even all candidates that fit in cost a few milliseconds."""

LEAST = 2048
"""Characters that are kept of a text whose look takes too long. Nobody watches the look at those."""

SECONDS = 0.003
"""Processor time that the candidates of one look may take; who logs waits for it."""

VALUES = 1000
"""Values of one look; a record with more of them is a list of people, and each must be sealed while somebody waits."""


class TooCostlyError(Exception):
    """A look takes longer, or finds more, than it may; it carries no text."""


class Effort:
    """What one look may take, for one thread. `clock` gives seconds; it is first read at the first candidate."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: float | None = None

    def step(self) -> None:
        """Tell of a candidate that is about to be judged.

        Raises:
            TooCostlyError: those before it took `SECONDS`.
        """
        now = self._clock()
        if self._until is None:
            self._until = now + SECONDS
        elif now > self._until:
            raise TooCostlyError

    def watched(self, validate: Validator) -> Validator:
        """Give a validator that takes a step before each candidate."""

        def watched(text: str, start: int, end: int) -> Span | None:
            self.step()
            return validate(text, start, end)

        return watched


def check_number(effort: Effort | None, values: int) -> None:
    """Check how many values a look has found.

    Raises:
        TooCostlyError: they are more than `VALUES`, and there is an `effort`.
    """
    if effort is not None and values > VALUES:
        raise TooCostlyError
