"""Which exporters sealog's sender replaces where no durability is chosen, and which stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter as GrpcExporter
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter as HttpExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, InMemoryLogRecordExporter

from sealog import notices
from sealog.instrumentation.providers.durability import make_durable
from sealog.instrumentation.providers.otel_internals.chain import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BATCH, OURS = "BatchLogRecordProcessor", "MemoryProcessor"
ADDRESS = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    notices._said.clear()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", ADDRESS)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "team=shop")


@pytest.fixture
def chain_with() -> Iterator[Callable[[Any], list[str]]]:
    """What a provider's chain becomes whose only exporter is the one given."""
    providers = []

    def chain(exporter: Any) -> list[str]:
        provider = LoggerProvider(shutdown_on_exit=False)
        provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
        providers.append(provider)
        make_durable(provider)
        return [type(processor).__name__ for processor in processors(provider) or ()]

    yield chain
    for provider in providers:
        provider.shutdown()


@pytest.mark.parametrize("exporter", [GrpcExporter, HttpExporter])
def test_an_exporter_from_the_environment_gives_way(chain_with: Any, exporter: Any, capsys: Any) -> None:
    assert chain_with(exporter()) == [OURS]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpExporter(headers={"authorization": "from code"}),
        lambda: GrpcExporter(headers={"authorization": "from code"}),
        lambda: HttpExporter(endpoint="http://127.0.0.1:10/v1/logs"),
        lambda: GrpcExporter(endpoint="https://127.0.0.1:9"),
        InMemoryLogRecordExporter,
    ],
)
def test_an_exporter_with_anything_from_code_stays_and_nobody_is_told(chain_with: Any, make: Any, capsys: Any) -> None:
    assert chain_with(make()) == [BATCH]
    assert capsys.readouterr().err == ""


def test_a_connection_with_tls_gives_way_only_where_memory_was_chosen(
    chain_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "https://127.0.0.1:9")
    assert chain_with(HttpExporter()) == [BATCH]
    monkeypatch.setenv("SEALOG_DURABILITY", "memory")
    assert chain_with(HttpExporter()) == [OURS]


def test_with_a_fallback_file_the_exporter_stays_that_gives_records_up(
    chain_with: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEALOG_FALLBACK_FILE", "kept.jsonl")
    assert chain_with(HttpExporter()) == [BATCH]
