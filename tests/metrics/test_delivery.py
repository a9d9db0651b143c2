"""What waits, in real processes: in the status file, in `sealog doctor`, as OpenTelemetry metrics."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import clean_environ
from backends import eventually
from delivery.endpoints import Reply, endpoint
from metrics.test_process import doctor, running, status

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process


def spooling(tmp_path: Path, keys: Keys) -> dict[str, str]:
    return keys.environ | {
        "SEALOG_SPOOL_DIR": str(tmp_path / "spool"),
        "SEALOG_SPOOL_KEY_FILE": str(tmp_path / "spool.key"),
    }


def delivery(folder: Path, pid: int, **wanted: Any) -> dict[str, Any]:
    """Give a process's delivery figures once they are as wanted."""

    def look() -> dict[str, Any]:
        (facts,) = status(folder, pid, 0).get("delivery") or [{}]
        return dict(facts)

    return eventually(look, lambda facts: wanted.items() <= facts.items(), 30)


def environment_doctor(tmp_path: Path, url: str, environ: dict[str, str]) -> str:
    program = Path(sys.executable).with_name("sealog")
    environ = clean_environ(url, "http/protobuf") | {"SEALOG_STATUS_DIR": str(tmp_path / "status")} | environ
    done = subprocess.run([program, "doctor"], env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stdout
    return done.stdout


def test_what_waits_for_a_dead_endpoint_can_be_looked_at(keys: Keys, tmp_path: Path) -> None:
    folder, environ = tmp_path / "status", spooling(tmp_path, keys)
    with running(folder, **environ) as process:
        facts = delivery(folder, process.pid, waiting=100)
        assert (facts["kind"], facts["taken"], facts["why"]) == ("encrypted spool", 0, "ConnectionRefusedError")
        assert facts["pushed_back"] > 0
        assert facts["waiting_bytes"] > 10_000
        said = doctor(folder, process.pid).stdout
    assert "100 record(s) wait" in said
    assert f"ok     spool: encrypted spool in {tmp_path / 'spool'}" in said
    assert "ok     spans: sealed" in said
    assert "ok     carry: threads" in said


def test_the_doctor_finds_what_a_killed_process_left_and_leaves_it(keys: Keys, tmp_path: Path) -> None:
    folder, environ = tmp_path / "status", spooling(tmp_path, keys)
    with running(folder, **environ) as process:
        delivery(folder, process.pid, waiting=100)
    with endpoint() as up:
        said = environment_doctor(tmp_path, up.url, environ)
        assert "WRONG  orphans: 1 ended process(es) left" in said, said
        assert up.records == []
        (tmp_path / "spool.key").rename(tmp_path / "away")
        said = environment_doctor(tmp_path, up.url, environ)
        assert "WRONG  spool key: 1 spool(s)" in said, said
        (tmp_path / "away").rename(tmp_path / "spool.key")
        with running(folder, endpoint=up.url, **environ) as process:
            facts = delivery(folder, process.pid, taken=200, waiting=0)
            assert (facts["replayed"], facts["adopted"], facts["gaps"]) == (100, 1, 0)
            assert status(folder, process.pid, 100)["exports"] == {"delivered": 200}


def test_refused_records_are_told_and_moved_back_they_are_sent(keys: Keys, tmp_path: Path) -> None:
    folder, environ, spool = tmp_path / "status", spooling(tmp_path, keys), tmp_path / "spool"
    with (
        endpoint(lambda records: Reply(400 if len(records) > 0 else 200)) as refusing,
        running(folder, endpoint=refusing.url, **environ) as process,
    ):
        delivery(folder, process.pid, refused=100)
        assert "100 record(s), kept in" in doctor(folder, process.pid).stdout
    with endpoint() as up:
        said = environment_doctor(tmp_path, up.url, environ)
        (mend,) = (line.split("`")[1] for line in said.splitlines() if "`mv " in line)
        subprocess.run(["sh", "-c", mend], check=True)
        with running(folder, endpoint=up.url, **environ) as process:
            delivery(folder, process.pid, taken=200, waiting=0)
    assert not list((spool / "refused").iterdir())


def test_what_waits_in_memory_for_a_dead_endpoint_can_be_looked_at(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, **keys.environ) as process:
        facts = delivery(folder, process.pid, kind="memory", waiting=100, why="ConnectionRefusedError")
        assert (facts["taken"], facts["limit_bytes"]) == (0, 64 << 20)
        assert facts["waiting_bytes"] > 10_000
        said = doctor(folder, process.pid).stdout
    assert "100 record(s) wait" in said
    assert "of 64.0 MiB wait in memory" in said


def test_what_was_delivered_from_memory_is_counted_once(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, endpoint=sink.endpoint, **keys.environ) as process:
        facts = delivery(folder, process.pid, kind="memory", waiting=0, taken=100)
        assert facts["batches"] > 0
        seen = eventually(lambda: status(folder, process.pid, 100), lambda seen: bool(seen["exports"]), 20)
        assert (seen["exports"], seen["drops"]) == ({"delivered": 100}, {})


def test_what_waits_in_memory_is_exported_as_opentelemetry_metrics(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    environ = keys.environ | {"OTEL_METRICS_EXPORTER": "otlp", "OTEL_METRIC_EXPORT_INTERVAL": "500"}
    with running(tmp_path / "status", endpoint=sink.endpoint, **environ) as process:
        eventually(lambda: sink.wire.count(b"sealog.waiting.oldest"), bool, 20)
        process.communicate("end\n", timeout=30)
    names = (b"sealog.waiting", b"sealog.waiting.size", b"sealog.waiting.limit", b"sealog.requests.latency")
    assert [name for name in names if name not in sink.wire] == []
    assert b"sealog.spool." not in sink.wire


def test_the_queue_of_an_exporter_that_stayed_can_be_looked_at_and_what_it_pushes_out_is_counted(
    keys: Keys, tmp_path: Path
) -> None:
    folder = tmp_path / "status"
    environ = keys.environ | {"OTEL_BLRP_MAX_QUEUE_SIZE": "20", "OTEL_BLRP_MAX_EXPORT_BATCH_SIZE": "20"}
    environ |= {"SEALOG_FALLBACK_FILE": str(tmp_path / "kept.jsonl"), "OTEL_EXPORTER_OTLP_TIMEOUT": "60"}
    with running(folder, "steadily", **environ | {"OTEL_BLRP_SCHEDULE_DELAY": "60000"}) as process:
        delivery(folder, process.pid, kind="queue", waiting=20, limit=20)
        assert status(folder, process.pid, 100)["drops"]["queue"] >= 50
        assert "WRONG  queue: 20 of at most 20" in doctor(folder, process.pid).stdout


def test_they_are_exported_as_opentelemetry_metrics(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    environ = spooling(tmp_path, keys) | {"OTEL_METRICS_EXPORTER": "otlp", "OTEL_METRIC_EXPORT_INTERVAL": "500"}
    with running(tmp_path / "status", endpoint=sink.endpoint, **environ) as process:
        eventually(lambda: sink.wire.count(b"sealog.waiting.oldest"), bool, 20)
        process.communicate("end\n", timeout=30)
    names = (
        b"sealog.waiting",
        b"sealog.waiting.size",
        b"sealog.requests",
        b"sealog.requests.under_way",
        b"sealog.requests.latency",
        b"sealog.spool.used",
        b"sealog.waiting.limit",
        b"sealog.spool.adopted",
        b"sealog.spool.replayed",
        b"sealog.spool.gaps",
        b"sealog.spool.damaged",
        b"sealog.spool.keys_away",
    )
    assert [name for name in names if name not in sink.wire] == []
