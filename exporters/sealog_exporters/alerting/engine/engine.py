"""The alert engine: takes events and the time, returns decisions. No I/O, no clock, no global state."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.windows.sliding_window import digest_of
from sealog_exporters.alerting.engine import recovery
from sealog_exporters.alerting.engine.evaluator import RuleEvaluator
from sealog_exporters.alerting.engine.rule_cost import SAMPLED
from sealog_exporters.alerting.engine.rule_index import RuleIndex
from sealog_exporters.alerting.engine.series.store import MAX_READY
from sealog_exporters.alerting.model.counters import Counters
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from typing import Any, TypeAlias

    from sealog_exporters.alerting.engine.lifecycle import Withheld
    from sealog_exporters.alerting.engine.rule_cost import RuleCost
    from sealog_exporters.alerting.engine.wal.log import Entry, Page, SeriesId
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

    Change: TypeAlias = tuple[str, tuple[str, ...], dict[str, Any] | None]
    """Rule identity, group key, and the state, `None` where the series was dropped."""

SET_BACK_NS = 30 * NS
"""A clock that goes back by more was set back; a smaller step only delays what waits by its own length."""

VERSION = 1
"""Of the snapshot's shape."""


class Engine:
    """Evaluates all rules on one stream. Not safe to share between threads.

    Args:
        rules: the rules to evaluate.
        state: a `snapshot` to continue from.
        max_ready: series of a rule that are kept in memory as they are, the others compact; decisions are the same for
            any number, except for sample lines and `top`.
        journaled: whether `unsaved` lists what was counted, rather than its series; `saved` must be called then.
        counters: counters to continue; by default new ones.
        cpu_clock: ns of processor time, such as `time.thread_time_ns`; without it `costs` is empty.
    """

    def __init__(
        self,
        rules: RuleFile,
        state: Mapping[str, Any] | None = None,
        max_ready: int = MAX_READY,
        *,
        journaled: bool = False,
        counters: Counters | None = None,
        cpu_clock: Callable[[], int] | None = None,
    ) -> None:
        self._cpu_clock = cpu_clock
        self._batches = 0
        self._now_ns = 0
        self.counters = counters or Counters()
        self.silent: list[Decision] = []
        """The alerts that began within a cooldown, and are not notified, since the list was cleared."""
        self._evaluators = tuple(
            RuleEvaluator(rule, self.counters, self.silent, max_ready, journaled=journaled) for rule in rules.rules
        )
        self._by_identity = {evaluator.rule.identity: evaluator for evaluator in self._evaluators}
        self._index = RuleIndex(rules.rules, self._evaluators)
        self._gauges = tuple(evaluator for evaluator in self._evaluators if evaluator.rule.aggregation.is_gauge)
        if state is not None:
            self.restore(state)

    def feed(self, events: Iterable[Event], now_ns: int) -> list[Decision]:
        """Count events, in any order of their times, and return what they decide, in order.

        Args:
            events: log records as received.
            now_ns: when they came, ns since the epoch.
        """
        self._batches += 1
        if now_ns < self._now_ns:
            self._clock_went_back(now_ns)
        self._now_ns = now_ns
        if self._cpu_clock is not None and self._batches % SAMPLED == 0:
            return self._feed_measured(events, now_ns, self._cpu_clock)
        decisions: list[Decision] = []
        candidates_of = self._index.of
        fed = 0
        for event in events:
            fed += 1
            digest = None
            for evaluator in candidates_of(event):
                if evaluator.accepts is None or evaluator.accepts(event):
                    if digest is None:
                        uid = event.uid
                        digest = digest_of(uid)
                    decided = evaluator.feed(event, uid, digest, now_ns)
                    if decided:
                        decisions += decided
        for evaluator in self._gauges:
            decisions.extend(evaluator.evaluate(now_ns))
        self.counters.events += fed
        return decisions

    def tick(self, now_ns: int) -> list[Decision]:
        """Return the decisions that follow from time alone: resolves, `for`, repetitions after a cooldown, silence."""
        if now_ns < self._now_ns:
            self._clock_went_back(now_ns)
        self._now_ns = now_ns
        clock = self._cpu_clock
        if clock is None:
            return [decision for evaluator in self._evaluators for decision in evaluator.tick(now_ns)]
        decisions: list[Decision] = []
        before = clock()
        for evaluator in self._evaluators:
            decisions += evaluator.tick(now_ns)
            after = clock()
            evaluator.cost.note(after - before)
            before = after
        return decisions

    def turn_back(self, now_ns: int) -> None:
        """Move every moment ahead of `now_ns` back to it, after the clock was set back."""
        for evaluator in self._evaluators:
            evaluator.turn_back(now_ns)

    def newest_ns(self) -> int:
        """Return when a record was counted last, by the clock at that time."""
        return max((evaluator.newest_ns() for evaluator in self._evaluators), default=0)

    def _clock_went_back(self, now_ns: int) -> None:
        """Turn back with the clock, unless its step was small."""
        if now_ns < self._now_ns - SET_BACK_NS:
            self.turn_back(now_ns)

    def costs(self) -> list[RuleCost]:
        """Return the cost of each rule, in the order of the rules."""
        return [evaluator.costs() for evaluator in self._evaluators]

    def _feed_measured(self, events: Iterable[Event], now_ns: int, clock: Callable[[], int]) -> list[Decision]:
        """Do what `feed` does, with a look at the clock before and after each rule."""
        decisions: list[Decision] = []
        for event in events:
            self.counters.events += 1
            uid = event.uid
            digest = digest_of(uid)
            for evaluator in self._index.of(event):
                before = clock()
                if evaluator.accepts is None or evaluator.accepts(event):
                    decisions += evaluator.feed(event, uid, digest, now_ns) or ()
                evaluator.cost.note(SAMPLED * (clock() - before), SAMPLED)
        for evaluator in self._gauges:
            before = clock()
            decisions.extend(evaluator.evaluate(now_ns))
            evaluator.cost.note(SAMPLED * (clock() - before))
        return decisions

    def withheld(self) -> dict[str, Withheld]:
        """Count by rule identity what cooldowns held back, so far."""
        return {name: evaluator.withheld() for name, evaluator in self._by_identity.items()}

    def firing(self, now_ns: int) -> list[Decision]:
        """List the alerts that fire now, notified or not, as decisions with their present value. Changes nothing."""
        return [decision for evaluator in self._evaluators for decision in evaluator.firing(now_ns)]

    def snapshot(self) -> dict[str, Any]:
        """Return the whole state as JSON can hold it; `restore` continues from it, also under changed rules."""
        groups = [
            {"rule": evaluator.rule.identity, **group.dump()}
            for evaluator in self._evaluators
            for group in evaluator.groups()
        ]
        return {"version": VERSION, "groups": groups}

    def take_over(self, before: Engine, since_ns: int) -> tuple[set[str], int]:
        """Continue from an engine of other rules, all of which is saved; that one must not be used any more.

        Returns:
            The identities of the rules that it did not have, and how many of its series no rule counts now.
        """
        left_out = 0
        for name, old in before._by_identity.items():
            evaluator = self._by_identity.get(name)
            if evaluator is None:
                left_out += old.stats()["groups"]
            elif not evaluator.take_over(old):
                for group in old.groups():
                    evaluator.restore(group.key, group.dump(), since_ns=since_ns)
        return self._by_identity.keys() - before._by_identity.keys(), left_out

    def restore(
        self,
        state: Mapping[str, Any],
        pages: Iterable[Page] = (),
        since_ns: int = 0,
        only: Collection[str] | None = None,
    ) -> int:
        """Take a snapshot's series; return how many were left out because no rule counts what they counted.

        The series come in the order in which they were last seen, and may be an iterator: they are taken one by one.

        Args:
            state: a snapshot; `page` of a series is the page up to which it counts.
            pages: what was counted since the series were stored.
            since_ns: since when this process observes; earlier silence does not count. 0: from the next evaluation on.
            only: the rules (by identity) whose series are taken; by default all.
        """
        return recovery.restore(self._by_identity, state["groups"], pages, since_ns, only)

    def touched(self) -> set[SeriesId]:
        """List the series that are not stored as they are."""
        return {(name, key) for name, evaluator in self._by_identity.items() for key in evaluator.dirty.keys()}  # noqa: SIM118

    def revert(self, stored: Iterable[Mapping[str, Any]], pages: Iterable[Page], since_ns: int) -> None:
        """Go back to what is stored, as if nothing had been counted since the last `saved`.

        Args:
            stored: of the series in `touched`, those that are stored, as `restore` takes them.
            pages: what was counted since the series were stored.
            since_ns: as for `restore`.
        """
        recovery.revert(self._by_identity, self.touched(), stored, pages, since_ns)

    def states(self, places: Iterable[SeriesId]) -> list[Change]:
        """List the state of each of these series, as `unsaved` does; those of other rules are left out."""
        found: list[Change] = []
        for rule, key in places:
            evaluator = self._by_identity.get(rule)
            if evaluator is not None:
                state = evaluator.state(key)
                found.append((rule, key, state and {"rule": rule, **state}))
        return found

    def mark_unwritten(self) -> None:
        """Note that the counted records could not be written: `unsaved` lists their series instead."""
        for evaluator in self._evaluators:
            evaluator.mark_unwritten()

    def unsaved(self) -> tuple[list[Change], dict[str, list[Entry]]]:
        """List what changed since `saved`: series to store whole, and by rule identity what was counted in others.

        The state of a series is an element of the snapshot's `groups`, or `None` where the series was dropped.
        """
        changes: list[Change] = []
        counted: dict[str, list[Entry]] = {}
        for evaluator in self._evaluators:
            dirty, rule = evaluator.dirty, evaluator.rule.identity
            for key, series in dirty.changed.items():
                changes.append((rule, key, {"rule": rule, **series.dump()} if series else None))
            if dirty.entries:
                counted[rule] = dirty.entries
        return changes, counted

    def saved(self) -> None:
        """Note that everything that `unsaved` lists is stored."""
        for evaluator in self._evaluators:
            if evaluator.dirty.changed or evaluator.dirty.entries:
                evaluator.dirty.saved()

    def stats(self) -> dict[str, int]:
        """Return the counters, and how many series there are, fire and are compact."""
        total = Counter({"groups": 0, "firing": 0, "cold_groups": 0, "cold_bytes": 0})
        for evaluator in self._evaluators:
            total.update(evaluator.stats())
        return {**asdict(self.counters), **total}
