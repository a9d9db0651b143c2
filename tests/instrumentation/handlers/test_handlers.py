"""OpenTelemetry's handler of `logging`: it never raises into the application, and seals named arguments by name."""

from __future__ import annotations

import logging
import logging.handlers
import weakref
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider, LogRecordProcessor
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

import sealog
from sealog import notices
from sealog.keys.bundle import save_bundle
from sealog.settings import Settings
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "alice@example.com"
KEYS = keyring()


class App:
    """A logger whose records go through the handler of a provider with sealog, and what was exported."""

    def __init__(self, folder: Path, policy: str = "", mode: Any = "seal") -> None:
        save_bundle(KEYS.bundle(), folder / "bundle.json")
        (folder / "sealog.yaml").write_text(policy)
        settings = Settings(
            mode, folder / "bundle.json", folder, None, policy=folder / "sealog.yaml" if policy else None
        )
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self._exporter = InMemoryLogRecordExporter()
        self.provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        assert sealog.install(self.provider, settings) == "installed"
        self.log = logging.Logger("app")  # noqa: LOG001 - outside the tree, so that nothing else handles it
        self.log.addHandler(LoggingHandler(logger_provider=self.provider))

    @property
    def records(self) -> list[Any]:
        return [data.log_record for data in self._exporter.get_finished_logs()]

    @property
    def bodies(self) -> list[Any]:
        return [record.body for record in self.records]


class Unprintable:
    def __str__(self) -> str:
        raise ValueError(EMAIL)


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


@pytest.mark.parametrize(
    ("message", "arguments", "types"),
    [
        ("%d", ("x",), "str"),
        ("%s", ("x", 1), "str, int"),
        ("%(a)s", ({"b": 1},), "dict"),
        ("%s", (Unprintable(),), "Unprintable"),
        ("%y", (1,), "int"),
    ],
)
def test_a_message_that_does_not_fit_its_arguments_arrives_without_them(
    tmp_path: Path, message: str, arguments: tuple[Any, ...], types: str
) -> None:
    app = App(tmp_path)
    app.log.warning(f"{EMAIL} {message}", *arguments, extra={"order": 7})  # noqa: G004 - as applications do
    (record,) = app.records
    assert record.body.startswith("seal1~email_address~")
    assert record.body.endswith(f" {message} [sealog: the arguments ({types}) don't fit]")
    assert record.attributes["order"] == 7


def test_what_another_processor_raises_stays_in_the_handler(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(LogRecordProcessor):
        def on_emit(self, log_record: Any) -> None:  # noqa: ARG002 - the SDK's signature
            raise RuntimeError(EMAIL)

        def shutdown(self) -> None: ...

        def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - same
            return True

    app = App(tmp_path)
    app.provider.add_log_record_processor(Broken())
    for _ in range(2):
        app.log.warning("hello")
    assert app.bodies == ["hello", "hello"], "each once: an exporter before the broken one has it already"
    assert capsys.readouterr().err == "sealog: a log record met RuntimeError on its way out and may be lost\n"


def test_a_named_argument_is_sealed_where_it_stands_and_opens_again(tmp_path: Path) -> None:
    app = App(tmp_path)
    app.log.warning("100%% of %(who)s: %(password)5s!", {"who": "Bob", "password": "pw%d"})
    (record,) = app.records
    assert record.body.startswith("100% of Bob: seal1~password~0~")
    assert "pw%d" not in record.body
    assert record.attributes["sealog.entities"] == ("password",)
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    assert keeper.open_text(record.body, [record.attributes["sealog.key"]]).text == "100% of Bob:  pw%d!"


def test_what_else_is_found_in_the_message_is_sealed_with_the_same_key(tmp_path: Path) -> None:
    app = App(tmp_path)
    app.log.warning("%(password).3s for %(mail)s", {"password": "hunter2", "mail": EMAIL})
    (record,) = app.records
    assert record.attributes["sealog.entities"] == ("email_address", "password")
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    assert keeper.open_text(record.body, [record.attributes["sealog.key"]]).text == f"hun for {EMAIL}"


def test_a_handler_that_was_made_before_its_provider_seals_them_too(tmp_path: Path) -> None:
    app = App(tmp_path)
    (handler,) = app.log.handlers

    class Proxy:
        """As the API's, which stands for the provider that is set later."""

        get_logger = app.provider.get_logger

    handler._logger_provider = Proxy()  # type: ignore[attr-defined]  # what `LoggingHandler()` got then
    app.log.warning("%(password)s", {"password": "hunter2"})
    assert app.bodies[0].startswith("seal1~password~0~")


def test_the_applications_record_stays_as_it_was(tmp_path: Path) -> None:
    """Other handlers format the same object."""
    app = App(tmp_path)
    seen: list[logging.LogRecord] = []
    app.log.addFilter(lambda record: seen.append(record) or True)  # type: ignore[func-returns-value]  # appends
    app.log.warning("%(password)s", {"password": "hunter2"})
    assert seen[0].getMessage() == "hunter2"
    assert "sealog.entities" not in vars(seen[0])


@pytest.mark.parametrize(
    ("action", "expected"), [("mask", "pw [masked:password] x"), ("drop", "pw  x"), ("keep", "pw hunter2 x")]
)
def test_the_policy_says_what_is_done_with_it(tmp_path: Path, action: str, expected: str) -> None:
    app = App(tmp_path, f"entities: {{password: {action}}}\n")
    app.log.warning("pw %(password)s x", {"password": "hunter2"})
    assert app.bodies == [expected]


@pytest.mark.parametrize("value", [None, ""])
def test_a_name_without_a_value_stays(tmp_path: Path, value: str | None) -> None:
    app = App(tmp_path)
    app.log.warning("pw %(password)s %(unknown)s", {"password": value, "unknown": 1})
    assert app.bodies == [f"pw {value} 1"]


def test_a_number_that_does_not_fit_is_not_shown_either(tmp_path: Path) -> None:
    app = App(tmp_path)
    app.log.warning("%(password)d", {"password": "hunter2"})
    assert app.bodies == ["%(password)d [sealog: the arguments (dict) don't fit]"]


class EndedProvider:
    """A provider that can't flush any more: Python 3.12.1 starts no thread for it when the process ends."""

    @property
    def force_flush(self) -> Any:
        raise RuntimeError("can't create new thread at interpreter shutdown")


def test_a_flush_that_fails_does_not_keep_other_handlers_from_being_closed(tmp_path: Path) -> None:
    App(tmp_path)
    ended: Any = EndedProvider()
    written = logging.FileHandler(tmp_path / "app.log", delay=True)
    buffer = logging.handlers.MemoryHandler(10, target=written)
    buffer.handle(logging.makeLogRecord({"msg": "buffered", "levelno": logging.INFO}))
    exporting = LoggingHandler(logger_provider=ended)
    logging.shutdown([*(weakref.ref(one) for one in (written, buffer, exporting))])
    assert (tmp_path / "app.log").read_text() == "buffered\n"
