"""The pauses between attempts to deliver a notification: exponential backoff with jitter."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses between attempts: `first_s`, doubled each time up to `max_s`, half of it random."""

    first_s: float = 1.0
    max_s: float = 900.0

    def pause_s(self, attempts: int, chance: float) -> float:
        """Return the pause after `attempts` failed attempts; `chance` is from 0 to 1."""
        doubled = self.first_s * 2.0 ** min(attempts - 1, 60)
        return min(doubled, self.max_s) * (0.5 + chance / 2.0)
