"""How old an epoch is and when the next one is due. Callers give the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

ROTATE_EVERY = timedelta(days=30)
"""NIST SP 800-57 part 1 has one to two years for such keys; a month bounds what one stolen private key opens."""

CLOCKS_DIFFER = timedelta(days=1)
"""How far clocks may differ, and time zones be mistaken, before an epoch counts as made in the future."""


@dataclass(frozen=True)
class KeyAge:
    """The age of a current epoch. `due` is when the next one should be made; `why` says so where that is past."""

    age: timedelta
    due: datetime
    why: str | None


def key_age(created: str, now: datetime, every: timedelta = ROTATE_EVERY) -> KeyAge:
    """Tell the age of an epoch that was made at `created` (RFC 3339).

    An epoch without a readable date, or from the future, is due: otherwise a clock that was wrong once would keep the
    epoch in use for as long as the clock was ahead.
    """
    try:
        made = datetime.fromisoformat(created.replace("Z", "+00:00"))
    except ValueError:
        return KeyAge(timedelta(0), now, "its date can't be read")
    made = made if made.tzinfo else made.replace(tzinfo=timezone.utc)
    if made > now + CLOCKS_DIFFER:
        return KeyAge(timedelta(0), now, "it was made in the future, by a clock that was wrong")
    age = max(now - made, timedelta(0))
    due = made + every
    return KeyAge(age, due, f"it is {days(age)} old, and {days(every)} are allowed" if now >= due else None)


def days(span: timedelta) -> str:
    """Spell a span for people: `12 days`, `3 hours`."""
    if span >= timedelta(days=1):
        return f"{span.days} day{'s' * (span.days != 1)}"
    hours = int(span.total_seconds() // 3600)
    return f"{hours} hour{'s' * (hours != 1)}"
