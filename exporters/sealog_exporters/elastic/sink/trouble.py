"""Tracks what keeps records from being stored and since when, and reports it."""

from __future__ import annotations

from dataclasses import dataclass

from sealog.notices import say_once, say_settled

__all__ = ["Troubles"]

_AWAY_S = 10.0
_FORGOTTEN_S = 60.0
_NAMED = 3


@dataclass
class _Trouble:
    since: float
    last: float
    reason: str


class Troubles:
    """The problems of the whole store, and those of single targets. Times are seconds of one clock."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._store: _Trouble | None = None
        self._targets: dict[str, _Trouble] = {}

    def store(self, reason: str, now: float) -> None:
        """Note that Elasticsearch stored nothing of a request."""
        if self._store is None:
            self._store = _Trouble(now, now, reason)
        self._store.last, self._store.reason = now, reason
        say_once("elasticsearch", f"Elasticsearch at {self._address} takes no records: {reason}; they are sent again")

    def answered(self) -> None:
        """Note that Elasticsearch took a request, whatever it says of single documents."""
        if self._store is not None:
            self._store = None
            say_settled("elasticsearch", "Elasticsearch takes records again")

    def target(self, target: str, reason: str, now: float) -> None:
        """Note that one target refuses while others may not."""
        trouble = self._targets.setdefault(target, _Trouble(now, now, reason))
        trouble.last, trouble.reason = now, reason
        say_once(f"target:{target}", f"{target} takes no records: {reason}; they are sent again")

    def stored(self, target: str) -> None:
        """Note that a target took a document."""
        if self._targets.pop(target, None) is not None:
            say_settled(f"target:{target}", f"{target} takes records again")

    def problem(self, now: float) -> str:
        """Tell what has been wrong for some seconds, or nothing."""
        if self._store is not None and now - self._store.since > _AWAY_S and now - self._store.last < _FORGOTTEN_S:
            return f"Elasticsearch takes no records: {self._store.reason}"
        stuck = sorted(
            f"{target} ({trouble.reason})"
            for target, trouble in self._targets.items()
            if now - trouble.since > _AWAY_S and now - trouble.last < _FORGOTTEN_S
        )
        return "sent again until it is taken: " + ", ".join(stuck[:_NAMED]) if stuck else ""
