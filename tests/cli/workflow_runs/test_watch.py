"""`sealog workflows watch` as a user runs it: over OTLP, and on a file that grows."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")


def request(number: int) -> bytes:
    times = {"startTimeUnixNano": "1000000000", "endTimeUnixNano": "1250000000"}
    span = {"traceId": f"{number:032x}", "spanId": f"{1:016x}", "name": f"run {number}", **times}
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).encode()


def asking(number: int) -> bytes:
    """Give the log records of a model call, the GenAI events that its span does not have."""
    texts = {"gen_ai.input.messages": "What is new?", "gen_ai.output.messages": "Nothing is."}
    record = {
        "traceId": f"{1:032x}",
        "spanId": f"{number:016x}",
        "eventName": "gen_ai.client.inference.operation.details",
        "attributes": [{"key": key, "value": {"stringValue": text}} for key, text in texts.items()],
    }
    return json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}).encode()


def asked(number: int) -> bytes:
    """Give the span of that model call."""
    span = {
        "traceId": f"{1:032x}",
        "spanId": f"{number:016x}",
        "name": "chat",
        "startTimeUnixNano": str(number * 10**9),
        "endTimeUnixNano": str(number * 10**9 + 5 * 10**8),
        "attributes": [
            {"key": key, "value": {"stringValue": value}}
            for key, value in (("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "small-1"))
        ],
    }
    if number > 1:
        span["parentSpanId"] = f"{1:016x}"
    return json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}).encode()


class Watching:
    """A running watch. Its lines are read one by one, and each wait ends with the program."""

    def __init__(self, *arguments: str | Path) -> None:
        command = [SEALOG, "workflows", "watch", "--quiet", "0.1", *arguments]
        self.program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.program.stderr is not None
        self.told = self.program.stderr.readline()

    def line(self) -> str:
        assert self.program.stdout is not None
        return self.program.stdout.readline()

    def ended(self) -> tuple[int, str, str]:
        self.program.send_signal(signal.SIGTERM)
        left = self.program.communicate(timeout=60)
        return self.program.returncode, *left


@pytest.fixture
def watching() -> Iterator[Any]:
    begun: list[Watching] = []

    def begin(*arguments: str | Path) -> Watching:
        begun.append(Watching(*arguments))
        return begun[-1]

    yield begin
    for one in begun:
        if one.program.poll() is None:
            one.program.kill()
            one.program.communicate()


def test_each_run_that_comes_over_otlp_is_shown_when_it_is_over(watching: Any) -> None:
    watch = watching("--grpc", "off", "--http", "127.0.0.1:0")
    port = re.search(r"HTTP port (\d+)", watch.told)
    assert port is not None
    for number in (1, 2):
        sent(port[1], "traces", request(number))
        assert watch.line() == f"run {number} {number:032x}: 250.0 ms, 1 spans, tokens unknown\n"
    assert watch.ended() == (0, "", "")


def test_log_records_that_are_events_say_what_their_spans_leave_out(watching: Any) -> None:
    watch = watching("--grpc", "off", "--http", "127.0.0.1:0", "--quiet", "1")
    port = re.search(r"HTTP port (\d+)", watch.told)
    assert port is not None
    for number in (3, 2, 1):  # a run is over once its first span is there
        sent(port[1], "logs", asking(number))
        sent(port[1], "traces", asked(number))
    assert watch.line() == f"chat {1:032x}: 2500.0 ms, 3 spans, tokens unknown\n"
    assert watch.line().startswith("  duplicate_model_call (certain")
    assert watch.ended() == (0, "", "")


def sent(port: str, signal_name: str, body: bytes) -> None:
    send = urllib.request.Request(f"http://127.0.0.1:{port}/v1/{signal_name}", data=body, method="POST")
    send.add_header("content-type", "application/json")
    with urllib.request.urlopen(send, timeout=30) as answer:
        assert answer.status == 200


def test_a_file_is_followed_and_wrong_lines_are_told(watching: Any, tmp_path: Path) -> None:
    file = tmp_path / "traces.jsonl"
    file.write_bytes(request(1) + b"\n" + b"not JSON\n")
    watch = watching(file, "--json")
    assert json.loads(watch.line())["trace_id"] == f"{1:032x}"
    with file.open("ab") as more:
        more.write(request(2)[:20])
        more.flush()
        more.write(request(2)[20:] + b"\n")
    assert json.loads(watch.line())["trace_id"] == f"{2:032x}"
    code, left, told = watch.ended()
    assert (code, left) == (0, "")
    assert "traces.jsonl, line 2: neither JSON nor OTLP" in told


def test_a_file_that_is_not_there_is_an_error(watching: Any, tmp_path: Path) -> None:
    watch = watching(tmp_path / "none.jsonl")
    code, _, told = watch.program.wait(60), *watch.program.communicate()
    assert code == 2
    assert "none.jsonl can't be read" in told
