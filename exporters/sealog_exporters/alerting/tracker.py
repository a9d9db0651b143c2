"""One rule at work: which records it counts, under which group, and what follows. Pure: time comes in as `now_ns`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.durations import NS
from sealog_exporters.alerting.fields import key_reader
from sealog_exporters.alerting.group import Group, Phase
from sealog_exporters.alerting.groups import HOT, Groups
from sealog_exporters.alerting.match import compile_match
from sealog_exporters.alerting.measures.interface import CROWDED, DUPLICATE, KNOWN, LATE, Timed
from sealog_exporters.alerting.recount import recount
from sealog_exporters.alerting.telling import Telling
from sealog_exporters.alerting.top import LOOKED_AT, top

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from sealog_exporters.alerting.counters import Counters
    from sealog_exporters.alerting.decision import Decision, Reason
    from sealog_exporters.alerting.group import Key
    from sealog_exporters.alerting.groups import Gone
    from sealog_exporters.alerting.journal import Counted, Entry
    from sealog_exporters.alerting.rules import Rule
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
        self._journaled = journaled
        self._entries: list[Entry] = []
        self._telling = Telling(rule)
        self._counters = counters
        self.accepts = compile_match(rule.match)
        self._sense = rule.measure.sense()
        self._by_level = rule.measure.by_level
        self._keeps_ns = rule.measure.keeps_ns(rule.window_ns)
        self._step_ns = rule.measure.step_ns(rule.window_ns)
        self._step = 0
        self._top_at_ns = 0
        self._top_text = ""
        self._grown = 0
        self._eager = rule.measure.eager and not rule.group_by
        self._key_of = key_reader(rule.group_by)
        self._new_group = _maker(rule, counters)
        self._groups = Groups(rule.max_groups, hot, self._new_group, self._step_ns if self._by_level else 0)
        self._changed: dict[Key, Group | None] = {}
        self._to_judge: dict[Key, Group] = {}

    def feed(self, event: Event, digest: int, now_ns: int) -> list[Decision] | None:
        """Count one event that `accepts` accepts, and return what that decides.

        `digest` stands for the record's uid. What is judged by level decides nothing before `judge`.
        """
        item = self._sense(event)
        if item is None:
            return None
        key = self._key_of(event)
        group = self._groups.get(key)
        decisions: list[Decision] = []
        if group is None:
            group = self._new_group(key)
            decisions += self._given_up(self._groups.add(group), now_ns)
        elif group.phase is not Phase.QUIET and not self._by_level:
            decisions += self._settle(group, now_ns)
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
        if self._journaled and self._changed.get(key) is None:
            self._entries.append((key, item, moved, group.trigger, group.samples[-1]))
        else:
            self._changed[key] = group
        if self._by_level:
            self._to_judge[key] = group
        elif place >= 0 and group.phase is Phase.QUIET:
            reached_ns = group.meter.begins(place, now_ns)
            if reached_ns is not None:
                decisions += self._begin(group, reached_ns, now_ns)
        return decisions

    def judge(self, now_ns: int) -> Iterator[Decision]:
        """Yield what follows for the groups that events came for since the last call (`by_level` measures)."""
        touched = list(self._to_judge.values())
        self._to_judge.clear()
        for group in touched:
            if group in self._groups:  # it may have been given up for another one meanwhile
                yield from self._weigh(group, now_ns)
        yield from self._given_up(self._groups.cool(), now_ns)

    def tick(self, now_ns: int) -> Iterator[Decision]:
        """Yield what the passing of time decides, and forget groups that are of no more use."""
        if self._eager and not len(self._groups):
            group = self._new_group(())
            group.seen_ns = now_ns
            yield from self._given_up(self._groups.add(group), now_ns)
            self._changed[group.key] = group
        for group in self._groups.watched():
            yield from self._settle(group, now_ns)
            if self._eager and group.key == ():
                continue
            if self._by_level and group.phase is Phase.FIRING and group.seen_ns + self._keeps_ns <= now_ns:
                yield from self._forget_firing(group, now_ns)
        step = now_ns // self._step_ns
        if self._by_level and step != self._step:
            self._step = step
            for group in self._groups.quiet():
                yield from self._weigh(group, now_ns)
            for group in self._groups.due(now_ns):
                yield from self._weigh(group, now_ns)
            yield from self._given_up(self._groups.cool(), now_ns)
        if not self._eager:
            self._forget_unseen(now_ns)
        if self._grown > MAX_TIMES // _LOOKS and self._groups.ready * self.rule.measure.room > MAX_TIMES:
            yield from self._slim(now_ns)

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Go through the groups that fire, as decisions with the value of now."""
        for group in self._groups.watched():
            if group.phase is Phase.FIRING:
                yield self._telling.decision("firing", "repeat", group, group.meter.value(now_ns), 0, now_ns)

    def groups(self) -> Iterator[Group]:
        """Go through all groups."""
        return iter(self._groups)

    def take_over(self, before: Tracker) -> bool:
        """Go on with the groups of a rule that counts the same; return whether that can be, with all of `before` saved.

        It can where they are measured and kept in the same way; what is told, when and to whom, may differ.
        """
        rule, other = self.rule, before.rule
        if (rule.measure, rule.window_ns, rule.max_groups) != (other.measure, other.window_ns, other.max_groups):
            return False
        self._groups, self._step = before._groups, before._step
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

    def changes(self) -> list[tuple[Key, dict[str, Any] | None]]:
        """List key and state of each group that changed since `saved`; the state is `None` where it was dropped."""
        return [(key, group.dump() if group else None) for key, group in self._changed.items()]

    def counted(self) -> list[Entry]:
        """List what was counted since `saved` in groups that `changes` does not list, for the journal."""
        return self._entries

    def state(self, key: Key) -> dict[str, Any] | None:
        """Give a group's state, `None` where there is no such group."""
        group = self._groups.peek(key)
        return None if group is None else group.dump()

    def saved(self) -> None:
        """Begin new lists of changes and of what was counted."""
        self._changed.clear()
        self._entries = []

    def unsaved(self) -> None:
        """Turn what was counted into changes: the journal could not be written."""
        for key in {entry[0] for entry in self._entries}:
            self._changed[key] = self._groups.peek(key)
        self._entries = []

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
            self._changed[gone] = None
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
            self._changed[group.key] = group
            counters.late += 1
        elif outcome == KNOWN:
            counters.counted += 1
            group.total += 1
        return False

    def _weigh(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Judge a group by its level now."""
        if group.phase is not Phase.QUIET:
            yield from self._settle(group, now_ns)
            return
        reached_ns = group.meter.begins(0, now_ns)
        if reached_ns is not None:
            yield from self._begin(group, reached_ns, now_ns)

    def _forget_firing(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Give up a group that fires although nothing comes for it any more, and tell so."""
        self._counters.resolved += 1
        if group.told:
            yield self._telling.decision("resolved", "forgotten", group, group.meter.value(now_ns), now_ns, now_ns)
        self._groups.remove(group.key)
        self._drop(group.key)

    def _begin(self, group: Group, reached_ns: int, now_ns: int) -> Iterator[Decision]:
        """Start an alert: at once, or after `for`."""
        value, group.total = group.meter.begun(reached_ns)
        group.starts_at_ns = min(reached_ns, now_ns)
        group.pending_ns = now_ns
        if self._may_tell(group, now_ns):
            group.told_count = 0  # The cooldown is over and nothing fired: its back-off begins anew.
        if self.rule.for_ns:
            self._move(group, Phase.PENDING)
            return
        self._move(group, Phase.FIRING)
        self._counters.fired += 1
        yield from self._tell(group, "threshold", value, now_ns)

    def _settle(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Bring a pending or firing group up to `now_ns`."""
        if group.phase is Phase.PENDING:
            held_ns = group.pending_ns + self.rule.for_ns
            if group.meter.ends(now_ns) <= min(held_ns, now_ns):
                self._move(group, Phase.QUIET)
            elif held_ns <= now_ns:
                self._move(group, Phase.FIRING)
                self._counters.fired += 1
                yield from self._tell(group, "held", group.meter.value(now_ns), now_ns)
        if group.phase is Phase.FIRING:
            ends_ns = group.meter.ends(now_ns) + self.rule.keep_firing_for_ns
            if ends_ns <= now_ns:
                yield from self._resolve(group, ends_ns)
            elif self._may_tell(group, now_ns):
                reason: Reason = "repeat" if group.told else "cooldown_over"
                yield from self._tell(group, reason, group.meter.value(now_ns), now_ns)

    def _resolve(self, group: Group, ends_ns: int) -> Iterator[Decision]:
        """End an alert, and tell so if its firing was told."""
        self._counters.resolved += 1
        if group.told:
            value = group.meter.value(ends_ns)
            yield self._telling.decision(
                "resolved", "below_threshold", group, value, max(ends_ns, group.starts_at_ns), ends_ns
            )
        # What belongs to this alert must not begin another one together with a late record.
        group.meter.close(ends_ns - self.rule.window_ns)
        group.told = False
        self._move(group, Phase.QUIET)

    def _tell(self, group: Group, reason: Reason, value: float, now_ns: int) -> Iterator[Decision]:
        """Tell that a group fires, unless its cooldown forbids it yet."""
        self._changed[group.key] = group
        if not self._may_tell(group, now_ns):
            self._counters.withheld += 1
            return
        group.told = True
        group.told_at_ns = now_ns
        group.told_count += 1
        yield self._telling.decision("firing", reason, group, value, 0, now_ns, top=self._top(now_ns))

    def _top(self, now_ns: int) -> str:
        """Name the groups with the highest values: looked at once a moment, however many fire then."""
        if self._top_at_ns != now_ns:
            self._top_at_ns = now_ns
            self._top_text = top(self._groups.newest(LOOKED_AT), now_ns)
        return self._top_text

    def _may_tell(self, group: Group, now_ns: int) -> bool:
        """Tell whether the group has never been told of, or its cooldown (as the rule has it now) is over."""
        told = group.told_count
        return not told or now_ns >= group.told_at_ns + self.rule.cooldown.wait_ns(told)

    def _move(self, group: Group, phase: Phase) -> None:
        """Change a group's phase."""
        group.phase = phase
        self._groups.moved(group)
        self._changed[group.key] = group

    def _forget_unseen(self, now_ns: int) -> None:
        """Forget quiet groups that nothing came for, longest unseen first, but none within its cooldown."""
        gone = []
        for group in self._groups.unseen_since(now_ns - self._keeps_ns):
            if not self._may_tell(group, now_ns):
                break
            gone.append(group.key)
        for key in gone:
            self._groups.remove(key)
            self._drop(key)

    def _drop(self, key: Key) -> None:
        """Note that a group is no more."""
        self._changed[key] = None
        if self._journaled:
            self._entries.append((key,))

    def _slim(self, now_ns: int) -> Iterator[Decision]:
        """Bring what is kept below the bound; looked at each time so many records came that it may matter."""
        self._grown = 0
        if self._by_level:
            self._groups.lighten(MAX_TIMES)
            return
        yield from self._given_up(self._groups.slim(MAX_TIMES), now_ns)

    def _given_up(self, gone: Gone, now_ns: int) -> Iterator[Decision]:
        """Count groups that had to go; one that was told as firing is told as resolved."""
        for key, group in gone:
            self._drop(key)
            self._counters.evicted_groups += 1
            if group is not None and group.phase is Phase.FIRING:
                self._counters.evicted_firing += 1
                if group.told:
                    yield self._telling.decision(
                        "resolved", "evicted", group, group.meter.value(now_ns), now_ns, now_ns
                    )


def _maker(rule: Rule, counters: Counters) -> Callable[[Key], Group]:
    """Return what makes the empty group of a key; it outlives the tracker where another takes the groups over."""
    return lambda key: Group(key, rule.measure.meter(rule.window_ns, counters))
