"""First in line whatever is installed: each distro, exporter and set-up of a real process.

Looked at is all that leaves it: the wire, and what its handlers and exporters print.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from applications import clean_environ
from backends import needed
from venvs import STOCK, environment, path_with_sealog

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink

pytestmark = pytest.mark.process

OLDEST = (
    "opentelemetry-distro==0.65b0",
    "opentelemetry-exporter-otlp==1.44.0",
    "opentelemetry-instrumentation-logging==0.65b0",
)
CONFIGURATION = {STOCK: ("opentelemetry-configuration",), OLDEST: ("opentelemetry-configuration==0.65b0",)}
"""What reads OTEL_CONFIG_FILE, beside each."""

EDOT = (*STOCK, "elastic-opentelemetry>=1.18")
SPLUNK = (*STOCK, "splunk-opentelemetry>=2.13")
PERSONAL = (b"everywhere", b"203.0.113.7")
BOTH = pytest.mark.parametrize("packages", [STOCK, OLDEST], ids=["newest", "1.44"])
TWO_DISTROS = {
    "opentelemetry_distro": "vendor = vendor:Distro",
    "opentelemetry_configurator": "vendor = vendor:Configurator",
    "opentelemetry_logs_exporter": "vendor = vendor:Exporter",
}


def run(
    packages: tuple[str, ...],
    program: str,
    sink: Sink,
    keys: Keys,
    folder: Path,
    entry_points: dict[str, str] | None = None,
    **environ: str,
) -> Any:
    """Run a program of `programs/` under `opentelemetry-instrument` of an environment with these packages."""
    python = needed(lambda: environment(*packages))
    done = subprocess.run(
        [python.with_name("opentelemetry-instrument"), python, "-m", program],
        env=clean_environ(sink.endpoint, "http/protobuf")
        | {"PYTHONPATH": path_with_sealog(folder, **(entry_points or {}))}
        | keys.environ
        | {"SEALOG_CONSOLE": "seal", "SEALOG_EXIT_SECONDS": "20"}  # two are not always enough on a busy machine
        | environ,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "sealog:" not in done.stderr, done.stderr
    for personal in PERSONAL:
        assert personal.decode() not in done.stderr + done.stdout
    return done


def logged(sink: Sink) -> list[Any]:
    """Give the program's own records: distros and the SDK log warnings of theirs."""
    return [record for record in sink.records() if record.severity_text != "WARN"]


def assert_sealed(wire: bytes, records: int) -> None:
    assert wire.count(b"seal1~email_address~") >= records
    for personal in PERSONAL:
        assert personal not in wire


@BOTH
def test_the_stock_distro(packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path) -> None:
    run(packages, "person", sink, keys, tmp_path, OTEL_METRICS_EXPORTER="otlp")
    assert len(logged(sink)) == 3
    assert {path for path, _ in sink.requests} == {"/v1/logs", "/v1/traces", "/v1/metrics"}
    assert_sealed(sink.wire, 10)


@BOTH
def test_providers_set_up_by_hand_after_start(
    packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    run(packages, "by_hand", sink, keys, tmp_path, OTEL_PYTHON_CONFIGURATOR="none")
    assert len(sink.records()) >= 3
    assert_sealed(sink.wire, 10)


@BOTH
def test_the_console_exporter(packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path) -> None:
    done = run(packages, "person", sink, keys, tmp_path, OTEL_LOGS_EXPORTER="console", OTEL_TRACES_EXPORTER="console")
    assert sink.requests == []
    assert_sealed(done.stdout.encode(), 10)


@pytest.mark.parametrize("distro", ["distro", ""])
def test_elastics_distro(keys: Keys, sink: Sink, tmp_path: Path, distro: str) -> None:
    choose_keys = {"OTEL_PYTHON_DISTRO": distro} if distro else {}
    run(EDOT, "person", sink, keys, tmp_path, **choose_keys)
    assert len(logged(sink)) == 3
    assert_sealed(sink.wire, 10)


@pytest.mark.parametrize("distro", ["splunk_distro", ""])
def test_splunks_distro(keys: Keys, sink: Sink, tmp_path: Path, distro: str) -> None:
    choose_keys = {"OTEL_PYTHON_DISTRO": distro} if distro else {}
    run(SPLUNK, "person", sink, keys, tmp_path, **choose_keys)
    assert len(logged(sink)) == 3
    assert_sealed(sink.wire, 10)


@BOTH
def test_a_distro_and_an_exporter_of_ones_own(
    packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    run(
        packages,
        "person",
        sink,
        keys,
        tmp_path,
        TWO_DISTROS,
        OTEL_PYTHON_DISTRO="vendor",
        OTEL_PYTHON_CONFIGURATOR="vendor",
    )
    batches = [json.loads(body) for path, body in sink.requests if path == "/v1/vendor"]
    assert sum(len(batch) for batch in batches) == 3, "in one batch, or in several where the machine is busy"
    assert_sealed(sink.wire, 10)


@BOTH
def test_a_configuration_file(packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path) -> None:
    file = tmp_path / "otel.yaml"
    exporter = f"{{otlp_http: {{endpoint: '{sink.endpoint}/v1/%s'}}}}"
    file.write_text(
        "file_format: '1.0'\n"
        f"logger_provider: {{processors: [{{batch: {{exporter: {exporter % 'logs'}}}}}]}}\n"
        f"tracer_provider: {{processors: [{{batch: {{exporter: {exporter % 'traces'}}}}}]}}\n"
    )
    run((*packages, *CONFIGURATION[packages]), "person", sink, keys, tmp_path, OTEL_CONFIG_FILE=str(file))
    assert len(logged(sink)) == 3
    assert_sealed(sink.wire, 10)


@BOTH
def test_fastapis_own_telemetry(packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path) -> None:
    run((*packages, "fastapi>=0.165"), "web", sink, keys, tmp_path, FASTAPI_OTEL_AUTO_CONFIGURE="true")
    assert sink.records()
    assert_sealed(sink.wire, 1)


@BOTH
def test_attribute_limits_of_the_environment_cut_no_sealed_value(
    packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    run(packages, "person", sink, keys, tmp_path, OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT="12")
    assert len(logged(sink)) == 3
    assert b"everywhere" not in sink.wire
    for record in logged(sink):
        for pair in record.attributes:
            text = pair.value.string_value
            assert not text.startswith("seal1~") or len(text) >= 112


@BOTH
def test_structlog_and_loguru_are_sealed_and_correlated(
    packages: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    run((*packages, "structlog>=25", "loguru>=0.7"), "others", sink, keys, tmp_path)
    found = {record.body.string_value.split(" seal1")[0].split("\n")[0]: record for record in sink.records()}
    assert set(found) == {"loguru says", "structlog says", "loguru failed"}
    assert len({record.trace_id for record in found.values()}) == 1
    assert found["loguru says"].trace_id
    assert {pair.key for pair in found["structlog says"].attributes} >= {"mail", "sealog.key"}
    assert_sealed(sink.wire, 4)
