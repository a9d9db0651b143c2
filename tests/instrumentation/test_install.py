"""Installing: first in the chain, once, and never a reason for the application to fail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry._logs import NoOpLoggerProvider
from opentelemetry.sdk._logs import ConcurrentMultiLogRecordProcessor, LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

import sealog
from sealog import notices
from sealog.instrumentation.providers.otel_internals.chain import processors
from sealog.keys.bundle import save_bundle
from sealog.processor.processor import SealingProcessor
from sealog.settings import Settings
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.settings import Mode


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


def provider_with_exporter(**options: Any) -> tuple[LoggerProvider, InMemoryLogRecordExporter]:
    exporter = InMemoryLogRecordExporter()
    provider = LoggerProvider(shutdown_on_exit=False, **options)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    return provider, exporter


def settings(folder: Path, mode: Mode = "seal") -> Settings:
    save_bundle(keyring().bundle(), folder / "bundle.json")
    return Settings(mode, folder / "bundle.json", folder / "keyring.json", None)


def body_of(provider: LoggerProvider, exporter: InMemoryLogRecordExporter) -> str:
    provider.get_logger("test").emit(body="mail alice@example.com")
    return str(exporter.get_finished_logs()[-1].log_record.body)


def test_it_is_first_and_there_once(tmp_path: Path) -> None:
    provider, exporter = provider_with_exporter()
    assert sealog.install(provider, settings(tmp_path)) == "installed"
    assert sealog.install(provider, settings(tmp_path)) == "already installed"
    chain = processors(provider)
    assert chain is not None
    assert [type(processor) for processor in chain] == [SealingProcessor, SimpleLogRecordProcessor]
    assert body_of(provider, exporter).startswith("mail seal1~email_address~")


def test_loggers_made_before_are_sealed_too(tmp_path: Path) -> None:
    provider, exporter = provider_with_exporter()
    logger = provider.get_logger("early")
    sealog.install(provider, settings(tmp_path))
    logger.emit(body="mail alice@example.com")
    assert "alice" not in str(exporter.get_finished_logs()[0].log_record.body)


def test_without_a_bundle_it_masks_and_says_so_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = Settings("seal", tmp_path / "none.json", tmp_path / "keyring.json", None)
    for _ in range(2):
        provider, exporter = provider_with_exporter()
        assert sealog.install(provider, missing) == "installed"
        assert body_of(provider, exporter) == "mail [masked:email_address]"
    (line,) = capsys.readouterr().err.splitlines()
    assert "none.json" in line
    assert "masked" in line


def test_mode_mask_masks(tmp_path: Path) -> None:
    provider, exporter = provider_with_exporter()
    sealog.install(provider, settings(tmp_path, "mask"))
    assert body_of(provider, exporter) == "mail [masked:email_address]"


def test_mode_off_leaves_records_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    provider, exporter = provider_with_exporter()
    assert sealog.install(provider, settings(tmp_path, "off")) == "off"
    assert body_of(provider, exporter) == "mail alice@example.com"
    assert "SEALOG_MODE=off" in capsys.readouterr().err


def test_a_wrong_mode_masks_and_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEALOG_MODE", "seel")
    provider, exporter = provider_with_exporter()
    sealog.install(provider)
    assert body_of(provider, exporter) == "mail [masked:email_address]"
    assert "SEALOG_MODE" in capsys.readouterr().err


def test_it_is_first_before_processors_that_run_at_once(tmp_path: Path) -> None:
    provider, exporter = provider_with_exporter(multi_log_record_processor=ConcurrentMultiLogRecordProcessor())
    assert sealog.install(provider, settings(tmp_path)) == "installed"
    assert sealog.install(provider, settings(tmp_path)) == "already installed"
    assert body_of(provider, exporter).startswith("mail seal1~email_address~")
    provider.shutdown()


def test_where_no_order_can_be_assured_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class ForeignProvider:
        def __init__(self) -> None:
            self.added: list[object] = []

        def add_log_record_processor(self, processor: object) -> None:
            self.added.append(processor)

    provider = ForeignProvider()
    assert sealog.install(provider, settings(tmp_path)) == "order not assured"
    assert [type(added).__name__ for added in provider.added] == ["BlackoutProcessor"]
    assert "ForeignProvider" in capsys.readouterr().err


def test_a_provider_without_an_sdk_is_left_alone() -> None:
    assert sealog.install(NoOpLoggerProvider()) == "no SDK provider"


def test_a_policy_is_honoured(tmp_path: Path) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("entities: {email_address: drop}\n")
    provider, exporter = provider_with_exporter()
    sealog.install(provider, replace(settings(tmp_path), policy=policy))
    assert body_of(provider, exporter) == "mail "


def test_with_an_invalid_policy_values_are_masked_and_the_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("entities: {email_address: keeep}\n")
    provider, exporter = provider_with_exporter()
    assert sealog.install(provider, replace(settings(tmp_path), policy=policy)) == "installed"
    assert body_of(provider, exporter) == "mail [masked:email_address]"
    assert "sealog.yaml:1: entities.email_address" in capsys.readouterr().err
