"""Replays records of the past through the live engine at full speed, on their own time.

It skips seconds in which nothing can change, so that a night without records costs no time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.alerting.aggregations.absent import Absent
from sealog_exporters.alerting.aggregations.few import Few
from sealog_exporters.alerting.aggregations.spike import Spike
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.rule import Rule, RuleFile
    from sealog_exporters.event import Event

TICK_NS: Final = NS
_LOOK_EVERY: Final = 1_000
LONGEST_NS: Final = 367 * 86_400 * NS
"""No rule waits longer, so a record that claims to be from 1970 costs no half a century of seconds."""


class Decided(NamedTuple):
    """What the engine decided at a moment, ns since the epoch."""

    at_ns: int
    decision: Decision


class Replay:
    """One run of rules over history.

    Args:
        rules: the rules to evaluate.
    """

    def __init__(self, rules: RuleFile) -> None:
        self.engine = Engine(rules)
        self.records = 0
        self.first_ns = self.last_ns = 0
        """When the first and the newest record came."""
        self.now_ns = 0
        """How far time has passed."""
        levels = [rule for rule in rules.rules if rule.aggregation.is_gauge]
        self._step_ns = _step_ns(levels)
        self._fading_ns = max((rule.window_ns for rule in levels), default=0)
        # Once the windows are empty only rules about silence can change.
        self._silent_step_ns = _step_ns([rule for rule in levels if isinstance(rule.aggregation, (Absent, Few, Spike))])
        self._pending_ns = max((rule.for_ns + rule.window_ns for rule in rules.rules if rule.for_ns), default=0)

    def run(self, events: Iterable[Event], until_ns: int = 0) -> Iterator[Decided]:
        """Yield what is decided, in order.

        Args:
            events: in the order in which they came. A record came when it was observed; where that is not known, at
                its own time; and never before the one ahead of it.
            until_ns: how far time passes behind the last record; nothing is decided later.
        """
        batch: list[Event] = []
        for event in events:
            came_ns = max(event.observed_unix_nano or event.time_unix_nano, self.last_ns)
            # Records without any time go with the first that has one.
            if batch and self.last_ns and came_ns // TICK_NS != self.last_ns // TICK_NS:
                yield from self._feed(batch)
                batch = []
                yield from self._pass(came_ns)
            self.first_ns = self.first_ns or came_ns
            self.last_ns = came_ns
            batch.append(event)
        yield from self._feed(batch)
        yield from self._pass(until_ns)

    def _feed(self, batch: list[Event]) -> Iterator[Decided]:
        """Let the records of one second arrive."""
        self.records += len(batch)
        self.now_ns = self.last_ns
        for decision in self.engine.feed(batch, self.last_ns):
            yield Decided(self.last_ns, decision)

    def _pass(self, until_ns: int) -> Iterator[Decided]:
        """Let time pass up to `until_ns`: every second while something may change, otherwise in steps."""
        now_ns = (self.last_ns // TICK_NS + 1) * TICK_NS
        until_ns = min(until_ns, now_ns + LONGEST_NS)
        quiet = 0
        while now_ns <= until_ns:
            self.now_ns = now_ns
            for decision in self.engine.tick(now_ns):
                yield Decided(now_ns, decision)
            if self._awake(now_ns):
                now_ns += TICK_NS
                continue
            step_ns = self._step_ns if now_ns - self.last_ns <= self._fading_ns else self._silent_step_ns
            quiet += 1
            if not step_ns or (quiet % _LOOK_EVERY == 0 and not self.engine.stats()["groups"]):
                break  # a group that was forgotten can't become loud again
            now_ns = (now_ns // step_ns + 1) * step_ns

    def _awake(self, now_ns: int) -> bool:
        """Return whether something fires or may soon."""
        counters = self.engine.counters
        firing = counters.fired > counters.resolved + counters.evicted_firing
        return firing or now_ns - self.last_ns <= self._pending_ns


def _step_ns(rules: Sequence[Rule]) -> int:
    """Return how often time alone may change what these rules decide; 0 without rules."""
    return min((max(rule.aggregation.evaluation_interval_ns(rule.window_ns), TICK_NS) for rule in rules), default=0)
