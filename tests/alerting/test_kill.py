"""The process is killed with SIGKILL and started again: nothing is lost, nothing is told twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from alerting.hooks import Answer, Hook, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

RULES = """
groups: [{{name: g, rules: [{{alert: ErrorBurst}}]}}]
receivers: [{{name: hook, webhook_configs: [{{url: '{url}'}}]}}]
"""


EVERY_KIND = """
groups:
- name: g
  rules:
  - {{alert: Counted, count: {{gte: 10}}, max_groups: 100000}}
  - {{alert: Different, distinct: {{field: sealog.uid, gte: 10}}}}
  - {{alert: Sampled, distinct: {{field: sealog.uid, gte: 5000}}}}
  - {{alert: Part, ratio: {{of: {{severity: ERROR}}, gte: 1, least: 10}}}}
  - {{alert: Summed, value: {{field: one, stat: sum, gte: 10}}}}
  - {{alert: Both, all: [{{count: {{gte: 10}}}}, {{ratio: {{of: {{severity: ERROR}}, gte: 1, least: 5}}}}]}}
  - {{alert: Either, any: [{{count: {{gte: 10}}}}, {{absent: true}}]}}
receivers: [{{name: hook, webhook_configs: [{{url: '{url}'}}]}}]
"""


POINTS = 4


class Fed(NamedTuple):
    """What a batch took: the calls of functions, and how many of its records were known before."""

    calls: int
    known: int


class Feeder:
    """The process under test."""

    def __init__(self, folder: Path, url: str, text: str = RULES) -> None:
        rules = folder / "rules.yaml"
        rules.write_text(text.format(url=url))
        begin = folder / "begin"
        if not begin.exists():
            begin.write_text(str(time.time_ns()))
        script = Path(__file__).with_name("feeder.py")
        self.process = subprocess.Popen(
            [sys.executable, script, rules, folder / "state", begin.read_text()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._answer() == "ready"

    def feed(self, first: int, count: int) -> Fed:
        """Feed errors `first`, … and wait until they are durable."""
        self._send(f"{first} {count}")
        calls, known = self._answer().split()
        return Fed(int(calls), int(known))

    def feed_until(self, call: int, first: int, count: int) -> None:
        """Feed, and see the process kill itself at that call of a function, before it could answer."""
        self._send(f"{first} {count} {call}")
        assert self._answer() == ""
        self.process.communicate(timeout=60)
        assert self.process.returncode == -signal.SIGKILL

    def settle(self) -> None:
        """Wait until all notifications are delivered, and that is noted."""
        self._send("settle")
        assert self._answer() == "settled"

    def kill(self) -> None:
        """Kill the process as nothing can prevent."""
        self.process.kill()
        self.process.communicate()

    def end(self) -> None:
        """End as an operator does: what is due is delivered before."""
        self.process.communicate(timeout=60)
        assert self.process.returncode == 0

    def _send(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def _answer(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def feeder(folder: Path, url: str, text: str = RULES) -> Iterator[Feeder]:
    """Run a feeder; at the end it is killed, which a test may have done before."""
    started = Feeder(folder, url, text)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.kill()


def values(hook: Hook) -> list[str]:
    """Give what each notification says was counted."""
    return [body["commonAnnotations"]["value"] for body in hook.bodies]


def test_killed_in_mid_window_and_in_mid_cooldown_it_tells_once(tmp_path: Path) -> None:
    with listening() as hook:
        with feeder(tmp_path, hook.url) as first:
            first.feed(0, 9)
            first.kill()
        with feeder(tmp_path, hook.url) as second:
            second.feed(0, 9)  # the collector got no answer for them, as far as it knows
            second.settle()
            assert hook.bodies == []
            second.feed(9, 1)
            second.settle()
            assert values(hook) == ["10"]
            second.kill()
        with feeder(tmp_path, hook.url) as third:
            third.feed(0, 10)
            third.feed(10, 30)
            third.end()
        assert values(hook) == ["10"]


def test_killed_before_the_receiver_answered_it_tells_after_the_restart(tmp_path: Path) -> None:
    with listening(*[Answer(503)] * 10_000) as hook:
        with feeder(tmp_path, hook.url) as first:
            first.feed(0, 10)
            first.kill()
        hook.answers.clear()
        with feeder(tmp_path, hook.url) as second:
            second.settle()
            second.end()
        assert len(hook.accepted) == 1


def test_killed_at_any_point_of_a_batch_it_has_all_of_it_or_nothing_and_fires_exactly_once(tmp_path: Path) -> None:
    """The points are spread over the calls that a whole batch takes; the collector sends it again after each."""
    with listening() as hook, feeder(_folder(tmp_path, "whole"), hook.url) as process:
        calls = process.feed(0, 10).calls
    known = []
    for point in range(POINTS + 1):
        folder = _folder(tmp_path, str(point))
        with listening() as hook:
            with feeder(folder, hook.url) as process:
                process.feed_until(1 + (calls - 1) * point // POINTS, 0, 10)
            with feeder(folder, hook.url) as process:
                known.append(process.feed(0, 10).known)
                process.end()
        assert values(hook) == ["10"]
    assert known == sorted(known)
    assert (known[0], known[-1], set(known)) == (0, 10, {0, 10})


def _folder(below: Path, name: str) -> Path:
    folder = below / name
    folder.mkdir()
    return folder


def test_killed_in_mid_window_rules_of_every_kind_go_on(tmp_path: Path) -> None:
    """Nine records before the first end, the same nine after it: only the tenth fires, once for each rule."""
    with listening() as hook:
        for _ in range(2):
            with feeder(tmp_path, hook.url, EVERY_KIND) as process:
                process.feed(0, 9)
                process.settle()
                process.kill()
        assert hook.bodies == []
        with feeder(tmp_path, hook.url, EVERY_KIND) as process:
            process.feed(9, 1)
            process.end()
        told = sorted((body["commonLabels"]["alertname"], body["commonAnnotations"]["value"]) for body in hook.accepted)
    assert told == [
        ("Both", "2"),
        ("Counted", "10"),
        ("Different", "10"),
        ("Either", "1"),
        ("Part", "1"),
        ("Summed", "10"),
    ]
