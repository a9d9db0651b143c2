"""Exporters from code or from OTEL_CONFIG_FILE: spooled where the environment could have made them, or named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ, instrumented
from backends import needed
from servers import free_port
from venvs import STOCK, environment, path_with_sealog

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

READABLE = {"SEALOG_SPOOL_KEY_FILE": "off"}
"""So that what is spooled can be looked at."""

PROGRAMS = Path(__file__).parent / "programs"
IN_CODE = """
import logging
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

for _ in range(2):
    provider = LoggerProvider()
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter(%s)))
    logging.getLogger().addHandler(LoggingHandler(logger_provider=provider))
logging.warning("hello everywhere@example.com")
"""


def spooled(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*.seg"))


def said(stderr: str) -> list[str]:
    return [line for line in stderr.splitlines() if line.startswith("sealog:")]


def test_what_configure_sets_up_is_spooled(keys: Keys, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    done = subprocess.run(
        [sys.executable, PROGRAMS / "script.py", nobody],
        env=clean_environ(nobody, "http/protobuf")
        | keys.environ
        | READABLE
        | {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "OTEL_TRACES_EXPORTER": "none"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, said(done.stderr)) == (0, [])
    assert b"hello seal1~email_address~" in spooled(tmp_path / "spool")


def test_an_exporter_from_code_that_is_as_the_environment_says_is_spooled(keys: Keys, tmp_path: Path) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    environ = keys.environ | READABLE | {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "OTEL_TRACES_EXPORTER": "none"}
    done = instrumented("-c", IN_CODE % "", endpoint=nobody, **environ)
    assert (done.returncode, said(done.stderr)) == (0, [])
    assert spooled(tmp_path / "spool").count(b"hello seal1~email_address~") == 3, "the global one, and two from code"


@pytest.mark.parametrize("argument", ["headers={{'X-Tenant': 'a'}}", "endpoint='{url}/v1/logs'"])
def test_one_that_is_not_keeps_its_batch_and_that_is_said_once(
    keys: Keys, sink: Sink, tmp_path: Path, argument: str
) -> None:
    environ = keys.environ | READABLE | {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "OTEL_LOGS_EXPORTER": "none"}
    environ |= {"OTEL_TRACES_EXPORTER": "none"}
    elsewhere = f"http://127.0.0.1:{free_port()}" if "url" in argument else sink.endpoint
    done = instrumented("-c", IN_CODE % argument.format(url=sink.endpoint), endpoint=elsewhere, **environ)
    (line,) = said(done.stderr)
    assert "from code, not from the environment; it keeps its own batch" in line
    assert len(sink.records()) == 2
    assert b"everywhere" not in sink.wire


def test_a_configuration_file_keeps_its_batch_and_that_is_said_once(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    file = tmp_path / "otel.yaml"
    file.write_text(
        "file_format: '1.0'\n"
        "logger_provider: {processors: [{batch: {exporter: "
        f"{{otlp_http: {{endpoint: '{sink.endpoint}/v1/logs'}}}}}}}}]}}\n"
    )
    environ = keys.environ | READABLE | {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "OTEL_CONFIG_FILE": str(file)}
    python = stock_with_configuration()
    done = subprocess.run(
        [python.with_name("opentelemetry-instrument"), python, "-c", "import logging; logging.warning('hello')"],
        env=clean_environ(sink.endpoint, "http/protobuf") | {"PYTHONPATH": path_in(tmp_path)} | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    (line,) = said(done.stderr)
    assert "OTEL_CONFIG_FILE sets an OTLP exporter up; it keeps its own batch" in line
    assert [record.body.string_value for record in sink.records()] == ["hello"]


def stock_with_configuration() -> Path:
    """The stock distro's environment with what reads OTEL_CONFIG_FILE."""
    return needed(lambda: environment(*STOCK, "opentelemetry-configuration"))


def path_in(folder: Path) -> str:
    path = folder / "path"
    path.mkdir()
    return path_with_sealog(path)
