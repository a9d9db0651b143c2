"""Runs the lifecycle of alerts: inactive, pending, firing, resolved; and decides what is notified of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.engine.decision_builder import LOOKED_AT, DecisionBuilder, top
from sealog_exporters.alerting.engine.series.series import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.alerting.engine.series.series import Series
    from sealog_exporters.alerting.engine.series.store import Evicted, SeriesStore
    from sealog_exporters.alerting.engine.wal.dirty_set import DirtySet
    from sealog_exporters.alerting.model.alert.decision import Decision, Reason
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import Rule


MAX_SILENT: Final = 1_000
"""Withheld alerts of one batch that are kept for the trail."""


@dataclass(slots=True)
class Withheld:
    """What a rule's cooldown withheld: `alerts` that were never notified, and `records` that came within a cooldown.

    The next notification of an alert, or its end, says how many of its records came within its cooldown.
    """

    alerts: int = 0
    records: int = 0


class AlertLifecycle:
    """The lifecycle of the alerts of one rule.

    Args:
        rule: with its `for`, cooldown and labels.
        series_store: the series of the rule.
        counters: the counters of alerts.
        dirty: the series that are not stored as they are.
        silent: gets the alerts that began within a cooldown, of all rules together; the caller clears it.
    """

    def __init__(
        self,
        rule: Rule,
        series_store: SeriesStore,
        counters: Counters,
        dirty: DirtySet,
        silent: list[Decision],
    ) -> None:
        self.rule = rule
        self.series_store = series_store
        self._counters = counters
        self._dirty = dirty
        self._builder = DecisionBuilder(rule)
        self.withheld = Withheld()
        self._silent = silent
        self._top_at_ns = 0
        self._top = ""

    def firing(self, now_ns: int) -> Iterator[Decision]:
        """Yield the series that fire, as decisions with their present value."""
        for series in self.series_store.active():
            if series.phase is Phase.FIRING:
                yield self._builder.decision("firing", "repeat", series, series.window.value(now_ns), 0, now_ns)

    def forget_firing(self, series: Series, now_ns: int) -> Iterator[Decision]:
        """Drop a series that fires although nothing came for it for long, and resolve its alert."""
        self._counters.resolved += 1
        if series.told:
            yield self._builder.decision("resolved", "forgotten", series, series.window.value(now_ns), now_ns, now_ns)
        self.series_store.remove(series.key)
        self._dirty.dropped(series.key)

    def start(self, series: Series, reached_ns: int, now_ns: int) -> list[Decision]:
        """Start an alert: at once, or after `for`."""
        value, series.total = series.window.value_at_start(reached_ns)
        series.starts_at_ns = min(reached_ns, now_ns)
        series.pending_ns = now_ns
        told = self.cooldown_over(series, now_ns)
        if told:
            series.told_count = 0  # The cooldown is over and nothing fired: its back-off begins anew.
        if self.rule.for_ns:
            self._move(series, Phase.PENDING)
            return []
        return self._fire(series, "threshold", value, now_ns, told=told)

    def advance(self, series: Series, now_ns: int) -> list[Decision]:
        """Bring a pending or firing series up to `now_ns`."""
        decisions: list[Decision] = []
        if series.phase is Phase.PENDING:
            held_ns = series.pending_ns + self.rule.for_ns
            if series.window.clears_at(now_ns) <= min(held_ns, now_ns):
                self._move(series, Phase.INACTIVE)
            elif held_ns <= now_ns:
                told, value = self.cooldown_over(series, now_ns), series.window.value(now_ns)
                decisions += self._fire(series, "held", value, now_ns, told=told)
        if series.phase is Phase.FIRING:
            ends_ns = series.window.clears_at(now_ns) + self.rule.keep_firing_for_ns
            if ends_ns <= now_ns:
                decisions += self._resolve(series, ends_ns)
            elif self.cooldown_over(series, now_ns):
                reason: Reason = "repeat" if series.told else "cooldown_over"
                decisions.append(self._tell(series, reason, series.window.value(now_ns), now_ns))
        return decisions

    def _fire(self, series: Series, reason: Reason, value: float, now_ns: int, *, told: bool) -> list[Decision]:
        """Let an alert fire; one that is not `told`, because it is within a cooldown, is kept for the trail."""
        self._move(series, Phase.FIRING)
        self._counters.fired += 1
        if told:
            return [self._tell(series, reason, value, now_ns)]
        self._counters.withheld += 1
        series.withheld += series.total
        if len(self._silent) < MAX_SILENT:
            self._silent.append(self._builder.decision("firing", reason, series, value, 0, now_ns))
        return []

    def _resolve(self, series: Series, ends_ns: int) -> list[Decision]:
        """Resolve an alert, and decide so if its firing was notified."""
        self._counters.resolved += 1
        decisions = []
        if series.told:
            self.withheld.records += series.withheld
            series.withheld = 0  # the end tells the total
            value, until_ns = series.window.value(ends_ns), max(ends_ns, series.starts_at_ns)
            decisions = [self._builder.decision("resolved", "below_threshold", series, value, until_ns, ends_ns)]
        else:
            self.withheld.alerts += 1
        # What belongs to this alert must not begin another one together with a late record.
        series.window.close(ends_ns - self.rule.window_ns)
        series.told = False
        self._move(series, Phase.INACTIVE)
        return decisions

    def _tell(self, series: Series, reason: Reason, value: float, now_ns: int) -> Decision:
        """Decide that a series fires and is notified."""
        self._dirty.changed[series.key] = series
        self.withheld.records += series.withheld
        series.told = True
        series.told_at_ns = now_ns
        series.told_count += 1
        if self._top_at_ns != now_ns:  # once for each moment, however many alerts fire then
            self._top_at_ns = now_ns
            self._top = top(self.series_store.newest(LOOKED_AT), now_ns)
        decision = self._builder.decision("firing", reason, series, value, 0, now_ns, top=self._top)
        series.withheld = 0
        return decision

    def cooldown_over(self, series: Series, now_ns: int) -> bool:
        """Return whether the series was never notified, or its cooldown (as the rule has it now) is over."""
        told = series.told_count
        return not told or now_ns >= self.rule.cooldown.over_ns(series.told_at_ns, told)

    def _move(self, series: Series, phase: Phase) -> None:
        """Change a series' phase."""
        series.phase = phase
        self.series_store.moved(series)
        self._dirty.changed[series.key] = series

    def evicted(self, gone: Evicted, now_ns: int) -> Iterator[Decision]:
        """Count evicted series; the alert of one that was notified as firing is resolved."""
        for key, series in gone:
            self._dirty.dropped(key)
            self._counters.evicted_groups += 1
            if series is not None and series.phase is Phase.FIRING:
                self._counters.evicted_firing += 1
                if series.told:
                    yield self._builder.decision(
                        "resolved", "evicted", series, series.window.value(now_ns), now_ns, now_ns
                    )
