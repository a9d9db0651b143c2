"""The stages in order, and every alert that is on its way through them. Pure: time comes in, notifications go out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sealog_exporters.alerting.dispatch.grouping import Group, group_labels, thread_of
from sealog_exporters.alerting.dispatch.inhibition import Inhibit
from sealog_exporters.alerting.dispatch.mute_timing import Calendar
from sealog_exporters.alerting.dispatch.no_receiver import NOBODY, Route
from sealog_exporters.alerting.dispatch.repeat_interval import Cooling
from sealog_exporters.alerting.dispatch.silencing import Silenced
from sealog_exporters.alerting.dispatch.stage import Case
from sealog_exporters.alerting.model.alert.notification import alert_of, group_labels_of
from sealog_exporters.alerting.model.alert.state import Standing, Step, Told, Verdict
from sealog_exporters.alerting.model.routing.route import Hop

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from sealog_exporters.alerting.dispatch.stage import Stage
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.rule import RuleFile

    Key = tuple[str, str]

MAX_STANDINGS = 100_000
"""Alerts times receivers that are remembered; above it those that ended first are forgotten, with their cooldown."""


class Pipeline:
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
        standings: Iterable[Standing] = (),
        silences: Iterable[Silence] = (),
    ) -> None:
        self._routing = rules.routing
        self._links = rules.links
        self._rules = frozenset(rule.identity for rule in rules.rules)
        self._receivers = (*receivers, NOBODY)
        known = {one.key: one for one in standings}
        self._standings = {key: one for key, one in known.items() if one.receiver in self._receivers}
        self._changed: dict[Key, Standing | None] = {key: None for key in known if key not in self._standings}
        self._trail: list[Step] = []
        self._hops: dict[Key, Hop] = {}
        self._group = Group()
        self._inhibit = Inhibit(rules.routing.inhibitions)
        self._cooling = Cooling({rule.identity: rule.cooldown for rule in rules.rules})
        for one in self._standings.values():
            self._note_firing(one)
        self.silence(silences)

    def silence(self, silences: Iterable[Silence]) -> None:
        """Take the silences that were made by command in place of earlier ones."""
        self._stages: tuple[Stage, ...] = (
            Route(),
            self._group,
            self._inhibit,
            Silenced((*self._routing.silences, *silences)),
            Calendar(self._routing.intervals),
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
        for key, one in list(self._standings.items()):
            if one.rule not in self._rules:
                self._orphan(one, now_ns)
            elif not (one.due or one.open or one.alert.status == "firing") and self._cooling.over_ns(one) <= now_ns:
                self._forget(key)
        waiting = [one for one in self._standings.values() if one.due]
        told = self._notify(waiting, now_ns)
        self._group.forget([self._case(one) for one in waiting if self._standings.get(one.key) is one], now_ns)
        return told

    def note_silent(self, decisions: Iterable[Decision], now_ns: int) -> None:
        """Enter in the trail the alerts of which nobody is told, because they began within a cooldown."""
        for decision in decisions:
            verdict = Verdict("engine", "cooldown", f"{decision.withheld} records withheld")
            self._trail.append(Step(now_ns, decision.fingerprint, decision.alert, "", "firing", verdict))

    def turn_back(self, now_ns: int) -> None:
        """Take every moment ahead of `now_ns` for now: the clock was set back. Waits for company begin anew."""
        self._group.begin_anew()
        for one in [one for one in self._standings.values() if max(one.told_at_ns, one.held_since_ns) > now_ns]:
            told_at_ns, since_ns = min(one.told_at_ns, now_ns), min(one.held_since_ns, now_ns)
            self._keep(replace(one, told_at_ns=told_at_ns, held_since_ns=since_ns))

    def standings(self) -> Iterator[Standing]:
        """Go through all alerts and receivers."""
        return iter(self._standings.values())

    def changes(self) -> tuple[list[tuple[Key, Standing | None]], list[Step]]:
        """List what changed since `saved`, `None` where it was forgotten, and the steps of the trail."""
        return list(self._changed.items()), list(self._trail)

    def saved(self) -> None:
        """Note that everything that `changes` lists lies where it can't be lost."""
        self._changed.clear()
        self._trail.clear()

    def _present(self, keys: Iterable[Key]) -> list[Standing]:
        return [self._standings[key] for key in keys if key in self._standings]

    def _enter(self, decision: Decision, now_ns: int) -> list[Key]:
        """Note a decision with everyone whom it concerns."""
        alert = alert_of(decision, self._links)
        if decision.kind == "resolved":
            return [key for key in self._keys_of(alert.fingerprint) if self._end(key, decision, now_ns)]
        keys = []
        for hop in self._routing.hops(alert.labels, decision.receivers) or [Hop(NOBODY)]:
            key = (alert.fingerprint, hop.receiver)
            before = self._standings.get(key)
            entering = Standing(
                hop.receiver, decision.rule, decision.receivers, group_labels_of(decision), alert, decision.reason
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
            self._hops[key] = hop
            self._keep(entering)
            self._note_firing(entering)
            keys.append(key)
        return keys

    def _end(self, key: Key, decision: Decision, now_ns: int) -> bool:
        """Note that an alert ended; return whether its receiver is to be told."""
        one = self._standings[key]
        self._inhibit.ended(key[0], one.alert.labels)
        ended = replace(one, alert=alert_of(decision, self._links), reason=decision.reason, due=one.open, held=None)
        self._keep(ended)
        if not one.open:
            self._step(ended, Verdict("notify", "ended_untold", one.held.stage if one.held else ""), now_ns)
        return one.open

    def _orphan(self, one: Standing, now_ns: int) -> None:
        """End an alert whose rule is gone: nothing would ever resolve it."""
        self._inhibit.ended(one.alert.fingerprint, one.alert.labels)
        if not one.open:
            self._forget(one.key)
        elif one.alert.status == "firing":
            annotations = {**one.alert.annotations, "reason": "rule_removed"}
            alert = replace(one.alert, status="resolved", annotations=annotations, ends_at_ns=now_ns)
            self._keep(replace(one, alert=alert, reason="rule_removed", due=True, held=None))

    def _notify(self, waiting: Iterable[Standing], now_ns: int) -> list[Told]:
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

    def _judge(self, case: Case, now_ns: int) -> Verdict | None:
        for stage in self._stages:
            verdict = stage.judge(case, now_ns)
            if verdict is not None:
                return verdict
        return None

    def _hold(self, one: Standing, verdict: Verdict, now_ns: int) -> None:
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
            self._step(told, Verdict("notify", one.reason, f"after {one.held.stage}" if one.held else ""), now_ns)
            self._group.told(case, now_ns)
        receiver = cases[0].hop.receiver
        return Told(receiver, thread, group_labels(cases[0]), tuple(case.standing.alert for case in cases))

    def _case(self, one: Standing) -> Case:
        hop = self._hops.get(one.key)
        if hop is None:
            hops = self._routing.hops(one.alert.labels, one.notify)
            hop = next((hop for hop in hops if hop.receiver == one.receiver), Hop(one.receiver))
            self._hops[one.key] = hop
        return Case(one, hop)

    def _note_firing(self, one: Standing) -> None:
        if one.alert.status == "firing":
            self._inhibit.fires(one.alert.fingerprint, one.alert.labels)

    def _keys_of(self, fingerprint: str) -> list[Key]:
        keys = ((fingerprint, receiver) for receiver in self._receivers)
        return [key for key in keys if key in self._standings]

    def _keep(self, one: Standing) -> None:
        self._standings[one.key] = self._changed[one.key] = one
        if len(self._standings) > MAX_STANDINGS:
            ended = (key for key, old in self._standings.items() if not (old.due or old.open))
            self._forget(next(ended, next(iter(self._standings))))

    def _forget(self, key: Key) -> None:
        del self._standings[key]
        self._hops.pop(key, None)
        self._changed[key] = None

    def _step(self, one: Standing, verdict: Verdict, now_ns: int) -> None:
        alert = one.alert
        name = alert.labels.get("alertname", "")
        self._trail.append(Step(now_ns, alert.fingerprint, name, one.receiver, alert.status, verdict))
