"""The number of our calls between an OTLP request and the webhook that it causes."""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import sealog_exporters
from alerting.hooks import Hook, listening
from alerting.rulefiles import load
from errors_over_otlp import send_errors
from sealog_exporters.services.watch import alerting_exporter

if TYPE_CHECKING:
    from types import FrameType

PACKAGE = str(Path(sealog_exporters.__file__).parent)
RULES = """
groups: [{{name: g, rules: [{{alert: ErrorBurst, count: {{gte: 1}}}}]}}]
receivers: [{{name: hook, webhook_configs: [{{url: '{url}'}}]}}]
"""
MAX_CALLS, MAX_FILES = 163, 40
"""163 as this was written, some twenty of them once the webhook has arrived: it is taken off the queue.

Comprehensions are calls before Python 3.12; so is each time a coroutine goes on.
"""


async def counted(folder: Path, hook: Hook) -> Counter[tuple[str, str]]:
    """Count by file and function the calls of ours that the second alert takes; the first warms everything up."""
    calls: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            calls[frame.f_code.co_filename, frame.f_code.co_name] += 1

    async def alert(service: str) -> None:
        wanted = len(hook.accepted) + 1
        await asyncio.to_thread(send_errors, address, service, 0, 1)
        await asyncio.to_thread(hook.wait_for, wanted)

    rules = load(folder, RULES.format(url=hook.url))
    state = folder / f"state-{time.monotonic_ns()}"
    async with alerting_exporter(rules, grpc=None, http="127.0.0.1:0", state_dir=state) as receiver:
        address = f"http://127.0.0.1:{receiver.http_port}"
        await alert("warm")
        sys.setprofile(note)
        try:
            await alert("counted")
        finally:
            sys.setprofile(None)
    return calls


def test_a_request_that_causes_a_webhook_passes_few_calls_and_files(tmp_path: Path) -> None:
    with listening() as hook:
        for _ in range(5):  # a tick of the clock may come between, or a request in two pieces
            calls = asyncio.run(counted(tmp_path, hook))
            if calls.total() <= MAX_CALLS:
                break
    assert any(file.endswith("notifiers/webhook.py") for file, _ in calls)
    assert calls.total() <= MAX_CALLS
    assert len({file for file, _ in calls}) <= MAX_FILES
