"""The stages in order, and every alert that is on its way through them. Pure: time comes in, notifications go out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sealog_exporters.alerting.dispatch.grouping import GroupingStage, group_labels, thread_of
from sealog_exporters.alerting.dispatch.inhibition import InhibitionStage
from sealog_exporters.alerting.dispatch.mute_timing import MuteTimingStage
from sealog_exporters.alerting.dispatch.no_receiver import NO_RECEIVER, NoReceiverStage
from sealog_exporters.alerting.dispatch.repeat_interval import RepeatIntervalStage
from sealog_exporters.alerting.dispatch.silencing import SilencingStage
from sealog_exporters.alerting.dispatch.stage import Case
from sealog_exporters.alerting.model.alert.notification import alert_of, group_labels_of
from sealog_exporters.alerting.model.alert.state import AlertState, StageOutcome, Told, TrailEntry
from sealog_exporters.alerting.model.routing.route import RouteTarget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sealog_exporters.alerting.dispatch.stage import Stage
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.rule import RuleFile

    Key = tuple[str, str]

MAX_STATES = 100_000
"""Alerts times receivers that are remembered; above it those that ended first are forgotten, with their cooldown."""


class Dispatcher:
    """What became of each alert at each receiver. Not safe to share between threads.

    Args:
        rules: who is told, when, and after which pauses.
        receivers: names that can be told; others are forgotten.
        standings: what `changes` gave in earlier lives.
        silences: those that were made by command, beside the rule file's.
    """

    def __init__(
        self,
        rules: RuleFile,
        receivers: Collection[str],
        standings: Iterable[AlertState] = (),
        silences: Iterable[Silence] = (),
    ) -> None:
        self._routing = rules.routing
        self._links = rules.links
        self._rules = frozenset(rule.identity for rule in rules.rules)
        self._receivers = (*receivers, NO_RECEIVER)
        known = {one.key: one for one in standings}
        self._states = {key: one for key, one in known.items() if one.receiver in self._receivers}
        self._changed: dict[Key, AlertState | None] = {key: None for key in known if key not in self._states}
        self._trail: list[TrailEntry] = []
        self._targets: dict[Key, RouteTarget] = {}
        self._group = GroupingStage()
        self._inhibit = InhibitionStage(rules.routing.inhibitions)
        self._cooling = RepeatIntervalStage({rule.identity: rule.cooldown for rule in rules.rules})
        for one in self._states.values():
            self._note_firing(one)
        self.silence(silences)

    def silence(self, silences: Iterable[Silence]) -> None:
        """Take the silences that were made by command in place of earlier ones."""
        self._stages: tuple[Stage, ...] = (
            NoReceiverStage(),
            self._group,
            self._inhibit,
            SilencingStage((*self._routing.silences, *silences)),
            MuteTimingStage(self._routing.intervals),
            self._cooling,
        )

    def take(self, decisions: Iterable[Decision], now_ns: int) -> list[Told]:
        """Take what the engine decided; return what is to be told at once."""
        told: list[Told] = []
        entered: dict[Key, None] = {}
        for decision in decisions:
            # A backlog may hold an alert's beginning and its end: the beginning is told first, and so is the end.
            if decision.kind == "resolved" and any(key in entered for key in self._keys_of(decision.fingerprint)):
                told += self._notify(self._present(entered), now_ns)
                entered.clear()
            entered.update(dict.fromkeys(self._enter(decision, now_ns)))
        return told + self._notify(self._present(entered), now_ns)

    def tick(self, now_ns: int) -> list[Told]:
        """Return what is to be told because time passed; forget what is of no more use."""
        for key, one in list(self._states.items()):
            if one.rule not in self._rules:
                self._orphan(one, now_ns)
            elif not (one.due or one.open or one.alert.status == "firing") and self._cooling.over_ns(one) <= now_ns:
                self._forget(key)
        waiting = [one for one in self._states.values() if one.due]
        told = self._notify(waiting, now_ns)
        self._group.forget([self._case(one) for one in waiting if self._states.get(one.key) is one], now_ns)
        return told

    def note_withheld(self, decisions: Iterable[Decision], now_ns: int) -> None:
        """Enter in the trail the alerts of which nobody is told, because they began within a cooldown."""
        for decision in decisions:
            verdict = StageOutcome("engine", "cooldown", f"{decision.withheld} records withheld")
            self._trail.append(TrailEntry(now_ns, decision.fingerprint, decision.alert, "", "firing", verdict))

    def turn_back(self, now_ns: int) -> None:
        """Take every moment ahead of `now_ns` for now: the clock was set back. Waits for company begin anew."""
        self._group.begin_anew()
        for one in [one for one in self._states.values() if max(one.told_at_ns, one.held_since_ns) > now_ns]:
            told_at_ns, since_ns = min(one.told_at_ns, now_ns), min(one.held_since_ns, now_ns)
            self._keep(replace(one, told_at_ns=told_at_ns, held_since_ns=since_ns))

    def standings(self) -> Iterator[AlertState]:
        """Go through all alerts and receivers."""
        return iter(self._states.values())

    def changes(self) -> tuple[list[tuple[Key, AlertState | None]], list[TrailEntry]]:
        """List what changed since `saved`, `None` where it was forgotten, and the steps of the trail."""
        return list(self._changed.items()), list(self._trail)

    def saved(self) -> None:
        """Note that everything that `changes` lists lies where it can't be lost."""
        self._changed.clear()
        self._trail.clear()

    def _present(self, keys: Iterable[Key]) -> list[AlertState]:
        return [self._states[key] for key in keys if key in self._states]

    def _enter(self, decision: Decision, now_ns: int) -> list[Key]:
        """Note a decision with everyone whom it concerns."""
        alert = alert_of(decision, self._links)
        if decision.kind == "resolved":
            return [key for key in self._keys_of(alert.fingerprint) if self._end(key, decision, now_ns)]
        keys = []
        for target in self._routing.targets_for(alert.labels, decision.receivers) or [RouteTarget(NO_RECEIVER)]:
            key = (alert.fingerprint, target.receiver)
            before = self._states.get(key)
            entering = AlertState(
                target.receiver, decision.rule, decision.receivers, group_labels_of(decision), alert, decision.reason
            )
            if before is not None:
                anew = not before.open and self._cooling.over_ns(before) <= now_ns
                entering = replace(
                    entering,
                    open=before.open,
                    told_at_ns=before.told_at_ns,
                    told_count=0 if anew else before.told_count,
                    held=before.held if before.due else None,
                    held_since_ns=before.held_since_ns if before.due else 0,
                )
            self._targets[key] = target
            self._keep(entering)
            self._note_firing(entering)
            keys.append(key)
        return keys

    def _end(self, key: Key, decision: Decision, now_ns: int) -> bool:
        """Note that an alert ended; return whether its receiver is to be told."""
        one = self._states[key]
        self._inhibit.ended(key[0], one.alert.labels)
        ended = replace(one, alert=alert_of(decision, self._links), reason=decision.reason, due=one.open, held=None)
        self._keep(ended)
        if not one.open:
            self._step(ended, StageOutcome("notify", "ended_untold", one.held.stage if one.held else ""), now_ns)
        return one.open

    def _orphan(self, one: AlertState, now_ns: int) -> None:
        """End an alert whose rule is gone: nothing would ever resolve it."""
        self._inhibit.ended(one.alert.fingerprint, one.alert.labels)
        if not one.open:
            self._forget(one.key)
        elif one.alert.status == "firing":
            annotations = {**one.alert.annotations, "reason": "rule_removed"}
            alert = replace(one.alert, status="resolved", annotations=annotations, ends_at_ns=now_ns)
            self._keep(replace(one, alert=alert, reason="rule_removed", due=True, held=None))

    def _notify(self, waiting: Iterable[AlertState], now_ns: int) -> list[Told]:
        """The last stage: tell what no stage holds, alerts of one group at once."""
        ready: dict[tuple[str, str], list[Case]] = {}
        for one in waiting:
            case = self._case(one)
            verdict = self._judge(case, now_ns) if one.due else None
            if verdict is not None:
                self._hold(one, verdict, now_ns)
            elif one.due:
                ready.setdefault((one.receiver, thread_of(case)), []).append(case)
        return [self._tell(thread, cases, now_ns) for (_, thread), cases in ready.items()]

    def _judge(self, case: Case, now_ns: int) -> StageOutcome | None:
        for stage in self._stages:
            verdict = stage.judge(case, now_ns)
            if verdict is not None:
                return verdict
        return None

    def _hold(self, one: AlertState, verdict: StageOutcome, now_ns: int) -> None:
        """Let an alert wait; a reason is noted when it begins to hold."""
        if verdict != one.held:
            held = replace(one, held=verdict, held_since_ns=now_ns)
            self._keep(held)
            self._step(held, verdict, now_ns)

    def _tell(self, thread: str, cases: list[Case], now_ns: int) -> Told:
        for case in cases:
            one = case.standing
            told = replace(one, due=False, open=case.firing, held=None, held_since_ns=0)
            if case.firing:
                told = replace(told, told_at_ns=now_ns, told_count=one.told_count + 1)
            self._keep(told)
            self._step(told, StageOutcome("notify", one.reason, f"after {one.held.stage}" if one.held else ""), now_ns)
            self._group.told(case, now_ns)
        receiver = cases[0].target.receiver
        return Told(receiver, thread, group_labels(cases[0]), tuple(case.standing.alert for case in cases))

    def _case(self, one: AlertState) -> Case:
        target = self._targets.get(one.key)
        if target is None:
            targets = self._routing.targets_for(one.alert.labels, one.notify)
            target = next((target for target in targets if target.receiver == one.receiver), RouteTarget(one.receiver))
            self._targets[one.key] = target
        return Case(one, target)

    def _note_firing(self, one: AlertState) -> None:
        if one.alert.status == "firing":
            self._inhibit.fires(one.alert.fingerprint, one.alert.labels)

    def _keys_of(self, fingerprint: str) -> list[Key]:
        keys = ((fingerprint, receiver) for receiver in self._receivers)
        return [key for key in keys if key in self._states]

    def _keep(self, one: AlertState) -> None:
        self._states[one.key] = self._changed[one.key] = one
        if len(self._states) > MAX_STATES:
            ended = (key for key, old in self._states.items() if not (old.due or old.open))
            self._forget(next(ended, next(iter(self._states))))

    def _forget(self, key: Key) -> None:
        del self._states[key]
        self._targets.pop(key, None)
        self._changed[key] = None

    def _step(self, one: AlertState, verdict: StageOutcome, now_ns: int) -> None:
        alert = one.alert
        name = alert.labels.get("alertname", "")
        self._trail.append(TrailEntry(now_ns, alert.fingerprint, name, one.receiver, alert.status, verdict))
