"""Export failures: one line on stderr, a file if one is set, and back to normal without a restart."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult, SimpleLogRecordProcessor

import sealog
from sealog import notices
from sealog.console.line import LineSealer
from sealog.detect.engine.scanner import default_scanner
from sealog.fallback.exports import ExportWatch
from sealog.fallback.file import FallbackFile
from sealog.instrumentation.providers.otel_internals import exporters
from sealog.metrics.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EMAIL = "alice@example.com"


class Moody(LogRecordExporter):
    """An exporter that fails, raises or works as it is told."""

    mood: Any = LogRecordExportResult.SUCCESS

    def export(self, batch: Sequence[Any]) -> LogRecordExportResult:  # noqa: ARG002 - the SDK's signature
        if isinstance(self.mood, Exception):
            raise self.mood
        result: LogRecordExportResult = self.mood
        return result

    def shutdown(self) -> None:
        """Nothing to end."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        return True


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


def watched(keep: FallbackFile | None) -> tuple[LoggerProvider, Moody, Tally]:
    exporter, tally = Moody(), Tally()
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    assert exporters.watch_exporters(provider, ExportWatch(tally, keep).export) == 1
    assert exporters.watch_exporters(provider, ExportWatch(tally, keep).export) == 0, "once is enough"
    return provider, exporter, tally


def file_at(path: Path, max_bytes: int = 1 << 20) -> FallbackFile:
    return FallbackFile(path, LineSealer(default_scanner(), None).text, max_bytes)


def log(provider: LoggerProvider, count: int = 1) -> None:
    for _ in range(count):
        provider.get_logger("test").emit(body=f"mail {EMAIL}", attributes={"password": "hunter2"})


def test_an_outage_is_told_once_and_so_is_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    provider, exporter, tally = watched(None)
    for _ in range(2):
        log(provider)
        exporter.mood = LogRecordExportResult.FAILURE
        log(provider, 3)
        exporter.mood = LogRecordExportResult.SUCCESS
        log(provider, 2)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(" record(s)")[0].rsplit(" ", 1)[0] for line in lines] == [
        "sealog: Moody could not deliver log records (after its retries);",
        "sealog: Moody delivers again;",
    ] * 2
    counted = tally.snapshot()
    assert (counted["exports"], counted["drops"]) == ({"delivered": 6, "failed": 6}, {"export": 6})


def test_an_exporter_that_raises_is_told_by_type_and_raises_on(capsys: pytest.CaptureFixture[str]) -> None:
    exporter = Moody()
    exporter.mood = RuntimeError(f"about {EMAIL}")
    tally = Tally()
    with pytest.raises(RuntimeError):
        ExportWatch(tally, None).export("Moody", exporter.export, [object(), object()])
    said = capsys.readouterr().err
    assert "RuntimeError" in said
    assert EMAIL not in said
    assert tally.snapshot()["drops"] == {"export": 2}


def test_records_go_to_the_file_and_nothing_personal_with_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Even where nothing sealed them before."""
    path = tmp_path / "fallback.jsonl"
    provider, exporter, tally = watched(file_at(path))
    exporter.mood = LogRecordExportResult.FAILURE
    log(provider, 3)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [line["body"] for line in lines] == ["mail [masked:email_address]"] * 3
    assert "hunter2" not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert tally.snapshot()["drops"] == {}
    assert str(path) in capsys.readouterr().err


def test_a_full_file_drops_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    provider, exporter, tally = watched(file_at(tmp_path / "fallback.jsonl", max_bytes=1500))
    exporter.mood = LogRecordExportResult.FAILURE
    log(provider, 10)
    kept = len((tmp_path / "fallback.jsonl").read_text().splitlines())
    assert 0 < kept < 10
    assert tally.snapshot()["drops"] == {"export": 10 - kept}
    assert "is full" in capsys.readouterr().err


def test_a_file_that_can_not_be_written_is_told_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    provider, exporter, tally = watched(file_at(tmp_path / "no" / "folder.jsonl"))
    exporter.mood = LogRecordExportResult.FAILURE
    log(provider)
    assert tally.snapshot()["drops"] == {"export": 1}
    assert "SEALOG_FALLBACK_FILE" in capsys.readouterr().err


def test_an_exporter_that_is_added_after_installing_is_watched_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEALOG_MODE", "mask")
    monkeypatch.setenv("SEALOG_FALLBACK_FILE", str(tmp_path / "kept.jsonl"))
    provider, exporter = LoggerProvider(shutdown_on_exit=False), Moody()
    assert sealog.install(provider) == "installed"
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    exporter.mood = LogRecordExportResult.FAILURE
    log(provider)
    kept = json.loads((tmp_path / "kept.jsonl").read_text())
    assert kept["body"] == "mail [masked:email_address]"
    assert "Moody could not deliver log records" in capsys.readouterr().err
