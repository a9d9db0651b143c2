"""The process is killed with SIGKILL and restarted: no alert is lost, none is notified twice."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerting.hooks import Answer, listening

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

MANY = 5
"""A batch that fires takes more statements: begin, page, series, state, trail, notification, commit."""

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

    def feed(self, first: int, number: int) -> None:
        """Feed errors `first`, … and wait until they are durable."""
        assert self._ask(f"feed {first} {number}") == "ok"

    def wait_for_deliveries(self, number: int) -> None:
        """Wait until the process has noted so many deliveries."""
        assert self._ask(f"delivered {number}") == "ok"

    def settle(self) -> None:
        """Wait until nothing waits to be delivered: a notification that should not be has come by then."""
        assert self._ask("settled") == "ok"

    def known(self) -> int:
        """Count the records that this process was fed and that had come before."""
        return int(self._ask("known"))

    def dies_feeding(self, first: int, number: int, statement: int) -> bool:
        """Feed errors; kill the process at the SQL statement of that number. Tell whether it got so far."""
        assert self._ask(f"die {statement}") == "ok"
        if self._ask(f"feed {first} {number}") == "ok":
            return False
        return self.process.wait(30) == -signal.SIGKILL

    def end(self) -> None:
        """End the process in order: whatever is due is attempted before it exits."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(30) == 0

    def kill(self) -> None:
        """Kill the process as nothing can prevent."""
        self.process.kill()
        self.process.wait()

    def _ask(self, line: str) -> str:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self._answer()

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
        for pipe in (started.process.stdin, started.process.stdout):
            if pipe is not None:
                pipe.close()


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
            second.wait_for_deliveries(1)
            second.kill()
        with feeder(tmp_path, hook.url) as third:
            third.feed(0, 10)
            third.feed(10, 30)
            third.end()
        assert [body["commonAnnotations"]["value"] for body in hook.bodies] == ["10"]


def test_killed_before_the_receiver_answered_it_tells_after_the_restart(tmp_path: Path) -> None:
    with listening(*[Answer(503)] * 10_000) as hook:
        with feeder(tmp_path, hook.url) as first:
            first.feed(0, 10)
            first.kill()
        hook.answers.clear()
        with feeder(tmp_path, hook.url) as second:
            hook.wait_for(accepted=1)
            second.end()
        assert len(hook.accepted) == 1


def test_killed_at_any_statement_of_a_batch_it_fires_exactly_once(tmp_path: Path) -> None:
    """The batch is sent until it is answered; the process dies at the first, second, … statement of its transaction.

    Afterwards it knows the whole batch or nothing of it.
    """
    known = []
    for statement in count(1):
        folder = tmp_path / str(statement)
        folder.mkdir()
        with listening() as hook:
            with feeder(folder, hook.url) as process:
                died = process.dies_feeding(0, 10, statement)
            with feeder(folder, hook.url) as process:
                process.feed(0, 10)
                known.append(process.known())
                process.end()
            assert [body["commonAnnotations"]["value"] for body in hook.accepted] == ["10"], statement
        if not died:
            break
    assert statement > MANY
    assert known == sorted(known)
    assert (known[0], known[-1], set(known)) == (0, 10, {0, 10})


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
