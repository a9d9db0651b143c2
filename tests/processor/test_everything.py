"""Everything that carries a value, and everything that could cost a neighbour its export."""

from __future__ import annotations

import decimal
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.resources import Resource

from sealog.correlate.uid import UidSource
from sealog.detect.engine.scanner import default_scanner
from sealog.instrumentation.providers.otel_internals import chain, limits
from sealog.keys.sealer import Sealer
from sealog.processor.processor import SealingProcessor
from sealog.processor.sealing import Sealing
from support import keyring, texts_in

EMAIL = "whole@example.com"
KEYS = keyring()


class Exported:
    """A provider with the processor in front, and the OTLP request of all that it exported."""

    def __init__(self, *, max_text: int = 100_000, **resource: str) -> None:
        self._exporter = InMemoryLogRecordExporter()
        self.provider = LoggerProvider(resource=Resource(dict(resource)), shutdown_on_exit=False)
        self.provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        sealing = Sealing(default_scanner(), Sealer(KEYS.bundle()), max_text)
        chain.prepend(
            self.provider,
            SealingProcessor(
                sealing.scanner,
                sealing.sealer,
                UidSource(),
                sealing=sealing,
                max_value=limits.lift_log_limit(self.provider),
            ),
        )

    def emit(self, body: Any = "x", *, logger: str = "test", **rest: Any) -> Any:
        self.provider.get_logger(logger).emit(body=body, **rest)
        return self.records()[-1]

    def finished(self) -> Any:
        return self._exporter.get_finished_logs()

    def records(self) -> list[Any]:
        return [finished.log_record for finished in self.finished()]

    def request(self) -> Any:
        return encode_logs(self.finished())


def test_a_loggers_name_is_sealed_and_stays_one_scope() -> None:
    exported = Exported()
    for _ in range(2):
        exported.emit(logger=f"user.{EMAIL}")
    (resource,) = exported.request().resource_logs
    (scope,) = resource.scope_logs
    assert EMAIL not in scope.scope.name
    assert "seal1k~email_address~" in scope.scope.name
    assert len(scope.log_records) == 2


def test_a_resource_is_sealed_and_its_other_attributes_stay() -> None:
    exported = Exported(**{"service.name": "shop", "process.command_args": f"--user {EMAIL}"})
    exported.emit()
    text = str(exported.request())
    assert EMAIL not in text
    assert "shop" in text


def test_notes_and_chained_causes_of_an_exception_are_sealed() -> None:
    exported = Exported()
    try:
        try:
            raise ValueError(f"first {EMAIL}")
        except ValueError as cause:
            error = KeyError("second", EMAIL)
            error.__notes__ = [f"a note on {EMAIL}"]
            raise error from cause
    except KeyError as error:
        record = exported.emit(exception=error)
    trace = record.attributes["exception.stacktrace"]
    assert EMAIL not in str(exported.request())
    assert trace.count("seal1~email_address~") >= 2
    assert "ValueError: first seal1~" in trace


def test_log_arguments_and_extras_are_sealed() -> None:
    exported = Exported()
    log = logging.getLogger("test_log_arguments")
    log.addHandler(LoggingHandler(logger_provider=exported.provider))
    log.error("user %s, all %r", EMAIL, {"mail": EMAIL}, extra={"nested": {"mail": [EMAIL]}})
    assert EMAIL not in str(exported.request())


def test_a_severity_text_is_sealed() -> None:
    assert EMAIL not in Exported().emit(severity_text=f"LEVEL {EMAIL}").severity_text


def test_an_attribute_that_only_has_our_name_is_sealed() -> None:
    exported = Exported()
    exported.emit(
        attributes={
            "sealog.uid": EMAIL,
            "sealog.key": EMAIL,
            "sealog.index": [EMAIL],
            "sealog.entities": 4111111111111111,
        }
    )
    text = str(exported.request())
    assert EMAIL not in text
    assert "4111111111111111" not in text


class Loud:
    def __str__(self) -> str:
        raise RuntimeError(EMAIL)


PILLS: list[Any] = [
    "lone \udc80 surrogate",
    {"\ud800": "\udfff"},
    1 << 64,
    -(1 << 63) - 1,
    10**5000,
    {EMAIL, "b"},
    frozenset([1]),
    decimal.Decimal("1.5"),
    object(),
    Loud(),
    {Loud(): 1},
    {1: {2.5: None}},
    bytearray(b"bytes"),
    memoryview(b"view"),
    [[1 << 70]],
    range(3),
    complex(1, 2),
    {"a": {"deep": "\udc80", "mail": EMAIL}},
]


@pytest.mark.parametrize("pill", PILLS, ids=lambda pill: type(pill).__name__)
def test_a_body_that_otlp_can_not_encode_costs_no_neighbour(pill: Any) -> None:
    exported = Exported()
    exported.emit("before")
    exported.emit(pill)
    exported.emit("behind")
    ((scope,),) = [resource.scope_logs for resource in exported.request().resource_logs]
    assert [record.body.string_value for record in (scope.log_records[0], scope.log_records[2])] == ["before", "behind"]
    assert len(scope.log_records) == 3
    assert scope.log_records[1].body.WhichOneof("value") is not None
    assert EMAIL not in str(scope)


@pytest.mark.parametrize("name", [5, b"bytes", ("a", EMAIL), "\udc80"])
def test_an_event_name_that_is_no_text_becomes_one(name: Any) -> None:
    exported = Exported()
    exported.emit(event_name=name)
    text = str(exported.request())
    assert "event_name" in text
    assert EMAIL not in text


@pytest.mark.parametrize("level", [5, "\udc80", ["INFO"]])
def test_a_severity_text_that_is_no_text_costs_no_neighbour(level: Any) -> None:
    exported = Exported()
    exported.emit(severity_text=level)
    assert len(exported.request().resource_logs) == 1


def test_a_lone_surrogate_is_spelled_out() -> None:
    assert Exported().emit("a\udc80b").body == "a\\udc80b"


def test_a_huge_text_is_cut_and_says_by_how_much() -> None:
    record = Exported(max_text=5000).emit("word " * 10_000)
    assert len(record.body) < 5100
    assert record.body == f"{'word ' * 500}[sealog: 45000 more characters] {'word ' * 500}"


def test_a_cut_never_divides_a_value() -> None:
    for before in range(4980, 5005):
        record = Exported(max_text=5000).emit("x" * (before - 1) + " " + EMAIL + " end" * 10)
        text = "\n".join(texts_in([record.body, dict(record.attributes)]))
        assert "whole" not in text
        assert "@" not in text


def test_a_huge_list_is_cut_and_says_by_how_much() -> None:
    record = Exported().emit(list(range(30_000)))
    assert len(record.body) == 10_001
    assert record.body[-1] == "[sealog: 20000 more items]"


def test_all_texts_of_a_record_share_one_bound() -> None:
    record = Exported(max_text=5000).emit(
        {str(n): f"text {n} " * 100 for n in range(100)}, attributes={"a": "b" * 9000}
    )
    assert sum(len(text) for text in texts_in([record.body, dict(record.attributes)])) < 5000 + 300 * 40


def test_opentelemetrys_length_limit_is_applied_around_sealed_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT", "50")
    exported = Exported()
    record = exported.emit(attributes={"long": "y" * 45 + " " + EMAIL, "mail": EMAIL, "list": ["z" * 60]})
    assert "whole" not in record.attributes["long"]
    assert record.attributes["long"].startswith("y" * 45)
    assert record.attributes["mail"].startswith("seal1~email_address~")
    assert record.attributes["list"][0].startswith("z" * 50 + "[sealog: 10 more")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.text(st.sampled_from("a@.\ud800\udfff"))
    | st.binary()
    | st.binary().map(bytearray)
    | st.decimals()
    | st.frozensets(st.integers() | st.text())
    | st.just(EMAIL),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text() | st.integers() | st.none(), inner, max_size=3)
        | st.tuples(inner, inner)
    ),
    max_leaves=10,
)


@pytest.mark.thorough
@settings(max_examples=150, deadline=None)
@given(anything, st.dictionaries(st.text(min_size=1), anything, max_size=3), anything, anything)
def test_whatever_a_record_holds_it_can_be_encoded_and_nothing_is_in_the_clear(
    body: Any, attributes: dict[str, Any], event_name: Any, level: Any
) -> None:
    exported = Exported(max_text=300)
    record = LogRecord(body=body, attributes=attributes, event_name=event_name, severity_text=level)
    exported.provider.get_logger("test").emit(record)
    request = exported.request()
    assert len(request.resource_logs) == 1
    assert EMAIL not in str(request)
