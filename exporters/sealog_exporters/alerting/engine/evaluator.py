"""Evaluates one rule: which records it counts, in which series, and the decisions. Time is given as `now_ns`."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.kind.evaluation import every_record
from sealog_exporters.alerting.engine.lifecycle import AlertLifecycle
from sealog_exporters.alerting.engine.rule_cost import Cost, RuleCost
from sealog_exporters.alerting.engine.series.group_key import MAX_KEYS, choose_keys, key_function
from sealog_exporters.alerting.engine.series.series import Phase, Series
from sealog_exporters.alerting.engine.series.store import MAX_READY, SeriesStore
from sealog_exporters.alerting.engine.wal.dirty_set import DirtySet
from sealog_exporters.alerting.engine.wal.replay import replay_into
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.model.aggregation import CROWDED, DUPLICATE, KNOWN, LATE, TimeDriven
from sealog_exporters.alerting.model.record_fields import record_reader
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from sealog_exporters.alerting.engine.lifecycle import Withheld
    from sealog_exporters.alerting.engine.series.series import GroupKey
    from sealog_exporters.alerting.engine.wal.log import WalRecord
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import Event

MAX_TIMES = 4_000_000
"""Event times, values or uids that the series of a rule in memory may keep together (64 MB)."""

_LOOKS = 16

_PASSED_OVER = 100
"""Series within their cooldown that an evaluation skips in search of inactive ones: half a millisecond."""

MAX_AHEAD_NS = 300 * NS
"""How far an event's time may be ahead of ours before its clock counts as wrong."""

_COUNTING = attrgetter("aggregation", "window_ns", "max_groups")


class RuleEvaluator:
    """The live state of one rule. Not safe to share between threads."""

    def __init__(
        self, rule: Rule, counters: Counters, silent: list[Decision], max_ready: int = MAX_READY, *, journaled: bool
    ) -> None:
        self.rule = rule
        self.dirty = DirtySet(journaled=journaled)
        self.cost = Cost()
        self._counters = counters
        self.accepts = compile_match(rule.match) if rule.match else None
        """Whether a record matches the rule; `None`: all do that the rule index gives."""
        extract = rule.aggregation.extractor()
        self._extract = None if extract is every_record else extract
        self._is_gauge = rule.aggregation.is_gauge
        self._retention_ns = rule.aggregation.retention_ns(rule.window_ns)
        self._step_ns = rule.aggregation.evaluation_interval_ns(rule.window_ns)
        self._step = 0
        self._grown = 0
        self._eager = rule.aggregation.eager and not rule.group_by
        self._record_of = record_reader(rule.annotations)
        self._key_of = key_function(rule.group_by)
        self._new_group = _maker(rule, counters)
        self._series = SeriesStore(rule.max_groups, max_ready, self._new_group, self._step_ns if self._is_gauge else 0)
        self._lifecycle = AlertLifecycle(rule, self._series, counters, self.dirty, silent)
        self._to_judge: dict[GroupKey, Series] = {}

    def feed(self, event: Event, uid: str, digest: int, now_ns: int) -> list[Decision] | None:
        """Count one event that `accepts` accepts, and return what follows.

        `digest` stands for the record's uid. A gauge decides nothing before `evaluate`.
        """
        item = True if self._extract is None else self._extract(event)
        if item is None:
            return None
        key = self._key_of(event)
        if isinstance(key, tuple):
            return self._count(key, event, item, uid, digest, now_ns)
        decisions: list[Decision] = []
        if len(key) > MAX_KEYS:
            self._counters.crowded += 1
        for one in choose_keys(key, uid, self._series.knows):
            decisions += self._count(one, event, item, uid, digest, now_ns)
        return decisions

    def _count(self, key: GroupKey, event: Event, item: Any, uid: str, digest: int, now_ns: int) -> list[Decision]:
        """Count one event in one series."""
        series = self._series.get(key)
        decisions: list[Decision] = []
        if series is None:
            series = self._new_group(key)
            evicted = self._series.add(series)
            if evicted:
                decisions += self._lifecycle.evicted(evicted, now_ns)
        elif series.phase is not Phase.INACTIVE and not self._is_gauge:
            decisions += self._lifecycle.advance(series, now_ns)
        time_ns = event.time_unix_nano
        moved = not 0 < time_ns <= now_ns + MAX_AHEAD_NS
        if moved:
            time_ns = now_ns
        place = series.window.add(time_ns, digest, item, moved=moved)
        if place < 0 and not self._is_counted(place, series, now_ns):
            return decisions
        counters = self._counters
        counters.counted += 1
        self._grown += 1
        counters.future_dated += moved
        series.seen_ns = now_ns
        series.take((event.trace_id, uid, time_ns), event.body)
        series.total += 1
        series.withheld += series.phase is Phase.FIRING
        if self._record_of is not None:
            series.record = self._record_of(event)
        self.dirty.counted(series, item, moved=moved)
        if self._is_gauge:
            self._to_judge[key] = series
        elif place >= 0 and series.phase is Phase.INACTIVE:
            reached_ns = series.window.fires_at(place, now_ns)
            if reached_ns is not None:
                decisions += self._lifecycle.start(series, reached_ns, now_ns)
        return decisions

    def evaluate(self, now_ns: int) -> Iterator[Decision]:
        """Yield what follows for the series of a gauge that events came for since the last call."""
        touched = list(self._to_judge.values())
        self._to_judge.clear()
        for series in touched:
            if series in self._series:  # it may have been given up for another one meanwhile
                yield from self._evaluate_series(series, now_ns)
        yield from self._lifecycle.evicted(self._series.evict_to_compact(), now_ns)

    def tick(self, now_ns: int) -> Iterator[Decision]:
        """Yield the decisions that follow from time alone, and drop series that are no longer needed."""
        if self._eager and not len(self._series):
            series = self._new_group(())
            series.seen_ns = now_ns
            yield from self._lifecycle.evicted(self._series.add(series), now_ns)
            self.dirty.changed[series.key] = series
        for series in self._series.active():
            yield from self._lifecycle.advance(series, now_ns)
            if self._eager and series.key == ():
                continue
            if self._is_gauge and series.phase is Phase.FIRING and series.seen_ns + self._retention_ns <= now_ns:
                yield from self._lifecycle.forget_firing(series, now_ns)
        step = now_ns // self._step_ns
        if self._is_gauge and step != self._step:
            self._step = step
            for series in self._series.inactive():
                yield from self._evaluate_series(series, now_ns)
            for series in self._series.due(now_ns):
                yield from self._evaluate_series(series, now_ns)
            yield from self._lifecycle.evicted(self._series.evict_to_compact(), now_ns)
        if not self._eager:
            self._forget_unseen(now_ns)
        if self._grown > MAX_TIMES // _LOOKS and self._series.ready * self.rule.aggregation.max_values > MAX_TIMES:
            yield from self._slim(now_ns)

    def newest_ns(self) -> int:
        """Return when a series was used last."""
        return self._series.newest_ns()

    def turn_back(self, now_ns: int) -> None:
        """Move every moment ahead of `now_ns` back to it, after the clock was set back."""
        self._step = 0
        for key in self._series.turn_back(now_ns):
            self.dirty.changed[key] = self._series.peek(key)

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Yield the series that fire, as decisions with their present value."""
        return self._lifecycle.firing(now_ns)

    def groups(self) -> Iterator[Series]:
        """Yield all series."""
        return iter(self._series)

    def take_over(self, before: RuleEvaluator) -> bool:
        """Take over the series of a rule that counts the same, which must be saved; return whether that is possible.

        It is possible if the rules agree in aggregation, window and `max_groups`; notifications may differ.
        """
        self.cost = before.cost
        if _COUNTING(self.rule) != _COUNTING(before.rule):
            return False
        self._series = self._lifecycle.series_store = before._series
        self._step = before._step
        return True

    def stats(self) -> dict[str, int]:
        """Count series: all, those that fire, the compact ones and their bytes."""
        groups = self._series
        return {
            "groups": len(groups),
            "firing": sum(series.phase is Phase.FIRING for series in groups.active()),
            "cold_groups": len(groups) - groups.ready,
            "cold_bytes": groups.compact_bytes,
        }

    def withheld(self) -> Withheld:
        """Count what this rule's cooldown held back, so far."""
        return self._lifecycle.withheld

    def costs(self) -> RuleCost:
        """Return the cost of the rule."""
        stats, cost = self.stats(), self.cost
        return RuleCost(self.rule.group, self.rule.alert, cost.cpu_ns, cost.tried, stats["groups"], stats["firing"])

    def state(self, key: GroupKey) -> dict[str, Any] | None:
        """Return the state of a series, or `None` if there is no such series."""
        series = self._series.peek(key)
        return None if series is None else series.dump()

    def drop_dirty(self) -> None:
        """Drop the series that are not stored as they are; they are restored as they were."""
        for key in self.dirty.keys():  # noqa: SIM118 -- a method, no mapping
            self._series.remove(key)
        self._to_judge.clear()
        self.dirty.saved()

    def mark_unwritten(self) -> None:
        """Note that the write-ahead log could not be written: the series are stored whole instead."""
        self.dirty.whole(self._series.peek)

    def restore(
        self, key: GroupKey, state: Mapping[str, Any] | None, counted: Iterable[WalRecord] = (), since_ns: int = 0
    ) -> None:
        """Restore one series, and count again what came after its state. To be called in the order of last use.

        `since_ns` is since when this process observes; 0: from the next evaluation on.
        """
        series = self._new_group(key)
        if state is not None:
            series.load(state)
        replay_into(series, counted, is_gauge=self._is_gauge)
        if self.rule.aggregation.eager and isinstance(series.window, TimeDriven):
            series.window.observing_since(since_ns)  # not when the write-ahead log was written
        # There is one to evict where the rule allows fewer series than it did.
        for gone, _ in (*self._series.add(series), *self._series.evict_to_compact()):
            self.dirty.changed[gone] = None
            self._counters.evicted_groups += 1

    def _is_counted(self, outcome: int, series: Series, now_ns: int) -> bool:
        """Count an outcome that is not a place; return whether the record counts and changed something."""
        counters = self._counters
        if outcome == CROWDED:
            return True
        if outcome == DUPLICATE:
            counters.duplicates += 1
            return False
        if outcome == LATE or series.seen_ns != now_ns:  # no entry of the log tells when it was seen
            self.dirty.changed[series.key] = series
        series.seen_ns = now_ns
        if outcome == LATE:
            counters.late += 1
        elif outcome == KNOWN:
            counters.counted += 1
            series.total += 1
            series.withheld += series.phase is Phase.FIRING
        return False

    def _evaluate_series(self, series: Series, now_ns: int) -> Iterator[Decision]:
        """Evaluate a series of a gauge."""
        if series.phase is not Phase.INACTIVE:
            yield from self._lifecycle.advance(series, now_ns)
            return
        reached_ns = series.window.fires_at(0, now_ns)
        if reached_ns is not None:
            yield from self._lifecycle.start(series, reached_ns, now_ns)

    def _forget_unseen(self, now_ns: int) -> None:
        """Drop inactive series without records, longest unseen first, but none within its cooldown."""
        gone, kept = [], 0
        for series in self._series.unseen_since(now_ns - self._retention_ns):
            if self._lifecycle.cooldown_over(series, now_ns):
                gone.append(series.key)
            elif (kept := kept + 1) == _PASSED_OVER:
                break
        for key in gone:
            self._series.remove(key)
            self.dirty.dropped(key)

    def _slim(self, now_ns: int) -> Iterator[Decision]:
        """Reduce what is kept below its limit; called when so many records came that it may matter."""
        self._grown = 0
        if self._is_gauge:
            self._series.drop_dedup(MAX_TIMES)
            return
        yield from self._lifecycle.evicted(self._series.shrink(MAX_TIMES), now_ns)


def _maker(rule: Rule, counters: Counters) -> Callable[[GroupKey], Series]:
    """Return a function that makes the empty series of a key. It may outlive the evaluator, with its series."""
    return lambda key: Series(key, rule.aggregation.new_state(rule.window_ns, counters))
