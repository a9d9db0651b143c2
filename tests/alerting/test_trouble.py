"""The whole service as users run it: receivers fail in every way, the service is killed, each alert comes once."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import pytest

from alerting.hooks import Answer, Hook, listening
from backends import eventually
from errors_over_otlp import send_errors
from local import free
from local.program import accepts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.process

RULES = """
groups: [{{name: g, rules: [{{alert: ErrorBurst, window: 2s, cooldown: 1h, notify: [good, bad]}}]}}]
receivers:
- {{name: good, webhook_configs: [{{url: '{good}'}}]}}
- {{name: bad, webhook_configs: [{{url: '{bad}', timeout: 1s}}]}}
"""
SEALOG = (sys.executable, "-m", "sealog.cli.main")
HANGS = Answer(503, after_s=2.0)


@contextmanager
def service(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run `sealog alerting` on `folder`'s rules and state; at the end it is killed, which a test may have done."""
    where = ("--http", f"127.0.0.1:{port}", "--grpc", "off", "--api", "off")
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            (*SEALOG, "alerting", "--rules", folder / "rules.yaml", "--state", folder / "state", *where),
            stdout=log,
            stderr=log,
        )
    try:
        eventually(partial(accepts, port), bool)
        yield process
    finally:
        process.kill()
        process.wait()


def end(process: subprocess.Popen[bytes]) -> None:
    """End the service as a user does: before it exits, it attempts whatever is due."""
    process.terminate()
    assert process.wait(30) == 0


@pytest.fixture
def good() -> Iterator[Hook]:
    with listening() as hook:
        yield hook


def statuses(hook: Hook) -> list[str]:
    return [body["status"] for body in hook.accepted]


@pytest.mark.parametrize(
    "trouble",
    [
        [Answer(500), Answer(502)],
        [Answer(429, {"Retry-After": "1"})],
        [HANGS],
        [Answer(reset=True), Answer(reset=True)],
    ],
    ids=["5xx", "429", "hang", "reset"],
)
def test_a_receiver_in_trouble_gets_one_firing_and_one_resolve(
    tmp_path: Path, good: Hook, trouble: list[Answer]
) -> None:
    port = free().alerting_http
    with listening(*trouble) as bad:
        (tmp_path / "rules.yaml").write_text(RULES.format(good=good.url, bad=bad.url))
        with service(tmp_path, port) as process:
            send_errors(f"http://127.0.0.1:{port}", "shop", 0, 10)
            for hook in (bad, good):  # each has its own queue, so either may be told first
                eventually(partial(statuses, hook), lambda told: told == ["firing", "resolved"])
            end(process)
        with service(tmp_path, port) as process:
            end(process)  # what is left in a queue goes out before
        assert (statuses(good), statuses(bad)) == (["firing", "resolved"],) * 2
        assert len(bad.bodies) == len(trouble) + 2


def test_killed_after_each_failed_attempt_it_tells_once(tmp_path: Path, good: Hook) -> None:
    trouble = [Answer(500), Answer(reset=True), HANGS, Answer(503)]
    port = free().alerting_http
    with listening(*trouble) as bad:
        (tmp_path / "rules.yaml").write_text(RULES.format(good=good.url, bad=bad.url))
        for attempts in range(1, len(trouble) + 1):
            with service(tmp_path, port) as process:
                if attempts == 1:
                    send_errors(f"http://127.0.0.1:{port}", "shop", 0, 10)
                eventually(lambda: len(bad.bodies), lambda seen, wanted=attempts: seen >= wanted)
                process.kill()
        with service(tmp_path, port) as process:
            eventually(partial(statuses, bad), lambda told: told == ["firing", "resolved"])
            end(process)
        # The good one's answer may have been on its way when the process was killed: never lost, and told again
        # then, as the page on alerting says. The bad one never said yes before.
        assert statuses(bad) == ["firing", "resolved"]
        assert set(statuses(good)) == {"firing", "resolved"}


def test_the_pause_that_a_receiver_asked_for_outlives_the_process(tmp_path: Path, good: Hook) -> None:
    port = free().alerting_http
    with listening(Answer(429, {"Retry-After": "5"})) as bad:
        (tmp_path / "rules.yaml").write_text(RULES.format(good=good.url, bad=bad.url))
        with service(tmp_path, port) as process:
            send_errors(f"http://127.0.0.1:{port}", "shop", 0, 10)
            eventually((tmp_path / "log").read_text, lambda log: "HTTP 429" in log)
            end(process)
        with service(tmp_path, port):
            eventually(partial(statuses, bad), lambda told: told[:1] == ["firing"])
        assert bad.moments[1] - bad.moments[0] >= 5.0


def test_a_user_tries_the_file_breaks_the_receiver_kills_the_process_and_gets_what_was_promised(
    tmp_path: Path, good: Hook
) -> None:
    port = free().alerting_http
    with listening() as bad:
        rules = tmp_path / "rules.yaml"
        rules.write_text(RULES.format(good=good.url, bad=bad.url))
        for command in ("check", "send-test"):
            done = subprocess.run((*SEALOG, "alerts", command, rules), capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
        assert statuses(good) == statuses(bad) == ["firing", "resolved"]
        bad.answers += [Answer(500), Answer(500)]
        with service(tmp_path, port) as process:
            send_errors(f"http://127.0.0.1:{port}", "shop", 0, 9)
            process.kill()
        with service(tmp_path, port) as process:
            send_errors(f"http://127.0.0.1:{port}", "shop", 0, 9)  # a collector without an answer sends them again
            send_errors(f"http://127.0.0.1:{port}", "till", 0, 9)
            send_errors(f"http://127.0.0.1:{port}", "shop", 9, 1)
            eventually(lambda: len(bad.bodies), lambda seen: seen >= 3)
            process.kill()
        with service(tmp_path, port):
            send_errors(f"http://127.0.0.1:{port}", "shop", 9, 1)
            eventually(partial(statuses, bad), lambda told: told[2:] == ["firing", "resolved"])
            assert all(body["commonLabels"]["service_name"] == "shop" for body in bad.accepted[2:])
            assert bad.accepted[2]["commonAnnotations"]["value"] == "10"
