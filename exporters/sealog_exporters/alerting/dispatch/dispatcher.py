"""Runs decisions through the stages, keeps the state of every alert, and makes notifications. Callers give the time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sealog_exporters.alerting.dispatch.grouping import GroupingStage
from sealog_exporters.alerting.dispatch.inhibition import InhibitionStage
from sealog_exporters.alerting.dispatch.mute_timing import MuteTimingStage
from sealog_exporters.alerting.dispatch.no_receiver import NO_RECEIVER, NoReceiverStage
from sealog_exporters.alerting.dispatch.repeat_interval import RepeatIntervalStage
from sealog_exporters.alerting.dispatch.silencing import SilencingStage
from sealog_exporters.alerting.model.alert.notification import alert_of, notification_of
from sealog_exporters.alerting.model.alert.state import AlertState, StageOutcome, TrailEntry
from sealog_exporters.alerting.model.routing.route import RouteTarget

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sealog_exporters.alerting.dispatch.stage import Stage
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.rule import RuleFile

    Key = tuple[str, str]

MAX_STATES = 100_000
"""States (alerts times receivers) that are kept; above it those that ended first are forgotten, with their cooldown."""


class Dispatcher:
    """The state of each alert at each receiver. Not safe to share between threads.

    Args:
        rules: the rules, receivers and routes.
        receivers: names that can be notified; states of others are forgotten.
        states: what is stored of `changed`.
        silences: those that were made by command, beside the rule file's.
        external_url: the address of this service, for links in notifications.
    """

    def __init__(
        self,
        rules: RuleFile,
        receivers: Collection[str],
        states: Iterable[AlertState] = (),
        silences: Iterable[Silence] = (),
        external_url: str = "",
    ) -> None:
        self._routing = rules.routing
        self._links = rules.links
        self._external_url = external_url
        self._rules = frozenset(rule.identity for rule in rules.rules)
        self._receivers = (*receivers, NO_RECEIVER)
        self._targets = {
            rule.identity: self._routing.targets_for({}, rule.notify) or [RouteTarget(NO_RECEIVER)]
            for rule in rules.rules
            if rule.notify or self._routing.route is None
        }
        """The targets of the alerts of a rule, where its alerts are not routed by their labels."""
        known = {state.key: state for state in states}
        self._states = {key: self._routed(one) for key, one in known.items() if one.receiver in self._receivers}
        self.changed: dict[Key, AlertState | None] = {key: None for key in known if key not in self._states}
        """The states that changed since `saved`, `None` where one was forgotten."""
        self.trail: list[TrailEntry] = []
        """The trail entries since `saved`."""
        self._grouping, self._groups = GroupingStage(), self._routing.groups
        self._inhibition = InhibitionStage(rules.routing.inhibitions)
        self._cooldown = RepeatIntervalStage({rule.identity: rule.cooldown for rule in rules.rules})
        self._unreached = any(targets[0].receiver == NO_RECEIVER for targets in self._targets.values()) or any(
            state.receiver == NO_RECEIVER for state in self._states.values()
        )
        for state in self._states.values():
            if state.firing:
                self._inhibition.fires(state.alert.fingerprint, state.alert.labels)
        self.silence(silences)

    def silence(self, silences: Iterable[Silence]) -> None:
        """Put these silences in place of those that were made by command before."""
        routing, silenced = self._routing, (*self._routing.silences, *silences)
        stages: tuple[tuple[Stage, bool], ...] = (
            (NoReceiverStage(), self._unreached),
            (self._grouping, self._groups),
            (self._inhibition, bool(routing.inhibitions)),
            (SilencingStage(silenced), bool(silenced)),
            (MuteTimingStage(routing.intervals), bool(routing.intervals)),
            (self._cooldown, True),
        )
        self._stages = tuple(stage for stage, used in stages if used)

    def dispatch(self, decisions: Iterable[Decision], now_ns: int) -> list[Notification]:
        """Take decisions of the engine; return the notifications that are due at once."""
        notifications: list[Notification] = []
        entered: dict[Key, AlertState] = {}
        for decision in decisions:
            # A backlog may hold an alert's beginning and its end: both are notified, in this order.
            if decision.kind == "resolved" and any(key in entered for key in self._keys_of(decision.fingerprint)):
                notifications += self._notify(entered.values(), now_ns)
                entered.clear()
            self._enter(decision, now_ns, entered)
        return notifications + self._notify(entered.values(), now_ns) if entered else notifications

    def tick(self, now_ns: int) -> list[Notification]:
        """Return the notifications that are due because time passed; forget states of no more use."""
        for key, state in list(self._states.items()):
            if state.rule not in self._rules:
                self._end_of_removed_rule(state, now_ns)
            elif not (state.due or state.open or state.firing) and self._cooldown.over_ns(state) <= now_ns:
                self._forget(key)
        waiting = [state for state in self._states.values() if state.due]
        notifications = self._notify(waiting, now_ns)
        self._grouping.forget([state for state in waiting if self._states.get(state.key) is state], now_ns)
        return notifications

    def note_withheld(self, decisions: Iterable[Decision], now_ns: int) -> None:
        """Enter in the trail the alerts that are not notified, because they began within a cooldown."""
        for decision in decisions:
            outcome = StageOutcome("engine", "cooldown", f"{decision.withheld} records withheld")
            self.trail.append(TrailEntry(now_ns, decision.fingerprint, decision.alert, "", "firing", outcome))

    def turn_back(self, now_ns: int) -> None:
        """Move moments in the future of `now_ns` to now, after the clock was set back. Waits for groups begin anew."""
        self._grouping.restart_waits()
        for one in [one for one in self._states.values() if max(one.told_at_ns, one.held_since_ns) > now_ns]:
            told_at_ns, since_ns = min(one.told_at_ns, now_ns), min(one.held_since_ns, now_ns)
            self._keep(one.key, replace(one, told_at_ns=told_at_ns, held_since_ns=since_ns))

    def states(self) -> Iterator[AlertState]:
        """Yield the states of all alerts at all receivers."""
        return iter(self._states.values())

    def saved(self) -> None:
        """Note that `changed` and `trail` are stored."""
        self.changed.clear()
        self.trail.clear()

    def _enter(self, decision: Decision, now_ns: int, entered: dict[Key, AlertState]) -> None:
        """Note a decision at every receiver that it concerns; add to `entered` what may be due to be notified."""
        alert = alert_of(decision, self._links)
        fingerprint = alert.fingerprint
        if decision.kind == "resolved":
            for key in self._keys_of(fingerprint):
                ended = self._end(key, alert, decision.reason, now_ns)
                if ended.due:
                    entered[key] = ended
            return
        if self._routing.inhibitions:
            self._inhibition.fires(fingerprint, alert.labels)
        targets = self._targets.get(decision.rule)
        for target in self._routing.targets_for(alert.labels, ()) if targets is None else targets:
            key = (fingerprint, target.receiver)
            before = self._states.get(key)
            state = AlertState(
                target.receiver,
                decision.rule,
                decision.receivers,
                decision.group_labels,
                alert,
                decision.reason,
                target=target,
            )
            if before is not None:
                state = self._continued(before, state, now_ns)
            self._keep(key, state)
            entered[key] = state

    def _continued(self, before: AlertState, state: AlertState, now_ns: int) -> AlertState:
        """Return a state with the history of the one before; the back-off restarts after a cooldown without firing."""
        anew = not before.open and self._cooldown.over_ns(before) <= now_ns
        return replace(
            state,
            open=before.open,
            told_at_ns=before.told_at_ns,
            told_count=0 if anew else before.told_count,
            held=before.held if before.due else None,
            held_since_ns=before.held_since_ns if before.due else 0,
        )

    def _end(self, key: Key, alert: Alert, reason: str, now_ns: int) -> AlertState:
        """Note that an alert ended; the state returned is due if its receiver is to be notified."""
        state = self._states[key]
        self._inhibition.ended(key[0], state.alert.labels)
        ended = replace(state, alert=alert, reason=reason, due=state.open, held=None)
        self._keep(key, ended)
        if not state.open:
            stage = state.held.stage if state.held else ""
            self._note(ended, StageOutcome("notify", "ended_untold", stage), now_ns)
        return ended

    def _end_of_removed_rule(self, state: AlertState, now_ns: int) -> None:
        """End an alert whose rule is gone: nothing else would ever resolve it."""
        self._inhibition.ended(state.alert.fingerprint, state.alert.labels)
        if not state.open:
            self._forget(state.key)
        elif state.firing:
            annotations = {**state.alert.annotations, "reason": "rule_removed"}
            alert = replace(state.alert, status="resolved", annotations=annotations, ends_at_ns=now_ns)
            self._keep(state.key, replace(state, alert=alert, reason="rule_removed", due=True, held=None))

    def _notify(self, waiting: Iterable[AlertState], now_ns: int) -> list[Notification]:
        """Make notifications of the alerts that no stage holds, of one group at once."""
        ready: dict[Key, tuple[Mapping[str, str], list[AlertState]]] = {}
        for state in waiting:
            if not state.due:
                continue
            for stage in self._stages:
                outcome = stage.judge(state, now_ns)
                if outcome is not None:
                    if outcome != state.held:
                        self._hold(state, outcome, now_ns)
                    break
            else:
                thread, labels = state.group()
                ready.setdefault((state.receiver, thread), (labels, []))[1].append(state)
        return [self._notification(thread, *group, now_ns) for (_, thread), group in ready.items()]

    def _hold(self, state: AlertState, outcome: StageOutcome, now_ns: int) -> None:
        """Let an alert wait; its reason is entered in the trail when it begins to hold."""
        held = replace(state, held=outcome, held_since_ns=now_ns)
        self._keep(state.key, held)
        self._note(held, outcome, now_ns)

    def _notification(
        self, thread: str, labels: Mapping[str, str], states: list[AlertState], now_ns: int
    ) -> Notification:
        """Note that alerts of one group are notified; return the notification."""
        alerts = []
        for state in states:
            alerts.append(state.alert)
            firing = state.alert.status == "firing"
            told_at_ns, told_count = (now_ns, 1) if firing else (state.told_at_ns, 0)
            told = replace(
                state,
                due=False,
                open=firing,
                held=None,
                held_since_ns=0,
                told_at_ns=told_at_ns,
                told_count=state.told_count + told_count,
            )
            self._keep((state.alert.fingerprint, state.receiver), told)
            after = f"after {state.held.stage}" if state.held else ""
            self._note(told, StageOutcome("notify", state.reason, after), now_ns)
            if self._groups:
                self._grouping.notified(state, now_ns)
        return notification_of(tuple(alerts), labels, states[0].receiver, self._external_url, thread)

    def _routed(self, state: AlertState) -> AlertState:
        """Return a stored state with the target that the rules give it now."""
        targets = self._routing.targets_for(state.alert.labels, state.notify)
        found = (target for target in targets if target.receiver == state.receiver)
        return replace(state, target=next(found, RouteTarget(state.receiver)))

    def _keys_of(self, fingerprint: str) -> list[Key]:
        keys = ((fingerprint, receiver) for receiver in self._receivers)
        return [key for key in keys if key in self._states]

    def _keep(self, key: Key, state: AlertState) -> None:
        self._states[key] = self.changed[key] = state
        if len(self._states) > MAX_STATES:
            ended = (key for key, old in self._states.items() if not (old.due or old.open))
            self._forget(next(ended, next(iter(self._states))))

    def _forget(self, key: Key) -> None:
        del self._states[key]
        self.changed[key] = None

    def _note(self, state: AlertState, outcome: StageOutcome, now_ns: int) -> None:
        """Enter an outcome in the trail."""
        alert = state.alert
        name = alert.labels.get("alertname", "")
        self.trail.append(TrailEntry(now_ns, alert.fingerprint, name, state.receiver, alert.status, outcome))
