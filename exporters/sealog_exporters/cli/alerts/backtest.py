"""`sealog alerts backtest`: when rules would have fired in the past. It notifies nobody, and shows nothing unsealed."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err
from sealog.errors import SettingError
from sealog_exporters.cli.alerts.check import load_alone
from sealog_exporters.cli.alerts.history import FOR_EVER_NS, moment_ns, of_files, of_store
from sealog_exporters.cli.alerts.shown import Rules, line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog_exporters.alerting.backtest.peaks import Recorder
    from sealog_exporters.alerting.backtest.replay import Decided, Replay
    from sealog_exporters.alerting.engine.lifecycle import Withheld
    from sealog_exporters.alerting.model.rule import Rule, RuleFile
    from sealog_exporters.event import Event

EXAMPLES = """Examples:

sealog alerts backtest rules.yaml --from 7d

sealog alerts backtest builtin:errors --store http://127.0.0.1:9200 --from 2026-11-01 --to 2026-11-08

sealog alerts backtest rules.yaml logs.jsonl --alert ErrorBurst --wanted 2/day"""

_DAY_NS = 86_400 * 1_000_000_000
_WEEK = "7d"
_MOST_LINES = 1_000
_WORDS = {"firing": "fired   ", "resolved": "resolved"}
_WANTED = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)/(hour|day|week)", re.ASCII)
_SPAN_NS = {"hour": _DAY_NS // 24, "day": _DAY_NS, "week": 7 * _DAY_NS}


def backtest(  # noqa: PLR0913, PLR0917 - the options of a command
    rules: Rules,
    files: Annotated[
        list[str] | None, typer.Argument(help="OTLP/JSON lines, as the collector's `file` exporter writes them.")
    ] = None,
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    index: Annotated[str, typer.Option(help="Elasticsearch's indices, as in a search path.")] = "logs-*",
    from_: Annotated[
        str, typer.Option("--from", help="A time, a day, or 7d for so long ago. Default: 7d; of files, all.")
    ] = "",
    to: Annotated[str, typer.Option(help="As --from. Default: now; of files, their end.")] = "",
    alert: Annotated[str, typer.Option(help="Only this alert.")] = "",
    wanted: Annotated[
        str, typer.Option(help="Suggest a threshold for so many notifications, such as 2/day (hour, week).")
    ] = "",
    plot: Annotated[bool, typer.Option(help="Draw what each rule counted, and its threshold.")] = True,
) -> None:
    """Run rules over the past with the live engine on virtual time, and say when they would have fired.

    Group values are shown only if they are sealed or hold no personal data. Exit code 1: there were no records.
    """
    now_ns = time.time_ns()
    choose_keys = _chosen(load_alone(rules), alert)
    from_ns = moment_ns(from_ or _WEEK, "--from", now_ns) if from_ or not files else 0
    to_ns = moment_ns(to, "--to", now_ns) if to else (FOR_EVER_NS if files else now_ns)
    if from_ns >= to_ns:
        raise SettingError("--from: must be before --to")
    until_ns = to_ns if to_ns <= now_ns else 0
    history = of_files(files, from_ns, to_ns) if files else of_store(store, index, from_ns, to_ns)
    most = _wanted(wanted) if wanted else None
    run = _replayed(choose_keys, history, until_ns, plot=plot)
    if not run.records:
        complain("there is no record in this time")
        raise typer.Exit(EXIT_FOUND_FAULT)
    days = max((max(until_ns, run.last_ns) - max(from_ns, run.first_ns)) / _DAY_NS, 1 / 24)
    if most is not None:
        for rule in choose_keys.rules:
            _suggest(rule, most, days, history, until_ns)


def _chosen(found: RuleFile, alert: str) -> RuleFile:
    """Keep the rules that are asked for."""
    from dataclasses import replace

    kept = tuple(rule for rule in found.rules if alert in {"", rule.alert})
    if not kept:
        known = ", ".join(rule.alert for rule in found.rules)
        raise SettingError(f"--alert: no rule of the file is called {alert}; known: {known}")
    return replace(found, rules=kept)


def _wanted(text: str) -> float:
    """Read a rate, in notifications a day."""
    found = _WANTED.fullmatch(text)
    if found is None:
        raise SettingError("--wanted: must be a rate such as 2/day, 0.5/hour or 10/week")
    return float(found[1]) * _DAY_NS / _SPAN_NS[found[2]]


def _replayed(choose_keys: RuleFile, history: Callable[[], Iterator[Event]], until_ns: int, *, plot: bool) -> Replay:
    """Run the rules once, and print what they decide, then how it came to it."""
    from sealog_exporters.alerting.backtest.peaks import Recorder, recording
    from sealog_exporters.alerting.backtest.replay import Decided, Replay
    from sealog_exporters.cli.alerts.plot import WIDTH

    run = Replay(choose_keys)
    recorders = [Recorder(rule, WIDTH) for rule in choose_keys.rules] if plot else []
    fired: dict[str, list[int]] = {rule.identity: [] for rule in choose_keys.rules}
    told: Counter[str] = Counter()
    spell = _spelling()
    began = time.perf_counter()
    lines = 0
    for decided in run.run(recording(history(), recorders), until_ns):
        decision = decided.decision
        told[decision.rule] += decision.kind == "firing"
        if decision.kind == "firing" and decision.reason != "repeat":
            fired[decision.rule].append(decided.at_ns)
        if decision.reason != "repeat":
            lines += 1
            if lines <= _MOST_LINES:
                line(spell(decided, _WORDS[decision.kind]))
    took = time.perf_counter() - began
    if lines > _MOST_LINES:
        line(f"… and {lines - _MOST_LINES:,} more lines")
    for decision in run.engine.firing(run.now_ns):
        line(spell(Decided(run.now_ns, decision), "goes on "))
    for place, rule in enumerate(choose_keys.rules):
        _conclude(rule, len(fired[rule.identity]), told[rule.identity], run.engine.withheld()[rule.identity])
        if plot:
            _draw(recorders[place], fired[rule.identity])
    err.print(f"{run.records:,} records, {run.records / max(took, 1e-9):,.0f} records/s", markup=False)
    return run


def _conclude(rule: Rule, alerts: int, told: int, withheld: Withheld) -> None:
    again = f", told {told} times with repetitions" if told > alerts else ""
    line("")
    line(f"{rule.alert}: {alerts} alert{'s' if alerts != 1 else ''}{again}")
    if withheld.records:
        line(f"{rule.alert}: {withheld.records} more records came within a cooldown, told with what followed")
    if withheld.alerts:
        line(f"{rule.alert}: {withheld.alerts} more alerts began and ended within a cooldown, and were not told")


def _draw(recorder: Recorder, fired: list[int]) -> None:
    from sealog_exporters.cli.alerts.plot import plotted

    for row in plotted(recorder.peaks(), fired):
        line(row)


def _spelling() -> Callable[[Decided, str], str]:
    """Return a function that says a decision, and with which word, on one line."""
    from sealog_exporters.alerting.matching.field import label_name
    from sealog_exporters.alerting.model.alert.decision import round_significant
    from sealog_exporters.alerting.syntax.duration import format_duration
    from sealog_exporters.alerting.syntax.timestamp import moment
    from sealog_exporters.cli.alerts.redact import group_value_redactor

    shown = group_value_redactor()

    def spelled(decided: Decided, what: str) -> str:
        decision = decided.decision
        group = " ".join(f"{label_name(field)}={shown(field, text)}" for field, text in decision.group)
        if decision.kind == "firing":
            said = f"value {round_significant(decision.value)}, threshold {round_significant(decision.threshold)}"
        else:
            lasted = format_duration(max(decision.ends_at_ns - decision.starts_at_ns, 0))
            said = f"after {lasted}, {decision.total} records"
        return "  ".join(filter(None, (moment(decided.at_ns), what, decision.alert, group, said)))

    return spelled


def _suggest(
    rule: Rule, wanted_a_day: float, days: float, history: Callable[[], Iterator[Event]], until_ns: int
) -> None:
    """Print the threshold for a wanted rate."""
    from sealog_exporters.alerting.backtest.suggest_threshold import suggest

    most = int(wanted_a_day * days + 1e-9)
    try:
        found = suggest(rule, most, history, until_ns)
    except SettingError as error:
        complain(f"{rule.alert}: {error}")
        return
    line("")
    if found.level is None:
        line(f"{rule.alert}: the strictest threshold, too, tells more often: {found.told / days:.3g} times a day")
        return
    below = "" if found.below is None else f" (with {found.below:g}: {found.told_below / days:.3g})"
    line(f"{rule.alert}: with threshold {found.level:g} it tells {found.told / days:.3g} times a day{below}")
