"""A silence: which alerts are held back, its start and end, its author and comment."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog_exporters.alerting.matching.label_matcher import Matcher, parse_matcher
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_COMMENT_CHARS = 1_000

_FRACTION = re.compile(r"\.[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Silence:
    """Holds back alerts that match all `matchers`, from `starts_at_ns` to before `ends_at_ns`."""

    id: str
    matchers: tuple[Matcher, ...]
    starts_at_ns: int
    ends_at_ns: int
    created_by: str = ""
    comment: str = ""

    def active(self, now_ns: int) -> bool:
        """Return whether it holds back at `now_ns`."""
        return self.starts_at_ns <= now_ns < self.ends_at_ns


def new_silence(  # every part of a silence is said by whoever makes it
    matchers: tuple[Matcher, ...], starts_at_ns: int, ends_at_ns: int, *, created_by: str = "", comment: str = ""
) -> Silence:
    """Make a silence whose id is derived from its content, so that a repeated request makes only one.

    Raises:
        SettingError: it would hold back everything, or nothing.
    """
    if all(matcher.op in {"!=", "!~"} or not matcher.value for matcher in matchers):
        raise SettingError("a silence needs one matcher with = or =~ and a value: without, it would mute everything")
    if ends_at_ns <= starts_at_ns:
        raise SettingError("a silence must end after it starts")
    spelled = repr((sorted(map(str, matchers)), starts_at_ns, ends_at_ns, created_by, comment))
    identity = hashlib.sha256(spelled.encode("utf-8", "replace")).hexdigest()[:12]
    return Silence(
        identity, matchers, starts_at_ns, ends_at_ns, created_by[:MAX_COMMENT_CHARS], comment[:MAX_COMMENT_CHARS]
    )


def parse_time(text: str) -> int:
    """Read an RFC 3339 time with its offset, in ns since the epoch.

    Raises:
        SettingError: it is not such a time.
    """
    problem = "must be a time with its offset, such as 2026-12-24T18:00:00Z"
    try:
        # Python 3.10 knows no Z, and fractions of three or six digits only.
        moment = datetime.fromisoformat(_FRACTION.sub(_six_digits, text).replace("Z", "+00:00"))
    except ValueError:
        raise SettingError(problem) from None
    if moment.tzinfo is None:
        raise SettingError(problem)
    since = moment - datetime(1970, 1, 1, tzinfo=timezone.utc)
    return (since.days * 86_400 + since.seconds) * NS + since.microseconds * 1_000


def _six_digits(fraction: re.Match[str]) -> str:
    return fraction[0][:7].ljust(7, "0")


def dump_silence(silence: Silence) -> dict[str, Any]:
    """Return it as JSON can hold it."""
    return {
        "id": silence.id,
        "matchers": [str(matcher) for matcher in silence.matchers],
        "starts_at_ns": silence.starts_at_ns,
        "ends_at_ns": silence.ends_at_ns,
        "created_by": silence.created_by,
        "comment": silence.comment,
    }


def load_silence(state: Mapping[str, Any]) -> Silence:
    """Take what `dump_silence` gave."""
    return Silence(**{**state, "matchers": tuple(parse_matcher(text) for text in state["matchers"])})
