"""Runs the lifecycle of alerts: inactive, pending, firing, resolved; and decides what is notified of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.engine.decision_builder import DecisionBuilder
from sealog_exporters.alerting.engine.series.series import Phase
from sealog_exporters.alerting.engine.series.top import LOOKED_AT, top

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.alerting.engine.series.series import Series
    from sealog_exporters.alerting.engine.series.store import Evicted, SeriesStore
    from sealog_exporters.alerting.engine.wal.dirty_set import DirtySet
    from sealog_exporters.alerting.model.alert.decision import Decision, Reason
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import Rule


MAX_SILENT: Final = 1_000
"""Withheld alerts that are kept for the trail."""


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
    """

    def __init__(self, rule: Rule, series_store: SeriesStore, counters: Counters, dirty: DirtySet) -> None:
        self.rule = rule
        self.series_store = series_store
        self._counters = counters
        self._dirty = dirty
        self._builder = DecisionBuilder(rule)
        self.withheld = Withheld()
        self.silent: list[Decision] = []
        self._top_at_ns = 0
        self._top_text = ""

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

    def start(self, series: Series, reached_ns: int, now_ns: int) -> Iterator[Decision]:
        """Start an alert: at once, or after `for`."""
        value, series.total = series.window.value_at_start(reached_ns)
        series.starts_at_ns = min(reached_ns, now_ns)
        series.pending_ns = now_ns
        if self.cooldown_over(series, now_ns):
            series.told_count = 0  # The cooldown is over and nothing fired: its back-off begins anew.
        if self.rule.for_ns:
            self._move(series, Phase.PENDING)
            return
        self._move(series, Phase.FIRING)
        self._counters.fired += 1
        yield from self._tell(series, "threshold", value, now_ns)

    def advance(self, series: Series, now_ns: int) -> Iterator[Decision]:
        """Bring a pending or firing series up to `now_ns`."""
        if series.phase is Phase.PENDING:
            held_ns = series.pending_ns + self.rule.for_ns
            if series.window.clears_at(now_ns) <= min(held_ns, now_ns):
                self._move(series, Phase.INACTIVE)
            elif held_ns <= now_ns:
                self._move(series, Phase.FIRING)
                self._counters.fired += 1
                yield from self._tell(series, "held", series.window.value(now_ns), now_ns)
        if series.phase is Phase.FIRING:
            ends_ns = series.window.clears_at(now_ns) + self.rule.keep_firing_for_ns
            if ends_ns <= now_ns:
                yield from self._resolve(series, ends_ns)
            elif self.cooldown_over(series, now_ns):
                reason: Reason = "repeat" if series.told else "cooldown_over"
                yield from self._tell(series, reason, series.window.value(now_ns), now_ns)

    def _resolve(self, series: Series, ends_ns: int) -> Iterator[Decision]:
        """Resolve an alert, and decide so if its firing was notified."""
        self._counters.resolved += 1
        if series.told:
            self.withheld.records += series.withheld
            series.withheld = 0  # the end tells the total
            value = series.window.value(ends_ns)
            yield self._builder.decision(
                "resolved", "below_threshold", series, value, max(ends_ns, series.starts_at_ns), ends_ns
            )
        else:
            self.withheld.alerts += 1
        # What belongs to this alert must not begin another one together with a late record.
        series.window.close(ends_ns - self.rule.window_ns)
        series.told = False
        self._move(series, Phase.INACTIVE)

    def _tell(self, series: Series, reason: Reason, value: float, now_ns: int) -> Iterator[Decision]:
        """Decide that a series fires, unless it is within its cooldown."""
        self._dirty.changed[series.key] = series
        if not self.cooldown_over(series, now_ns):
            self._counters.withheld += 1
            series.withheld += series.total
            if len(self.silent) < MAX_SILENT:
                self.silent.append(self._builder.decision("firing", reason, series, value, 0, now_ns))
            return
        self.withheld.records += series.withheld
        series.told = True
        series.told_at_ns = now_ns
        series.told_count += 1
        decision = self._builder.decision("firing", reason, series, value, 0, now_ns, top=self._top(now_ns))
        series.withheld = 0
        yield decision

    def _top(self, now_ns: int) -> str:
        """Return the annotation `top`, computed once for each moment however many alerts fire then."""
        if self._top_at_ns != now_ns:
            self._top_at_ns = now_ns
            self._top_text = top(self.series_store.newest(LOOKED_AT), now_ns)
        return self._top_text

    def cooldown_over(self, series: Series, now_ns: int) -> bool:
        """Return whether the series was never notified, or its cooldown (as the rule has it now) is over."""
        return now_ns >= self.rule.cooldown.over_ns(series.told_at_ns, series.told_count)

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
