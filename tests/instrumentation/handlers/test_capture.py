"""Each enabled record reaches OpenTelemetry's handler once, whatever its logger does; what can't is named."""

from __future__ import annotations

import io
import logging
import logging.config
import logging.handlers
import queue
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider

from applications import instrumented
from sealog.instrumentation.handlers.logging_report import logging_facts

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink
    from conftest import Application, Printed

FILE_CONFIG = """
[loggers]
keys=root,filed
[handlers]
keys=
[formatters]
keys=
[logger_root]
handlers=
[logger_filed]
handlers=
qualname=filed
propagate=0
"""


def stream() -> logging.Handler:
    return logging.StreamHandler(io.StringIO())


def cut_off(name: str, *handlers: logging.Handler) -> logging.Logger:
    logger = logging.getLogger(name)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    for handler in handlers:
        logger.addHandler(handler)
    return logger


def test_a_logger_that_propagates_is_exported_once(application: Application) -> None:
    logging.getLogger("shop.orders").warning("hello")
    assert application.bodies == ["hello"]


@pytest.mark.parametrize(
    "name", ["celery.task", "uvicorn", "uvicorn.access", "django.server", "gunicorn.error", "a.b.c"]
)
@pytest.mark.parametrize("handlers", [0, 1, 2])
def test_a_logger_that_does_not_propagate_is_exported_once(name: str, handlers: int, application: Application) -> None:
    logger = cut_off(name, *(stream() for _ in range(handlers)))
    logger.info("hello")
    logger.debug("below its level")
    assert application.bodies == ["hello"]


def test_its_children_are_exported_too(application: Application) -> None:
    cut_off("celery.task", stream())
    logging.getLogger("celery.task.mail").info("hello")
    assert application.bodies == ["hello"]


def test_what_is_printed_stays_as_it_is(application: Application, printed: Printed) -> None:
    cut_off("shop", printed).info("hello")
    assert printed.lines == application.bodies == ["hello"]


def test_one_that_stops_to_propagate_later_is_exported(application: Application) -> None:
    logger = logging.getLogger("shop")
    logger.warning("before")
    logger.propagate = False
    logger.warning("after")
    assert application.bodies == ["before", "after"]


@pytest.mark.parametrize("disable", [False, True])
def test_a_configuration_takes_no_record_away(disable: bool, application: Application) -> None:
    config = {
        "version": 1,
        "disable_existing_loggers": disable,
        "handlers": {"null": {"class": "logging.NullHandler"}},
        "loggers": {"shop": {"handlers": ["null"], "propagate": False, "level": "INFO"}},
        "root": {"handlers": ["null"], "level": "INFO"},
    }
    logging.config.DictConfigurator(config).configure()
    logging.getLogger("shop").info("cut off")
    logging.getLogger("other").info("to the root")
    assert application.bodies == ["cut off", "to the root"]


def test_nor_does_one_from_a_file(application: Application, tmp_path: Path) -> None:
    (tmp_path / "logging.ini").write_text(FILE_CONFIG)
    logging.config.fileConfig(tmp_path / "logging.ini")
    logging.getLogger("filed").warning("cut off")
    logging.getLogger("other").warning("to the root")
    assert application.bodies == ["cut off", "to the root"]


@pytest.mark.parametrize("how", ["clear", "assign"])
def test_an_emptied_root_logger_still_exports(how: str, application: Application) -> None:
    if how == "clear":
        application.root.handlers.clear()
    else:
        application.root.handlers = [stream()]
    logging.getLogger("shop").warning("hello")
    assert application.bodies == ["hello"]


def test_a_handler_that_the_application_removes_stays_removed(application: Application) -> None:
    application.root.removeHandler(application.handler)
    logging.getLogger("shop").warning("hello")
    cut_off("other", stream()).warning("hello")
    assert application.bodies == []


def test_a_logger_with_a_handler_of_opentelemetrys_own_is_left_alone(application: Application) -> None:
    other = LoggingHandler(logger_provider=LoggerProvider(shutdown_on_exit=False))
    cut_off("shop", other).warning("hello")
    assert application.bodies == []


def test_a_record_that_goes_through_a_queue_is_exported_once(application: Application) -> None:
    between: queue.Queue[Any] = queue.Queue()
    application.root.handlers = [logging.handlers.QueueHandler(between)]
    listener = logging.handlers.QueueListener(between, application.handler)
    listener.start()
    logging.getLogger("shop").warning("hello")
    cut_off("cut", logging.handlers.QueueHandler(between)).warning("cut off")
    listener.stop()
    assert application.bodies == ["hello", "cut off"]


def test_one_behind_a_queue_to_elsewhere_is_exported(application: Application) -> None:
    cut_off("cut", logging.handlers.QueueHandler(queue.Queue())).warning("cut off")
    assert application.bodies == ["cut off"]


def test_a_memory_handler_in_front_exports_once(application: Application) -> None:
    memory = logging.handlers.MemoryHandler(1, target=application.handler)
    cut_off("cut", memory).warning("hello")
    memory.close()
    assert application.bodies == ["hello"]


def test_the_handlers_own_level_holds(application: Application) -> None:
    application.handler.setLevel(logging.ERROR)
    logger = cut_off("cut")
    logger.warning("below")
    logger.error("above")
    assert application.bodies == ["above"]


def test_what_opentelemetry_says_about_itself_does_not_come_back(application: Application) -> None:
    cut_off("opentelemetry.instrumentation.logging.handler.internal", stream()).warning("recursive")
    assert application.bodies == []


def test_loggers_that_a_configuration_disables_are_named(
    application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("shop.orders")
    logging.config.DictConfigurator({"version": 1}).configure()
    logging.getLogger("shop.orders").warning("nobody hears")
    said = capsys.readouterr().err
    assert "sealog: a logging configuration disabled 1 logger(s) (shop.orders)" in said
    assert logging_facts()["disabled"] == ["shop.orders"]
    assert application.bodies == []


def test_logging_disable_is_named(application: Application, capsys: pytest.CaptureFixture[str]) -> None:
    logging.disable(logging.DEBUG)
    assert capsys.readouterr().err == ""
    logging.disable(logging.ERROR)
    assert capsys.readouterr().err.startswith("sealog: logging.disable(ERROR) was called")
    assert logging_facts()["off_up_to"] == logging.ERROR
    assert application.bodies == []


NEWCOMER = 'import logging; logging.info("confirmation sent to ada@example.com")'
CUT_OFF = (
    'import logging; a = logging.getLogger("a"); a.propagate = False; a.setLevel("INFO"); a.info("order 1");'
    'logging.getLogger().handlers.clear(); logging.getLogger("b").warning("order 2")'
)


@pytest.mark.process
def test_readmes_first_line_arrives_sealed(keys: Keys, sink: Sink) -> None:
    done = instrumented("-c", NEWCOMER, endpoint=sink.endpoint, **keys.environ)
    assert (done.returncode, done.stderr) == (0, "")
    (record,) = sink.records()
    assert record.body.string_value.startswith("confirmation sent to seal1~email_address~")


@pytest.mark.process
@pytest.mark.parametrize(("capture", "arrived"), [("on", ["order 1", "order 2"]), ("off", [])])
def test_records_of_loggers_that_are_cut_off_arrive_unless_they_are_left(
    capture: str, arrived: list[str], keys: Keys, sink: Sink
) -> None:
    done = instrumented("-c", CUT_OFF, endpoint=sink.endpoint, **keys.environ, SEALOG_CAPTURE=capture)
    assert done.returncode == 0, done.stderr
    assert [record.body.string_value for record in sink.records()] == arrived
