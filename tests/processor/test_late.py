"""Changes to a record after it was sealed: by later processors, the application, other exporters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk._logs.export import (
    BatchLogRecordProcessor,
    InMemoryLogRecordExporter,
    LogRecordExporter,
    LogRecordExportResult,
    SimpleLogRecordProcessor,
)

import sealog
from sealog.settings import Settings
from support import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

EMAIL = "late@example.com"
MASK = "[masked:email_address]"


class Late(LogRecordProcessor):
    """A processor that does something to each record."""

    def __init__(self, change: Callable[[Any], None]) -> None:
        self._change = change

    def on_emit(self, log_record: Any) -> None:
        self._change(log_record.log_record)

    def shutdown(self) -> None:
        pass

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        del timeout_millis
        return True


class Exporting(LogRecordProcessor):
    """A vendor's own processor: it hands its exporter copies, in no way that anybody knows."""

    def __init__(self, seen: list[Any]) -> None:
        self._seen = seen

    def on_emit(self, log_record: Any) -> None:
        self._seen.append((log_record.log_record.body, dict(log_record.log_record.attributes)))

    def shutdown(self) -> None:
        pass

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        del timeout_millis
        return True


def change_attribute(record: Any) -> None:
    record.attributes["user"] = EMAIL


def change_by_update(record: Any) -> None:
    record.attributes.update({"user": [EMAIL], EMAIL: "key"})


def change_key_rule(record: Any) -> None:
    record.attributes["password"] = EMAIL


def replace_attributes(record: Any) -> None:
    record.attributes = {"user": EMAIL}


def replace_body(record: Any) -> None:
    record.body = f"now {EMAIL}"


def replace_event_name(record: Any) -> None:
    record.event_name = EMAIL


CHANGES = [change_attribute, change_by_update, change_key_rule, replace_attributes, replace_body, replace_event_name]


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[LoggerProvider]:
    provider = LoggerProvider(shutdown_on_exit=False)
    sealog.install(provider, Settings("mask", tmp_path / "none", tmp_path / "none", None))
    yield provider
    provider.shutdown()


def exported(provider: LoggerProvider, exporter: InMemoryLogRecordExporter) -> Any:
    provider.get_logger("test").emit(body="early@example.com", attributes={"n": 1})
    provider.force_flush()
    (finished,) = exporter.get_finished_logs()
    record = finished.log_record
    return "\n".join(texts_in([record.body, dict(record.attributes or {}), record.event_name]))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", [SimpleLogRecordProcessor, BatchLogRecordProcessor])
def test_what_a_processor_before_the_exporter_changes_is_sealed(
    provider: LoggerProvider, change: Callable[[Any], None], kind: Any
) -> None:
    exporter = InMemoryLogRecordExporter()
    provider.add_log_record_processor(Late(change))
    provider.add_log_record_processor(kind(exporter))
    text = exported(provider, exporter)
    assert EMAIL not in text
    assert "[masked:" in text


@pytest.mark.parametrize("change", [change_attribute, change_by_update, change_key_rule])
def test_what_a_processor_behind_the_batch_writes_is_sealed(
    provider: LoggerProvider, change: Callable[[Any], None]
) -> None:
    exporter = InMemoryLogRecordExporter()
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
    provider.add_log_record_processor(Late(change))
    text = exported(provider, exporter)
    assert EMAIL not in text
    assert "[masked:" in text


@pytest.mark.parametrize("change", CHANGES)
def test_a_processor_with_an_exporter_of_its_own_gets_sealed_records(
    provider: LoggerProvider, change: Callable[[Any], None]
) -> None:
    seen: list[Any] = []
    provider.add_log_record_processor(Late(change))
    provider.add_log_record_processor(Exporting(seen))
    provider.get_logger("test").emit(body="x", attributes={"n": 1})
    assert EMAIL not in repr(seen)


def test_an_exporter_that_was_there_before_is_guarded(tmp_path: Path) -> None:
    exporter = InMemoryLogRecordExporter()
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(Late(replace_body))
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    sealog.install(provider, Settings("mask", tmp_path / "none", tmp_path / "none", None))
    assert EMAIL not in exported(provider, exporter)


def test_a_dictionary_that_the_application_changes_after_logging_it_is_sealed_at_export(
    provider: LoggerProvider,
) -> None:
    exporter = InMemoryLogRecordExporter()
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, schedule_delay_millis=60_000))
    body = {"state": "new"}
    provider.get_logger("test").emit(body=body)
    body["user"] = EMAIL
    provider.force_flush()
    assert exporter.get_finished_logs()[0].log_record.body == {"state": "new", "user": MASK}
    assert body["user"] == EMAIL, "the application's own dictionary is not ours to change"


def test_a_record_that_nobody_touched_reaches_the_exporter_as_the_same_object(provider: LoggerProvider) -> None:
    batches: list[Sequence[Any]] = []

    class Exporter(LogRecordExporter):
        def export(self, batch: Sequence[Any]) -> LogRecordExportResult:
            batches.append(batch)
            return LogRecordExportResult.SUCCESS

        def shutdown(self) -> None:
            pass

        def force_flush(self, timeout_millis: int = 30000) -> bool:
            del timeout_millis
            return True

    given: list[Any] = []
    provider.add_log_record_processor(Late(given.append))
    provider.add_log_record_processor(SimpleLogRecordProcessor(Exporter()))
    provider.get_logger("test").emit(body="clean", attributes={"n": 1})
    assert batches[0][0].log_record is given[0]


def test_what_is_written_while_the_exporter_already_has_the_record_is_sealed(provider: LoggerProvider) -> None:
    """The batch thread may export a record before the processors behind the batch have seen it."""
    exported_late: list[Any] = []

    class Exporter(InMemoryLogRecordExporter):
        def export(self, batch: Sequence[Any]) -> Any:
            change_attribute(batch[0].log_record)
            exported_late.append(dict(batch[0].log_record.attributes))
            return LogRecordExportResult.SUCCESS

    provider.add_log_record_processor(BatchLogRecordProcessor(Exporter()))
    provider.get_logger("test").emit(body="clean")
    provider.force_flush()
    assert exported_late[0]["user"] == MASK


def test_numbers_that_otlp_can_not_encode_cost_no_neighbour(provider: LoggerProvider) -> None:
    from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs  # noqa: PLC0415 - heavy

    exporter = InMemoryLogRecordExporter()
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
    for timestamp in (5, -1, 1 << 70, "yesterday"):
        provider.get_logger("test").emit(body="x", timestamp=timestamp)  # type: ignore[arg-type]  # on purpose
    provider.force_flush()
    request = encode_logs(exporter.get_finished_logs())
    times = [record.time_unix_nano for record in request.resource_logs[0].scope_logs[0].log_records]
    assert times == [5, 0, 0, 0]


def test_a_late_attribute_carries_its_key_and_entity(tmp_path: Path) -> None:
    from sealog.keys.bundle import save_bundle  # noqa: PLC0415 - only here
    from support import gatekeeper, keyring  # noqa: PLC0415 - only here

    keys = keyring()
    save_bundle(keys.bundle(), tmp_path / "bundle.json")
    exporter = InMemoryLogRecordExporter()
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter))
    provider.add_log_record_processor(Late(change_attribute))
    sealog.install(provider, Settings("seal", tmp_path / "bundle.json", tmp_path / "none", None))
    provider.get_logger("test").emit(body="clean")
    provider.force_flush()
    attributes = exporter.get_finished_logs()[0].log_record.attributes or {}
    opened = gatekeeper(keys, tmp_path / "audit").open_text(str(attributes["user"]), [str(attributes["sealog.key"])])
    assert opened.text == EMAIL
    assert attributes["sealog.entities"] == ("email_address",)
    provider.shutdown()
