"""The ways in which an application ends: waiting records are sent, and none delays it when nobody answers."""

from __future__ import annotations

import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import otlp_sink
from delivery.test_processes import app, closed_port, expected

if TYPE_CHECKING:
    from applications import Sink

pytestmark = pytest.mark.process

HERE = Path()
NO_SPOOL = {"SEALOG_SPOOL_DIR": ""}
EVERYTHING = NO_SPOOL | {"OTEL_TRACES_EXPORTER": "otlp", "OTEL_METRICS_EXPORTER": "otlp"}
FOR_EVER = {"OTEL_EXPORTER_OTLP_TIMEOUT": "300", "SEALOG_EXIT_SECONDS": "2"}
PATIENCE = 29.0
"""OpenTelemetry's own ends wait for 30 s each; with sealog all of them take 2 s together, and the start a few more."""


def orders(sink: Sink) -> Counter[str]:
    return Counter(body for record in sink.records() if (body := record.body.string_value).startswith("order "))


def test_on_sigterm_logs_spans_and_metrics_go_out(tmp_path: Path) -> None:
    with otlp_sink() as sink, app(sink.endpoint, tmp_path, **EVERYTHING, SEALOG_STATUS_DIR="off") as first:
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(PATIENCE) == -signal.SIGTERM
    assert orders(sink) == Counter(expected(300))
    assert {path for path, _ in sink.requests} == {"/v1/logs", "/v1/traces", "/v1/metrics"}


def test_on_sigterm_each_of_two_exporters_gets_everything(tmp_path: Path) -> None:
    with otlp_sink() as one, otlp_sink() as other, app(one.endpoint, tmp_path, **NO_SPOOL) as first:
        first.tell(f"add {other.endpoint}/v1/logs")
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(PATIENCE) == -signal.SIGTERM
    assert orders(one) == Counter(expected(300))
    assert orders(other) == Counter(expected(300))


def test_on_sigterm_an_exporter_that_stayed_sends_what_it_has(tmp_path: Path) -> None:
    kept = {"SEALOG_FALLBACK_FILE": str(tmp_path / "kept.jsonl"), "OTEL_BLRP_SCHEDULE_DELAY": "60000"}
    with otlp_sink() as sink, app(sink.endpoint, tmp_path, **NO_SPOOL, **kept) as first:
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(PATIENCE) == -signal.SIGTERM
    assert orders(sink) == Counter(expected(300))


@pytest.mark.parametrize("protocol", ["http/protobuf", "grpc"])
def test_with_nobody_there_it_ends_all_the_same(protocol: str) -> None:
    with app(closed_port(), HERE, **EVERYTHING, **FOR_EVER, OTEL_EXPORTER_OTLP_PROTOCOL=protocol) as first:
        first.tell("log 0 50")
        first.process.communicate("exit\n", timeout=PATIENCE)
    assert first.process.returncode == 0


def test_with_nobody_there_all_that_an_exporter_holds_is_in_the_fallback_file_when_it_ends(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    with app(closed_port(), HERE, **NO_SPOOL, **FOR_EVER, SEALOG_FALLBACK_FILE=str(kept)) as first:
        first.tell("log 0 1500")
        first.process.communicate("exit\n", timeout=PATIENCE)
    assert first.process.returncode == 0
    assert kept.read_text().count("order ") == 1500
