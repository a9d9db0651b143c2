"""`make bench-peers`: from a record to its webhook, for sealog and its peers in one run."""

from __future__ import annotations

import math
import random
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from arrivals import arrivals
from peers.contestant import AbsentError
from peers.elastalert import elastalert
from peers.ours import sealog
from peers.prometheus import prometheus_alertmanager
from peers.rsigma import rsigma

from local import LocalError, free, start

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from arrivals import Arrivals
    from peers.contestant import Contestant

    Entry = Callable[[Path, str], AbstractContextManager[Contestant]]

ROUNDS = 3
"""For those that take seconds: in turn, so that a busy moment of the machine meets all."""


@dataclass(frozen=True)
class Outcome:
    """What came of one contestant at one setting; `milliseconds` of what arrived, in ascending order."""

    name: str
    setting: str
    alerts: int
    milliseconds: tuple[float, ...]

    @property
    def missed(self) -> int:
        """How many did not arrive in time."""
        return self.alerts - len(self.milliseconds)

    def percentile(self, percent: int) -> float | None:
        """Give the percentile in ms, `None` where there are too few to speak of it."""
        found = self.milliseconds
        if len(found) * (100 - percent) < 100:
            return None
        return found[min(len(found) * percent // 100, len(found) - 1)]


@dataclass(frozen=True)
class Entries:
    """Who takes part: those that take milliseconds, and those that poll, tuned and by default."""

    quick: list[Entry]
    tuned: list[Entry]
    default: list[Entry]


def outcomes() -> tuple[list[Outcome], list[str]]:
    """Let everybody run who is there; gives what came of it, and who was not there and why."""
    absent: list[str] = []
    found: dict[tuple[str, str], list[Outcome]] = {}

    def note(outcome: Outcome) -> None:
        found.setdefault((outcome.name, outcome.setting), []).append(outcome)

    with TemporaryDirectory() as folder, arrivals() as hook, ExitStack() as stack:
        entries = _entries(Path(folder), stack, absent)
        for _ in range(ROUNDS):
            for entry in entries.quick:
                _run(entry, Path(folder), hook, note, absent)
        for entry in entries.tuned:
            _run(entry, Path(folder), hook, note, absent)
        # By default they sleep nearly always: together they do not disturb each other.
        threads = [Thread(target=_run, args=(one, Path(folder), hook, note, absent)) for one in entries.default]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    merged = sorted(map(_merged, found.values()), key=lambda one: one.percentile(50) or math.inf)
    return merged, list(dict.fromkeys(absent))


def _merged(rounds: list[Outcome]) -> Outcome:
    """Take the rounds of one contestant together."""
    took = sorted(ms for one in rounds for ms in one.milliseconds)
    return Outcome(rounds[0].name, rounds[0].setting, sum(one.alerts for one in rounds), tuple(took))


def _entries(folder: Path, stack: ExitStack, absent: list[str]) -> Entries:
    """List who takes part; Elasticsearch runs until `stack` ends."""
    tuned: list[Entry] = [partial(prometheus_alertmanager, tuned=True)]
    default: list[Entry] = [partial(prometheus_alertmanager, tuned=False)]
    try:
        running = stack.enter_context(start(("elasticsearch",), run_dir=folder / "run", at=free()))
    except LocalError as error:
        absent.append(f"Elasticsearch: {error}")
    else:
        url = running.elasticsearch_url
        tuned.append(partial(elastalert, elasticsearch=url, tuned=True))
        default.append(partial(elastalert, elasticsearch=url, tuned=False))
    return Entries([sealog, rsigma], tuned, default)


def _run(entry: Entry, parent: Path, hook: Arrivals, note: Callable[[Outcome], None], absent: list[str]) -> None:
    """Run one, in a folder of its own."""
    with TemporaryDirectory(dir=parent) as folder:
        try:
            with entry(Path(folder), hook.url) as contestant:
                print(f"{contestant.name} ({contestant.setting}) …", file=sys.stderr, flush=True)
                note(race(contestant, hook))
        except AbsentError as error:
            absent.append(str(error))


def race(contestant: Contestant, hook: Arrivals) -> Outcome:
    """Hand over records at random moments, and see when each arrived for the first time."""
    chance = random.Random(11)
    before = len(hook.at(contestant.path))
    handed: dict[int, int] = {}
    for number in range(contestant.alerts):
        time.sleep(chance.uniform(0.5, 1.5) * contestant.gap_s)
        handed[number] = time.time_ns()
        contestant.emit(number)

    def first(seen: list[tuple[int, Any]]) -> dict[int, int]:
        moments: dict[int, int] = {}
        for moment, body in seen[before:]:
            for number in contestant.numbers(body):
                moments.setdefault(number, moment)
        return moments

    seen = hook.wait(contestant.path, lambda found: len(first(found)) == len(handed), contestant.patience_s)
    took = sorted((moment - handed[number]) / 1e6 for number, moment in first(seen).items())
    return Outcome(contestant.name, contestant.setting, contestant.alerts, tuple(took))
