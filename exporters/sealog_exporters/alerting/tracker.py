"""One rule at work: which records it counts, under which group, and what follows. Pure: time comes in as `now_ns`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.decision import Decision, fingerprint_of, tidy
from sealog_exporters.alerting.durations import NS, format_duration
from sealog_exporters.alerting.fields import key_part, label_name, reader
from sealog_exporters.alerting.group import Group, Phase
from sealog_exporters.alerting.groups import Groups
from sealog_exporters.alerting.match import compile_match
from sealog_exporters.alerting.measures.interface import CROWDED, DUPLICATE, KNOWN, LATE
from sealog_exporters.alerting.templates import render

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from sealog_exporters.alerting.counters import Counters
    from sealog_exporters.alerting.decision import Kind, Reason
    from sealog_exporters.alerting.rules import Rule
    from sealog_exporters.event import Event

MAX_GROUPS = 10_000
MAX_TIMES = 4_000_000
"""Event times or values that all groups of a rule may keep together (64 MB): more in a group allow fewer groups."""

AHEAD_NS = 300 * NS
"""How far an event's time may be ahead of ours before it is taken for a wrong clock."""


class Tracker:
    """The live state of one rule. Not safe to share between threads."""

    def __init__(self, rule: Rule, counters: Counters, max_groups: int = MAX_GROUPS) -> None:
        self.rule = rule
        self._identity = rule.identity
        self._counters = counters
        self.accepts = compile_match(rule.match)
        self._sense = rule.measure.sense()
        self._by_level = rule.measure.by_level
        self._keeps_ns = rule.measure.keeps_ns(rule.window_ns)
        self._step_ns = rule.measure.step_ns(rule.window_ns)
        self._step = 0
        self._eager = rule.measure.eager and not rule.group_by
        self._readers = tuple(reader(field) for field in rule.group_by)
        self._groups = Groups(max(min(max_groups, MAX_TIMES // rule.measure.room), 1))
        self._changed: dict[tuple[str, ...], Group | None] = {}
        self._to_judge: dict[tuple[str, ...], Group] = {}
        self._labels = tuple(label_name(field) for field in rule.group_by)

    def feed(self, event: Event, digest: int, now_ns: int) -> list[Decision] | None:
        """Count one event that `accepts` accepts, and return what that decides.

        `digest` stands for the record's uid. What is judged by level decides nothing before `judge`.
        """
        item = self._sense(event)
        if item is None:
            return None
        key = tuple([key_part(read(event)) for read in self._readers])
        group = self._groups.get(key)
        decisions: list[Decision] = []
        if group is None:
            group = self._new_group(key)
            decisions += self._keep(group, now_ns)
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
        counters.future_dated += moved
        group.seen_ns = now_ns
        self._changed[key] = group
        group.take(event, time_ns)
        group.total += 1
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

    def tick(self, now_ns: int) -> Iterator[Decision]:
        """Yield what the passing of time decides, and forget groups that are of no more use."""
        if self._eager and not len(self._groups):
            group = self._new_group(())
            group.seen_ns = now_ns
            yield from self._keep(group, now_ns)
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
        while not self._eager and (unseen := self._groups.longest_unseen()) is not None:
            if unseen.seen_ns + self._keeps_ns > now_ns or not self._may_tell(unseen, now_ns):
                break
            self._groups.remove(unseen.key)
            self._changed[unseen.key] = None

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Go through the groups that fire, as decisions with the value of now."""
        for group in self._groups.watched():
            if group.phase is Phase.FIRING:
                yield self._decide("firing", "repeat", group, group.meter.value(now_ns), 0)

    def groups(self) -> Iterator[Group]:
        """Go through all groups."""
        return iter(self._groups)

    def changes(self) -> list[tuple[tuple[str, ...], dict[str, Any] | None]]:
        """List key and state of each group that changed since `saved`; the state is `None` where it was dropped."""
        return [(key, group.dump() if group else None) for key, group in self._changed.items()]

    def saved(self) -> None:
        """Begin a new list of changes."""
        self._changed.clear()

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take one group's state; call it in the order in which the groups were last seen."""
        group = self._new_group(tuple(state["key"]))
        group.load(state)
        gone = self._groups.add(group)
        if gone is not None:  # The rule's threshold was raised, which allows fewer groups.
            self._changed[gone.key] = None
            self._counters.evicted_groups += 1

    def _new_group(self, key: tuple[str, ...]) -> Group:
        return Group(key, self.rule.measure.meter(self.rule.window_ns, self._counters))

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
            yield self._decide("resolved", "forgotten", group, group.meter.value(now_ns), now_ns)
        self._groups.remove(group.key)
        self._changed[group.key] = None

    def _begin(self, group: Group, reached_ns: int, now_ns: int) -> Iterator[Decision]:
        """Start an alert: at once, or after `for`."""
        value, group.total = group.meter.begun(reached_ns)
        group.starts_at_ns = min(reached_ns, now_ns)
        group.pending_ns = now_ns
        if self._may_tell(group, now_ns):
            group.told_count = 0  # The cooldown is over and nothing fired: its back-off begins anew.
        if self.rule.for_ns:
            yield from self._move(group, Phase.PENDING, now_ns)
            return
        yield from self._move(group, Phase.FIRING, now_ns)
        self._counters.fired += 1
        yield from self._tell(group, "threshold", value, now_ns)

    def _settle(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Bring a pending or firing group up to `now_ns`."""
        if group.phase is Phase.PENDING:
            held_ns = group.pending_ns + self.rule.for_ns
            if group.meter.ends(now_ns) <= min(held_ns, now_ns):
                yield from self._move(group, Phase.QUIET, now_ns)
            elif held_ns <= now_ns:
                yield from self._move(group, Phase.FIRING, now_ns)
                self._counters.fired += 1
                yield from self._tell(group, "held", group.meter.value(now_ns), now_ns)
        if group.phase is Phase.FIRING:
            ends_ns = group.meter.ends(now_ns) + self.rule.keep_firing_for_ns
            if ends_ns <= now_ns:
                yield from self._resolve(group, ends_ns, now_ns)
            elif self._may_tell(group, now_ns):
                reason: Reason = "repeat" if group.told else "cooldown_over"
                yield from self._tell(group, reason, group.meter.value(now_ns), now_ns)

    def _resolve(self, group: Group, ends_ns: int, now_ns: int) -> Iterator[Decision]:
        """End an alert, and tell so if its firing was told."""
        self._counters.resolved += 1
        if group.told:
            value = group.meter.value(ends_ns)
            yield self._decide("resolved", "below_threshold", group, value, max(ends_ns, group.starts_at_ns))
        # What belongs to this alert must not begin another one together with a late record.
        group.meter.close(ends_ns - self.rule.window_ns)
        group.told = False
        yield from self._move(group, Phase.QUIET, now_ns)

    def _tell(self, group: Group, reason: Reason, value: float, now_ns: int) -> Iterator[Decision]:
        """Tell that a group fires, unless its cooldown forbids it yet."""
        self._changed[group.key] = group
        if not self._may_tell(group, now_ns):
            self._counters.withheld += 1
            return
        group.told = True
        group.told_at_ns = now_ns
        group.told_count += 1
        yield self._decide("firing", reason, group, value, 0)

    def _may_tell(self, group: Group, now_ns: int) -> bool:
        """Tell whether the group has never been told of, or its cooldown (as the rule has it now) is over."""
        told = group.told_count
        return not told or now_ns >= group.told_at_ns + self.rule.cooldown.wait_ns(told)

    def _move(self, group: Group, phase: Phase, now_ns: int) -> Iterator[Decision]:
        """Change a group's phase."""
        group.phase = phase
        yield from self._keep(group, now_ns)

    def _keep(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Put a group on its side of the table; a firing one that must go for it is told as resolved."""
        gone = self._groups.add(group)
        self._changed[group.key] = group
        if gone is None:
            return
        self._changed[gone.key] = None
        self._counters.evicted_groups += 1
        if gone.phase is Phase.FIRING:
            self._counters.evicted_firing += 1
            if gone.told:
                yield self._decide("resolved", "evicted", gone, gone.meter.value(now_ns), now_ns)

    def _decide(self, kind: Kind, reason: Reason, group: Group, value: float, ends_ns: int) -> Decision:
        """Make the decision with its labels and filled annotations."""
        rule = self.rule
        value = tidy(value)
        named = dict(zip(self._labels, group.key, strict=True))
        labels = {"alertname": rule.alert, **named, **rule.labels}
        fields = tuple(zip(rule.group_by, group.key, strict=True))
        holes = {
            "value": str(value),
            "window": format_duration(rule.window_ns),
            **{f"labels.{name}": text for name, text in labels.items()},
            **{f"group.{field}": text for field, text in fields},
        }
        return Decision(
            kind=kind,
            reason=reason,
            alert=rule.alert,
            labels=labels,
            annotations={name: render(text, holes) for name, text in rule.annotations.items()},
            value=value,
            threshold=tidy(rule.measure.threshold),
            window_ns=rule.window_ns,
            total=group.total,
            group=fields,
            starts_at_ns=group.starts_at_ns,
            ends_at_ns=ends_ns,
            receivers=rule.notify,
            fingerprint=fingerprint_of(labels),
            trigger=group.trigger,
            samples=group.samples,
            rule=self._identity,
        )
