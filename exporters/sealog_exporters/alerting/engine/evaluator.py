"""One rule at work: which records it counts, under which group, and what follows. Pure: time comes in as `now_ns`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.engine.lifecycle import Course
from sealog_exporters.alerting.engine.rule_cost import Cost, RuleCost
from sealog_exporters.alerting.engine.series.group_key import MAX_KEYS, chosen, grouped_by
from sealog_exporters.alerting.engine.series.series import Group, Phase
from sealog_exporters.alerting.engine.series.store import HOT, Groups
from sealog_exporters.alerting.engine.wal.dirty_set import Unsaved
from sealog_exporters.alerting.engine.wal.replay import recount
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.model.aggregation import CROWDED, DUPLICATE, KNOWN, LATE, Timed
from sealog_exporters.alerting.model.record_fields import record_reader
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from sealog_exporters.alerting.engine.lifecycle import Withheld
    from sealog_exporters.alerting.engine.series.series import Key
    from sealog_exporters.alerting.engine.wal.log import Counted
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import Event

MAX_TIMES = 4_000_000
"""Event times, values or uids that the groups of a rule that are ready may keep together (64 MB)."""

_LOOKS = 16

AHEAD_NS = 300 * NS
"""How far an event's time may be ahead of ours before it is taken for a wrong clock."""


class Tracker:
    """The live state of one rule. Not safe to share between threads."""

    def __init__(self, rule: Rule, counters: Counters, hot: int = HOT, *, journaled: bool = False) -> None:
        self.rule = rule
        self.unsaved = Unsaved(journaled=journaled)
        self.cost = Cost()
        self._counters = counters
        self.accepts = compile_match(rule.match)
        self._sense = rule.measure.sense()
        self._by_level = rule.measure.by_level
        self._keeps_ns = rule.measure.keeps_ns(rule.window_ns)
        self._step_ns = rule.measure.step_ns(rule.window_ns)
        self._step = 0
        self._grown = 0
        self._eager = rule.measure.eager and not rule.group_by
        self._record_of = record_reader(rule.annotations)
        self._key_of = grouped_by(rule.group_by)
        self._new_group = _maker(rule, counters)
        self._groups = Groups(rule.max_groups, hot, self._new_group, self._step_ns if self._by_level else 0)
        self._course = Course(rule, self._groups, counters, self.unsaved)
        self._to_judge: dict[Key, Group] = {}

    def feed(self, event: Event, digest: int, now_ns: int) -> list[Decision] | None:
        """Count one event that `accepts` accepts, and return what that decides.

        `digest` stands for the record's uid. What is judged by level decides nothing before `judge`.
        """
        item = self._sense(event)
        if item is None:
            return None
        key = self._key_of(event)
        if isinstance(key, tuple):
            return self._count(key, event, item, digest, now_ns)
        decisions: list[Decision] = []
        if len(key) > MAX_KEYS:
            self._counters.crowded += 1
        for one in chosen(key, event.uid, self._groups.knows):
            decisions += self._count(one, event, item, digest, now_ns)
        return decisions

    def _count(self, key: Key, event: Event, item: Any, digest: int, now_ns: int) -> list[Decision]:
        """Count one event in one group."""
        group = self._groups.get(key)
        decisions: list[Decision] = []
        if group is None:
            group = self._new_group(key)
            decisions += self._course.given_up(self._groups.add(group), now_ns)
        elif group.phase is not Phase.QUIET and not self._by_level:
            decisions += self._course.settle(group, now_ns)
        time_ns = event.time_unix_nano
        moved = not 0 < time_ns <= now_ns + AHEAD_NS
        if moved:
            time_ns = now_ns
        place = group.meter.add(time_ns, digest, item, moved=moved)
        if place < 0 and not self._is_counted(place, group, now_ns):
            return decisions
        counters = self._counters
        counters.counted += 1
        self._grown += 1
        counters.future_dated += moved
        group.seen_ns = now_ns
        group.take((event.trace_id, event.uid, time_ns), event.body)
        group.total += 1
        if group.phase is Phase.FIRING:
            group.withheld += 1
        if self._record_of is not None:
            group.record = self._record_of(event)
        self.unsaved.counted(group, item, moved=moved)
        if self._by_level:
            self._to_judge[key] = group
        elif place >= 0 and group.phase is Phase.QUIET:
            reached_ns = group.meter.begins(place, now_ns)
            if reached_ns is not None:
                decisions += self._course.begin(group, reached_ns, now_ns)
        return decisions

    def judge(self, now_ns: int) -> Iterator[Decision]:
        """Yield what follows for the groups that events came for since the last call (`by_level` measures)."""
        touched = list(self._to_judge.values())
        self._to_judge.clear()
        for group in touched:
            if group in self._groups:  # it may have been given up for another one meanwhile
                yield from self._weigh(group, now_ns)
        yield from self._course.given_up(self._groups.cool(), now_ns)

    def tick(self, now_ns: int) -> Iterator[Decision]:
        """Yield what the passing of time decides, and forget groups that are of no more use."""
        if self._eager and not len(self._groups):
            group = self._new_group(())
            group.seen_ns = now_ns
            yield from self._course.given_up(self._groups.add(group), now_ns)
            self.unsaved.changed[group.key] = group
        for group in self._groups.watched():
            yield from self._course.settle(group, now_ns)
            if self._eager and group.key == ():
                continue
            if self._by_level and group.phase is Phase.FIRING and group.seen_ns + self._keeps_ns <= now_ns:
                yield from self._course.forget_firing(group, now_ns)
        step = now_ns // self._step_ns
        if self._by_level and step != self._step:
            self._step = step
            for group in self._groups.quiet():
                yield from self._weigh(group, now_ns)
            for group in self._groups.due(now_ns):
                yield from self._weigh(group, now_ns)
            yield from self._course.given_up(self._groups.cool(), now_ns)
        if not self._eager:
            self._forget_unseen(now_ns)
        if self._grown > MAX_TIMES // _LOOKS and self._groups.ready * self.rule.measure.room > MAX_TIMES:
            yield from self._slim(now_ns)

    def newest_ns(self) -> int:
        """Return when a group was used last."""
        return self._groups.newest_ns()

    def turn_back(self, now_ns: int) -> None:
        """Take what lies ahead for now: the clock was set back to `now_ns`."""
        self._step = 0
        for key in self._groups.turn_back(now_ns):
            self.unsaved.changed[key] = self._groups.peek(key)

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Go through the groups that fire, as decisions with the value of now."""
        return self._course.firing(now_ns)

    def groups(self) -> Iterator[Group]:
        """Go through all groups."""
        return iter(self._groups)

    def take_over(self, before: Tracker) -> bool:
        """Go on with the groups of a rule that counts the same; return whether that can be, with all of `before` saved.

        It can where they are measured and kept in the same way; what is told, when and to whom, may differ.
        """
        self.cost = before.cost
        rule, other = self.rule, before.rule
        if (rule.measure, rule.window_ns, rule.max_groups) != (other.measure, other.window_ns, other.max_groups):
            return False
        self._groups = self._course.groups = before._groups
        self._step = before._step
        return True

    def stats(self) -> dict[str, int]:
        """Count groups: all, those that fire, the cold ones and their bytes."""
        groups = self._groups
        return {
            "groups": len(groups),
            "firing": sum(group.phase is Phase.FIRING for group in groups.watched()),
            "cold_groups": len(groups) - groups.ready,
            "cold_bytes": groups.cold_bytes,
        }

    def withheld(self) -> Withheld:
        """Count what this rule's cooldown held back, so far."""
        return self._course.withheld

    def take_silent(self) -> list[Decision]:
        """Give the alerts that began and were not told since the last call, as decisions."""
        silent, self._course.silent = self._course.silent, []
        return silent

    def costs(self) -> RuleCost:
        """Give what the rule takes."""
        stats, cost = self.stats(), self.cost
        return RuleCost(self.rule.group, self.rule.alert, cost.cpu_ns, cost.tried, stats["groups"], stats["firing"])

    def state(self, key: Key) -> dict[str, Any] | None:
        """Give a group's state, `None` where there is no such group."""
        group = self._groups.peek(key)
        return None if group is None else group.dump()

    def forget_unsaved(self) -> None:
        """Forget the groups that are not stored as they are, to be restored as they were."""
        for key in self.unsaved.keys():  # noqa: SIM118 -- a method, no mapping
            self._groups.remove(key)
        self._to_judge.clear()
        self.unsaved.saved()

    def unwritten(self) -> None:
        """Note that the journal could not be written: the groups are stored whole instead."""
        self.unsaved.whole(self._groups.peek)

    def restore(
        self, key: Key, state: Mapping[str, Any] | None, counted: Iterable[Counted] = (), since_ns: int = 0
    ) -> None:
        """Take one group's state, and count again what came after it; call it in the order of last use.

        `since_ns` is since when somebody looks, 0 where that begins with the next look.
        """
        group = self._new_group(key)
        if state is not None:
            group.load(state)
        recount(group, counted, by_level=self._by_level)
        if self.rule.measure.eager and isinstance(group.meter, Timed):
            group.meter.watched(since_ns)  # not when the journal was written
        for gone, _ in [*self._groups.add(group), *self._groups.cool()]:  # The rule allows fewer groups than it did.
            self.unsaved.changed[gone] = None
            self._counters.evicted_groups += 1

    def _is_counted(self, outcome: int, group: Group, now_ns: int) -> bool:
        """Note an outcome other than a place; tell whether the record counts and changed something."""
        counters = self._counters
        if outcome == CROWDED:
            return True
        if outcome == DUPLICATE:
            counters.duplicates += 1
            return False
        group.seen_ns = now_ns
        if outcome == LATE:
            self.unsaved.changed[group.key] = group
            counters.late += 1
        elif outcome == KNOWN:
            counters.counted += 1
            group.total += 1
            group.withheld += group.phase is Phase.FIRING
        return False

    def _weigh(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Judge a group by its level now."""
        if group.phase is not Phase.QUIET:
            yield from self._course.settle(group, now_ns)
            return
        reached_ns = group.meter.begins(0, now_ns)
        if reached_ns is not None:
            yield from self._course.begin(group, reached_ns, now_ns)

    def _forget_unseen(self, now_ns: int) -> None:
        """Forget quiet groups that nothing came for, longest unseen first, but none within its cooldown."""
        gone = []
        for group in self._groups.unseen_since(now_ns - self._keeps_ns):
            if not self._course.may_tell(group, now_ns):
                break
            gone.append(group.key)
        for key in gone:
            self._groups.remove(key)
            self.unsaved.dropped(key)

    def _slim(self, now_ns: int) -> Iterator[Decision]:
        """Bring what is kept below the bound; looked at each time so many records came that it may matter."""
        self._grown = 0
        if self._by_level:
            self._groups.lighten(MAX_TIMES)
            return
        yield from self._course.given_up(self._groups.slim(MAX_TIMES), now_ns)


def _maker(rule: Rule, counters: Counters) -> Callable[[Key], Group]:
    """Return what makes the empty group of a key; it outlives the tracker where another takes the groups over."""
    return lambda key: Group(key, rule.measure.meter(rule.window_ns, counters))
