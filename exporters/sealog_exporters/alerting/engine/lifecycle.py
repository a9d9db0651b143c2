"""How an alert of one group runs: it begins, is held back or told, is told again, ends. It counts no record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.engine.alert_event import Telling
from sealog_exporters.alerting.engine.series.series import Phase
from sealog_exporters.alerting.engine.series.top import LOOKED_AT, top

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.alerting.engine.series.series import Group
    from sealog_exporters.alerting.engine.series.store import Gone, Groups
    from sealog_exporters.alerting.engine.wal.dirty_set import Unsaved
    from sealog_exporters.alerting.model.alert.decision import Decision, Reason
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import Rule


MAX_SILENT: Final = 1_000
"""Alerts that nobody was told of and that are kept for the trail."""


@dataclass(slots=True)
class Withheld:
    """What a rule's cooldown held back: `alerts` of which nobody heard, and `records` that came in such a time.

    Records of a told alert that came within its cooldown are told of with the next notification, or its end.
    """

    alerts: int = 0
    records: int = 0


class Course:
    """What follows for the groups of one rule.

    Args:
        rule: with its `for`, cooldown and labels.
        groups: where they are.
        counters: what is counted of alerts.
        unsaved: where changed groups are noted.
    """

    def __init__(self, rule: Rule, groups: Groups, counters: Counters, unsaved: Unsaved) -> None:
        self.rule = rule
        self.groups = groups
        self._counters = counters
        self._unsaved = unsaved
        self._telling = Telling(rule)
        self.withheld = Withheld()
        self.silent: list[Decision] = []
        self._top_at_ns = 0
        self._top_text = ""

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Go through the groups that fire, as decisions with the value of now."""
        for group in self.groups.watched():
            if group.phase is Phase.FIRING:
                yield self._telling.decision("firing", "repeat", group, group.meter.value(now_ns), 0, now_ns)

    def forget_firing(self, group: Group, now_ns: int) -> Iterator[Decision]:
        """Give up a group that fires although nothing comes for it any more, and tell so."""
        self._counters.resolved += 1
        if group.told:
            yield self._telling.decision("resolved", "forgotten", group, group.meter.value(now_ns), now_ns, now_ns)
        self.groups.remove(group.key)
        self._unsaved.dropped(group.key)

    def begin(self, group: Group, reached_ns: int, now_ns: int) -> Iterator[Decision]:
        """Start an alert: at once, or after `for`."""
        value, group.total = group.meter.begun(reached_ns)
        group.starts_at_ns = min(reached_ns, now_ns)
        group.pending_ns = now_ns
        if self.may_tell(group, now_ns):
            group.told_count = 0  # The cooldown is over and nothing fired: its back-off begins anew.
        if self.rule.for_ns:
            self._move(group, Phase.PENDING)
            return
        self._move(group, Phase.FIRING)
        self._counters.fired += 1
        yield from self._tell(group, "threshold", value, now_ns)

    def settle(self, group: Group, now_ns: int) -> Iterator[Decision]:
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
            elif self.may_tell(group, now_ns):
                reason: Reason = "repeat" if group.told else "cooldown_over"
                yield from self._tell(group, reason, group.meter.value(now_ns), now_ns)

    def _resolve(self, group: Group, ends_ns: int) -> Iterator[Decision]:
        """End an alert, and tell so if its firing was told."""
        self._counters.resolved += 1
        if group.told:
            self.withheld.records += group.withheld
            group.withheld = 0  # the end tells the total
            value = group.meter.value(ends_ns)
            yield self._telling.decision(
                "resolved", "below_threshold", group, value, max(ends_ns, group.starts_at_ns), ends_ns
            )
        else:
            self.withheld.alerts += 1
        # What belongs to this alert must not begin another one together with a late record.
        group.meter.close(ends_ns - self.rule.window_ns)
        group.told = False
        self._move(group, Phase.QUIET)

    def _tell(self, group: Group, reason: Reason, value: float, now_ns: int) -> Iterator[Decision]:
        """Tell that a group fires, unless its cooldown forbids it yet."""
        self._unsaved.changed[group.key] = group
        if not self.may_tell(group, now_ns):
            self._counters.withheld += 1
            group.withheld += group.total
            if len(self.silent) < MAX_SILENT:
                self.silent.append(self._telling.decision("firing", reason, group, value, 0, now_ns))
            return
        self.withheld.records += group.withheld
        group.told = True
        group.told_at_ns = now_ns
        group.told_count += 1
        decision = self._telling.decision("firing", reason, group, value, 0, now_ns, top=self._top(now_ns))
        group.withheld = 0
        yield decision

    def _top(self, now_ns: int) -> str:
        """Name the groups with the highest values: looked at once a moment, however many fire then."""
        if self._top_at_ns != now_ns:
            self._top_at_ns = now_ns
            self._top_text = top(self.groups.newest(LOOKED_AT), now_ns)
        return self._top_text

    def may_tell(self, group: Group, now_ns: int) -> bool:
        """Tell whether the group has never been told of, or its cooldown (as the rule has it now) is over."""
        told = group.told_count
        return not told or now_ns >= group.told_at_ns + self.rule.cooldown.wait_ns(told)

    def _move(self, group: Group, phase: Phase) -> None:
        """Change a group's phase."""
        group.phase = phase
        self.groups.moved(group)
        self._unsaved.changed[group.key] = group

    def given_up(self, gone: Gone, now_ns: int) -> Iterator[Decision]:
        """Count groups that had to go; one that was told as firing is told as resolved."""
        for key, group in gone:
            self._unsaved.dropped(key)
            self._counters.evicted_groups += 1
            if group is not None and group.phase is Phase.FIRING:
                self._counters.evicted_firing += 1
                if group.told:
                    yield self._telling.decision(
                        "resolved", "evicted", group, group.meter.value(now_ns), now_ns, now_ns
                    )
