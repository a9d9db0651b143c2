"""The alert engine: events and the time go in, decisions come out. No I/O, no clock, no global."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from sealog_exporters.alerting.candidates import Candidates
from sealog_exporters.alerting.counters import Counters
from sealog_exporters.alerting.groups import HOT
from sealog_exporters.alerting.severity import number_of
from sealog_exporters.alerting.tracker import Tracker
from sealog_exporters.alerting.window import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from sealog_exporters.alerting.decision import Decision
    from sealog_exporters.alerting.rules import RuleFile
    from sealog_exporters.event import Event

VERSION = 1
"""Of the snapshot's shape."""


class Engine:
    """All rules at work on one stream. Not safe to share between threads.

    Args:
        rules: what to watch for.
        state: a `snapshot` to go on from.
        hot: groups of a rule that are kept ready; decisions are the same for any number, sample lines apart.
    """

    def __init__(self, rules: RuleFile, state: Mapping[str, Any] | None = None, hot: int = HOT) -> None:
        self.counters = Counters()
        self._trackers = tuple(Tracker(rule, self.counters, hot) for rule in rules.rules)
        self._candidates = Candidates(rules.rules, self._trackers)
        self._by_level = tuple(tracker for tracker in self._trackers if tracker.rule.measure.by_level)
        if state is not None:
            self.restore(state)

    def feed(self, events: Iterable[Event], now_ns: int) -> list[Decision]:
        """Count events, in any order of their times, and return what they decide, in order.

        Args:
            events: log records as received.
            now_ns: when they came, ns since the epoch.
        """
        decisions: list[Decision] = []
        candidates_of = self._candidates.of
        fed = 0
        for event in events:
            fed += 1
            digest = None
            for tracker in candidates_of(event, number_of(event)):
                if tracker.accepts(event):
                    if digest is None:
                        digest = digest_of(event.uid)
                    decided = tracker.feed(event, digest, now_ns)
                    if decided:
                        decisions += decided
        for tracker in self._by_level:
            decisions.extend(tracker.judge(now_ns))
        self.counters.events += fed
        return decisions

    def tick(self, now_ns: int) -> list[Decision]:
        """Return what the passing of time decides: resolves, `for`, repetitions after a cooldown, silence."""
        return [decision for tracker in self._trackers for decision in tracker.tick(now_ns)]

    def firing(self, now_ns: int) -> list[Decision]:
        """List what fires now, told or not, as decisions with the value of now. Changes nothing."""
        return [decision for tracker in self._trackers for decision in tracker.firing(now_ns)]

    def snapshot(self) -> dict[str, Any]:
        """Give the whole state as JSON can hold it; `restore` goes on from it, also under changed rules."""
        groups = [
            {"rule": tracker.rule.identity, **group.dump()} for tracker in self._trackers for group in tracker.groups()
        ]
        return {"version": VERSION, "groups": groups}

    def restore(self, state: Mapping[str, Any]) -> int:
        """Take a snapshot's groups; return how many were left out because no rule counts what they counted.

        The groups come in the order in which they were last seen, and may be an iterator: they are taken one by one.
        """
        trackers = {tracker.rule.identity: tracker for tracker in self._trackers}
        left_out = 0
        for group in state["groups"]:
            tracker = trackers.get(group["rule"])
            if tracker is None:
                left_out += 1
            else:
                tracker.restore(group)
        return left_out

    def changes(self) -> list[tuple[str, tuple[str, ...], dict[str, Any] | None]]:
        """List (rule identity, group key, state) of each group that changed since `saved`.

        A state is an element of the snapshot's `groups`, or `None` where the group was dropped.
        """
        return [
            (tracker.rule.identity, key, state and {"rule": tracker.rule.identity, **state})
            for tracker in self._trackers
            for key, state in tracker.changes()
        ]

    def saved(self) -> None:
        """Note that everything that `changes` lists lies where it can't be lost."""
        for tracker in self._trackers:
            tracker.saved()

    def stats(self) -> dict[str, int]:
        """Give the counters, and how many groups there are, fire and lie cold."""
        total = Counter({"groups": 0, "firing": 0, "cold_groups": 0, "cold_bytes": 0})
        for tracker in self._trackers:
            total.update(tracker.stats())
        return {**asdict(self.counters), **total}
