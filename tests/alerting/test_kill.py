"""The process is killed with SIGKILL and started again: nothing is lost, nothing is told twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerting.hooks import Answer, listening

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


class Feeder:
    """The process under test."""

    def __init__(self, folder: Path, url: str, text: str = RULES) -> None:
        rules = folder / "rules.yaml"
        rules.write_text(text.format(url=url))
        script = Path(__file__).with_name("feeder.py")
        self.process = subprocess.Popen(
            [sys.executable, script, rules, folder / "state"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._answer() == "ready"

    def feed(self, first: int, count: int) -> None:
        """Feed errors `first`, … and wait until they are durable."""
        self.send(first, count)
        assert self._answer() == "ok"

    def send(self, first: int, count: int) -> None:
        """Feed and do not wait."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{first} {count}\n")
        self.process.stdin.flush()

    def kill(self) -> int:
        """Kill the process as nothing can prevent; give the answers that were not waited for."""
        self.process.kill()
        out, _ = self.process.communicate()
        return out.count("ok")

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


def test_killed_in_mid_window_and_in_mid_cooldown_it_tells_once(tmp_path: Path) -> None:
    with listening() as hook:
        with feeder(tmp_path, hook.url) as first:
            first.feed(0, 9)
            first.kill()
        assert hook.bodies == []
        with feeder(tmp_path, hook.url) as second:
            second.feed(0, 9)  # the collector got no answer for them, as far as it knows
            assert hook.bodies == []
            second.feed(9, 1)
            hook.wait_for(accepted=1)
            time.sleep(0.2)  # the delivery is noted just after the answer
            second.kill()
        with feeder(tmp_path, hook.url) as third:
            third.feed(0, 10)
            third.feed(10, 30)
            time.sleep(1.5)  # more than a tick
        assert [body["commonAnnotations"]["value"] for body in hook.bodies] == ["10"]


def test_killed_before_the_receiver_answered_it_tells_after_the_restart(tmp_path: Path) -> None:
    with listening(*[Answer(503)] * 10_000) as hook:
        with feeder(tmp_path, hook.url) as first:
            first.feed(0, 10)
            first.kill()
        hook.answers.clear()
        with feeder(tmp_path, hook.url):
            hook.wait_for(accepted=1)
            time.sleep(0.5)
        assert len(hook.accepted) == 1


def test_killed_at_any_moment_of_a_batch_it_fires_exactly_once(tmp_path: Path) -> None:
    """Each record is sent until it is answered; the process dies at random moments in between."""
    chance = random.Random(7)
    done = 0
    with listening(*[Answer(503)] * 100_000) as hook:
        for _ in range(6):
            with feeder(tmp_path, hook.url) as process:
                for uid in range(done, 10):
                    process.send(uid, 1)
                time.sleep(chance.uniform(0.0, 0.004))
                done += process.kill()
        hook.answers.clear()
        with feeder(tmp_path, hook.url) as process:
            process.feed(0, 10)
            hook.wait_for(accepted=1)
            time.sleep(0.5)
        assert [body["commonAnnotations"]["value"] for body in hook.accepted] == ["10"]


def test_killed_in_mid_window_rules_of_every_kind_go_on(tmp_path: Path) -> None:
    """Nine records before the first end, the same nine after it: only the tenth fires, once for each rule."""
    with listening() as hook:
        for _ in range(2):
            with feeder(tmp_path, hook.url, EVERY_KIND) as process:
                process.feed(0, 9)
                process.kill()
        assert hook.bodies == []
        with feeder(tmp_path, hook.url, EVERY_KIND) as process:
            process.feed(9, 1)
            hook.wait_for(accepted=6)
            process.kill()
        told = sorted((body["commonLabels"]["alertname"], body["commonAnnotations"]["value"]) for body in hook.accepted)
    assert told == [
        ("Both", "2"),
        ("Counted", "10"),
        ("Different", "10"),
        ("Either", "1"),
        ("Part", "1"),
        ("Summed", "10"),
    ]
