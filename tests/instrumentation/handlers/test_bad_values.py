"""A record with any argument arrives, with a note in place of each value that could not be read."""

from __future__ import annotations

import collections
import dataclasses
import logging
import operator
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sealog.instrumentation.handlers.otel_handlers import with_plain_extras
from sealog.instrumentation.install import install
from sealog.instrumentation.signals import install_spans
from sealog.processor.values.plain import ITSELF, plain
from sealog.processor.values.walk import MAX_ITEMS, TOO_DEEP
from support import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MAIL = "alice@example.com"


def failing(*names: str, base: type = object) -> Any:
    """Make a class of which these methods raise, with personal data in the error."""

    def fail(*_: Any) -> Any:
        raise RuntimeError(MAIL)

    return type("Failing", (base,), dict.fromkeys(names, fail))


def itself(kind: type) -> Any:
    value = kind()
    value.append(value) if kind is list else value.update({"me": value})
    return value


def deep() -> Any:
    value: list[Any] = []
    for _ in range(5000):
        value = [value]
    return value


def doubled() -> Any:
    value: list[Any] = [1]
    for _ in range(30):
        value = [value, value]
    return value


class Endless(list[int]):
    def __iter__(self) -> Iterator[int]:
        while True:
            yield 1


class Logging:
    def __str__(self) -> str:
        logging.getLogger("inner").warning("said by the value")
        return "value"


@dataclasses.dataclass
class Login:
    user: str
    password: str


Point = collections.namedtuple("Point", "x password")  # noqa: PYI024 - what an application has

BAD: dict[str, Callable[[], Any]] = {
    "str": failing("__str__", "__repr__"),
    "repr": failing("__repr__"),
    "items": lambda: failing("items", base=dict)(a=1),
    "iter": lambda: failing("__iter__", base=list)([1]),
    "mapping": failing("__getitem__", "__iter__", "__len__", base=collections.abc.Mapping),
    "class": type("Odd", (), {"__class__": property(operator.attrgetter("missing"))}),
}
NOTED = "[sealog: "


@pytest.mark.parametrize("name", BAD)
def test_a_value_that_raises_leaves_a_note_of_types_only(name: str) -> None:
    (text,) = [text for text in texts_in(plain({"a": BAD[name]()})) if text != "a"]
    assert text.startswith(NOTED)
    assert MAIL not in text


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (itself(list), (ITSELF,)),
        (itself(dict), {"me": ITSELF}),
        ({"a": [itself(dict)]}, {"a": ({"me": ITSELF},)}),
        (bytearray(b"ab"), b"ab"),
        (memoryview(b"ab"), b"ab"),
        (array("B", b"ab"), b"ab"),
        (array("i", [1, 2]), (1, 2)),
        ({"b"}, ("b",)),
        (frozenset({1}), (1,)),
        (collections.deque([1]), (1,)),
        ({"a": 1}.keys(), ("a",)),
        ({"a": 1}.values(), (1,)),
        ({1: 2, None: 3}, {"1": 2, "None": 3}),
        (Login("ada", "hunter2"), {"user": "ada", "password": "hunter2"}),
        (Point(1, "hunter2"), {"x": 1, "password": "hunter2"}),
        (1 + 2j, "(1+2j)"),
        (failing("__str__", base=str)("abc"), "abc"),
    ],
)
def test_other_values_become_plain_ones(value: Any, expected: Any) -> None:
    assert plain(value) == expected
    assert type(plain(value)) is type(expected)


@pytest.mark.parametrize("make", [deep, doubled, lambda: Endless([1]), lambda: list(range(10**6))])
def test_no_value_takes_more_than_a_bound(make: Callable[[], Any]) -> None:
    def count(value: Any) -> int:
        return 1 + sum(count(item) for item in value) if isinstance(value, tuple) else 1

    assert count(plain(make())) <= 5 * MAX_ITEMS + 100


def test_what_is_nested_too_deeply_says_so() -> None:
    assert TOO_DEEP in list(texts_in(plain(deep())))


class Application:
    """A sealed logger provider with OpenTelemetry's handler on one logger; values are masked."""

    def __init__(self) -> None:
        self._exporter = InMemoryLogRecordExporter()
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self.provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        install(self.provider)
        self.log = logging.getLogger("bad values")
        self.log.setLevel(logging.INFO)
        self.log.propagate = False
        self.handler = LoggingHandler(logger_provider=self.provider)

    @property
    def records(self) -> list[Any]:
        return [finished.log_record for finished in self._exporter.get_finished_logs()]


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    monkeypatch.setenv("SEALOG_MODE", "mask")
    monkeypatch.setenv("SEALOG_STATUS_DIR", "off")
    running = Application()
    for name in ("bad values", "inner"):
        logging.getLogger(name).addHandler(running.handler)
    try:
        yield running
    finally:
        for name in ("bad values", "inner"):
            logging.getLogger(name).removeHandler(running.handler)


@pytest.mark.parametrize("make", [*BAD.values(), lambda: itself(dict), lambda: itself(list), deep, object])
def test_a_record_with_a_bad_extra_arrives_whole(
    make: Callable[[], Any], application: Application, capfd: pytest.CaptureFixture[str]
) -> None:
    application.log.info("order of %s", MAIL, extra={"bad": make(), "good": "yes"})
    (record,) = application.records
    assert record.body == "order of [masked:email_address]"
    assert record.attributes["good"] == "yes"
    assert "bad" in record.attributes
    assert MAIL not in str(dict(record.attributes))
    assert capfd.readouterr().err == ""


def test_what_a_value_logs_while_it_is_read_is_a_record_of_its_own(
    application: Application, capfd: pytest.CaptureFixture[str]
) -> None:
    application.log.info("order", extra={"bad": Logging()})
    application.log.info("of %s", Logging())
    application.log.info(Logging())
    bodies = [record.body for record in application.records]
    assert [body for body in bodies if body != "said by the value"] == ["order", "of value", "value"]
    assert bodies.count("said by the value") >= len(bodies) // 2  # pytest's own handler may read the value too
    assert capfd.readouterr().err == ""


def test_an_exception_that_can_t_be_read_leaves_type_and_stack(application: Application) -> None:
    try:
        raise ValueError(failing("__str__", "__repr__")())
    except ValueError:
        application.log.exception("it failed")
    (record,) = application.records
    assert record.attributes["exception.type"] == "ValueError"
    assert record.attributes["exception.message"].startswith(NOTED)
    assert "test_bad_values.py" in record.attributes["exception.stacktrace"]


@pytest.mark.parametrize("name", ["sealog.uid", "sealog.index", "sealog.entities"])
@pytest.mark.parametrize("value", ["aaaaaaaaaaaaa-1", ["aaaaaaaaaaaaa"], ["person"], 5, {"a": 1}])
def test_the_applications_own_never_replaces_ours(name: str, value: Any, application: Application) -> None:
    application.log.info("order of %s", MAIL, extra={name: value})
    (record,) = application.records
    assert record.attributes["sealog.uid"] not in ("aaaaaaaaaaaaa-1", value)
    assert record.attributes["sealog.entities"] == ("email_address",)
    assert "sealog.index" not in record.attributes
    assert f"application.{name}" in record.attributes


@pytest.mark.parametrize("value", ["key", 5, ["a", 1]])
def test_a_data_key_that_is_none_does_not_stand_among_ours(value: Any, application: Application) -> None:
    application.log.info("order of %s", MAIL, extra={"sealog.key": value})
    (record,) = application.records
    assert record.body == "order of [masked:email_address]"
    assert "sealog.key" not in record.attributes
    assert "application.sealog.key" in record.attributes


def test_nor_does_one_that_a_later_processor_writes(application: Application) -> None:
    class Later(SimpleLogRecordProcessor):
        def on_emit(self, log_record: Any) -> None:
            log_record.log_record.attributes["sealog.uid"] = "aaaaaaaaaaaaa-1"
            super().on_emit(log_record)

    exporter = InMemoryLogRecordExporter()
    application.provider.add_log_record_processor(Later(exporter))
    application.log.info("order")
    (finished,) = exporter.get_finished_logs()
    attributes = finished.log_record.attributes
    assert attributes is not None
    assert attributes["sealog.uid"] != "aaaaaaaaaaaaa-1"
    assert attributes["application.sealog.uid"] == "aaaaaaaaaaaaa-1"


def test_named_arguments_keep_what_the_handler_sealed(application: Application) -> None:
    application.log.info("in as %(password)s", {"password": "hunter2"}, extra={"sealog.entities": ["person"]})
    (record,) = application.records
    assert record.body == "in as [masked:password]"
    assert record.attributes["sealog.entities"] == ("password",)
    assert record.attributes["application.sealog.entities"] == ("person",)


def test_spans_take_the_same_values(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("SEALOG_MODE", "mask")
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    install_spans(provider)
    with provider.get_tracer("test").start_as_current_span("order") as span:
        for name, make in BAD.items():
            span.set_attribute(name, make())
        span.set_attribute("bytes", bytearray(MAIL.encode()))  # type: ignore[arg-type]  # what applications do
        span.set_attribute("set", {MAIL})  # type: ignore[arg-type]  # same
        span.set_attribute("sealog.index", ["aaaaaaaaaaaaa"])
        span.add_event("event", {"itself": itself(dict)})
    (ended,) = exporter.get_finished_spans()
    attributes = dict(ended.attributes or {})
    assert {*BAD, "bytes", "set"} <= {*attributes}
    assert attributes["bytes"] == b"[masked:email_address]"
    assert attributes["set"] == ("[masked:email_address]",)
    assert attributes["application.sealog.index"] == ("aaaaaaaaaaaaa",)
    assert "sealog.index" not in attributes
    assert MAIL not in str(attributes)
    assert capfd.readouterr().err == ""


class Framework(logging.LogRecord):
    """A record on which a framework puts attributes of its own before the usual ones."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self.early = bytearray(b"early")
        super().__init__(*arguments, **named)


def test_attributes_that_stand_before_the_usual_ones_become_plain_too() -> None:
    record = Framework("app", logging.INFO, "file", 1, "message", (), None)
    record.late = bytearray(b"late")
    given = vars(with_plain_extras(record))
    assert (given["early"], given["late"]) == (b"early", b"late")
