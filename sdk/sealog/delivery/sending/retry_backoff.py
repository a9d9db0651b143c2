"""How long the sender waits before it tries again: exponential backoff with jitter."""

from __future__ import annotations

_FIRST_DELAY = 0.25
_LONGEST_DELAY = 30.0


def retry_delay(failures: int, asked: float, chance: float) -> float:
    """Give the seconds to wait after so many consecutive failures, at least the `asked` ones.

    The delay doubles from 0.25 s to 30 s, and half of it is random: `chance` is in [0, 1).
    """
    longest = min(_LONGEST_DELAY, _FIRST_DELAY * 2.0 ** min(failures - 1, 16))
    return max(asked, longest * (0.5 + 0.5 * chance))
