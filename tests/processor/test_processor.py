"""The sealing processor: every place of a record, nothing twice, nothing raised, nothing in the clear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

from sealog.correlate.uid import UidSource
from sealog.crypto.spelling import find_sealed_values
from sealog.detect.engine.scanner import default_scanner
from sealog.instrumentation.providers.otel_internals import chain
from sealog.keys.sealer import Sealer
from sealog.processor.processor import SealingProcessor
from sealog.processor.values.walk import MAX_DEPTH, TOO_DEEP
from support import Records, gatekeeper, keyring, processor, texts_in

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "alice@example.com"
KEYS = keyring()


def all_text(record: Any) -> str:
    return "\n".join(texts_in([record.body, dict(record.attributes), record.event_name]))


@pytest.fixture
def records() -> Records:
    return Records(processor(KEYS))


@pytest.mark.parametrize(
    ("body", "attributes"),
    [
        (f"mail from {EMAIL}", None),
        ({"user": {"email": EMAIL}}, None),
        ({EMAIL: 3}, None),
        (["a", ("b", EMAIL)], None),
        (EMAIL.encode(), None),
        (b"\xff\xfe " + EMAIL.encode(), None),
        ("x", {"user.email": EMAIL}),
        ("x", {"extra": {"deep": [{"er": EMAIL}]}}),
        ("x", {"emails": [EMAIL, "none"]}),
        ("x", {EMAIL: "as a key"}),
        ("x", {"card": 4111111111111111, "mail": EMAIL}),
        ("x", {"password": EMAIL}),
        ("x", {"db": {"password": {"old": EMAIL, "new": 12345}}}),
        ("x", {"http.request.header.authorization": [EMAIL]}),
        ("x", {"exception.message": EMAIL, "exception.stacktrace": f"Traceback\n  ValueError: {EMAIL}\n"}),
    ],
)
def test_a_value_is_sealed_wherever_it_stands_and_opens_again(
    records: Records, tmp_path: Path, body: Any, attributes: Any
) -> None:
    record = records.emit(body, attributes)
    text = all_text(record)
    assert EMAIL not in text
    assert "41111111" not in text
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    opened = keeper.open_text(text, [record.attributes["sealog.key"]])
    assert EMAIL in opened.text
    assert opened.unopened == 0


def test_an_exception_is_sealed_in_message_and_stack_trace(records: Records) -> None:
    try:
        raise ValueError(f"no account for {EMAIL}")
    except ValueError as error:
        record = records.emit("it failed", exception=error)
    assert set(record.attributes) >= {"exception.message", "exception.stacktrace"}
    assert EMAIL not in all_text(record)
    assert record.attributes["sealog.entities"] == ("email_address",)


def test_an_event_name_is_sealed(records: Records) -> None:
    assert EMAIL not in records.emit("x", event_name=f"login {EMAIL}").event_name


def test_a_record_with_no_finding_keeps_its_body_and_attributes(records: Records) -> None:
    body = {"a": [1, 2.5, True, None, "text"]}
    record = records.emit(body, {"count": 3, "list": [1, 2], "flag": False})
    assert record.body is body
    assert dict(record.attributes) == {
        "count": 3,
        "list": (1, 2),
        "flag": False,
        "sealog.uid": record.attributes["sealog.uid"],
    }


def test_a_sealed_record_carries_key_entities_and_indexes_and_nothing_else(records: Records) -> None:
    record = records.emit(f"{EMAIL} paid with 4111 1111 1111 1111", {"order": 7})
    assert set(record.attributes) == {"order", "sealog.uid", "sealog.key", "sealog.entities", "sealog.index"}
    assert record.attributes["sealog.entities"] == ("credit_card", "email_address")
    (index,) = record.attributes["sealog.index"]
    assert f"~email_address~{index}~" in record.body
    assert "~credit_card~0~" in record.body


def test_equal_emails_have_equal_indexes_whatever_their_spelling(records: Records) -> None:
    one, two = records.emit("Alice@Example.COM"), records.emit(EMAIL)
    assert one.attributes["sealog.index"] == two.attributes["sealog.index"]


def test_sealing_twice_changes_nothing() -> None:
    """Also with another process's keys, as in a gateway behind the application."""
    first = Records(processor(KEYS)).emit(f"mail {EMAIL}~x", {"password": "hunter2", "n": [EMAIL]})
    second = Records(processor(keyring())).emit(first.body, dict(first.attributes))
    assert second.body == first.body
    assert dict(second.attributes) == dict(first.attributes)


def test_uids_of_a_process_share_a_stream_and_count(records: Records) -> None:
    stream, _, seq = records.emit("a").attributes["sealog.uid"].rpartition("-")
    assert records.emit("b").attributes["sealog.uid"] == f"{stream}-{int(seq) + 1}"


def test_without_keys_values_are_masked() -> None:
    record = Records(processor(None)).emit(f"mail {EMAIL}", {"password": "hunter2"})
    assert record.body == "mail [masked:email_address]"
    assert record.attributes["password"] == "[masked:password]"
    assert "sealog.key" not in record.attributes
    assert record.attributes["sealog.entities"] == ("email_address", "password")


def test_a_value_that_can_not_be_sealed_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    def broken(_: int) -> bytes:
        raise OSError("no randomness")

    sealer = Sealer(KEYS.bundle())
    sealer._random = broken
    record = Records(SealingProcessor(default_scanner(), sealer, UidSource())).emit(f"mail {EMAIL}")
    assert record.body == "mail [masked:email_address]"
    assert EMAIL not in capsys.readouterr().err


def test_a_record_that_breaks_the_processor_is_blacked_out_and_nothing_is_raised(
    capsys: pytest.CaptureFixture[str],
) -> None:
    class Hostile(dict[str, Any]):
        def items(self) -> Any:
            raise RuntimeError(EMAIL)

    record = Records(processor(KEYS)).emit(Hostile(), {"mail": EMAIL})
    assert record.body == "[masked:unknown]"
    assert EMAIL not in all_text(record)
    assert EMAIL not in capsys.readouterr().err


def test_a_cycle_ends(records: Records) -> None:
    cycle: list[Any] = [EMAIL]
    cycle.append(cycle)
    record = records.emit(cycle)
    text = repr(record.body)
    assert EMAIL not in text
    assert TOO_DEEP in text
    assert text.count("[") <= MAX_DEPTH + 2


def test_objects_that_otlp_does_not_know_become_sealed_text(records: Records) -> None:
    class Customer:
        def __str__(self) -> str:
            return f"Customer({EMAIL})"

    class Silent:
        def __str__(self) -> str:
            raise RuntimeError(EMAIL)

    record = records.emit({"who": Customer(), "all": {EMAIL}, "silent": Silent()})
    assert EMAIL not in repr(record.body)
    assert record.body["who"].startswith("Customer(seal1~email_address~")
    assert record.body["silent"] == "[Silent]"


def test_opentelemetrys_limits_do_not_cut_a_sealed_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT", "40")
    monkeypatch.setenv("OTEL_ATTRIBUTE_COUNT_LIMIT", "2")
    exporter = InMemoryLogRecordExporter()
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    chain.prepend(provider, processor(KEYS))
    provider.get_logger("test").emit(body="x", attributes={"mail": EMAIL, "other": "y"})
    attributes = exporter.get_finished_logs()[0].log_record.attributes or {}
    assert set(attributes) == {"mail", "other", "sealog.uid", "sealog.key", "sealog.entities", "sealog.index"}
    opened = gatekeeper(KEYS, tmp_path / "a.jsonl").open_text(str(attributes["mail"]), [str(attributes["sealog.key"])])
    assert opened.text == EMAIL


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.just(EMAIL),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(anything, st.dictionaries(st.text(min_size=1), anything, max_size=3))
def test_whatever_is_logged_nothing_is_raised_and_the_email_is_gone(body: Any, attributes: dict[str, Any]) -> None:
    record = Records(processor(KEYS)).emit(body, attributes)
    assert EMAIL not in all_text(record)


def test_findings_of_one_text_are_never_taken_for_anothers(records: Records, tmp_path: Path) -> None:
    """The texts of a record are scanned as one; each must get its own findings back."""
    body = {"a": "no", "b": [f"1 {EMAIL}", b"none", 10**12, f"{EMAIL} 2"], "c": {"d": "203.0.113.9", "e": ""}}
    record = records.emit(body, {"x": "no", "y": f"<{EMAIL}>"})
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    opened = keeper.open_text(
        json.dumps([record.body, record.attributes["y"]], default=repr), [record.attributes["sealog.key"]]
    )
    assert opened.text == json.dumps([body, f"<{EMAIL}>"], default=repr)
    assert len(list(find_sealed_values(all_text(record)))) == 4


def test_attributes_that_tie_a_record_to_its_trace_and_service_are_left(records: Records) -> None:
    left = {"trace_id": "4111111111111111", "service.name": "a@example.com", "telemetry.sdk.name": "b@example.com"}
    record = records.emit("x", left)
    assert {key: record.attributes[key] for key in left} == left
    assert "sealog.key" not in record.attributes


def test_what_is_left_at_the_top_is_sealed_below_a_key_that_is_sealed(records: Records) -> None:
    record = records.emit(
        {"password": {"trace_id": "hunter2"}, "list": [{"service.name": EMAIL}]}, {"trace_id": [EMAIL]}
    )
    assert "hunter2" not in all_text(record)
    assert EMAIL not in all_text(record)


def test_names_are_sealed_by_their_key(records: Records, tmp_path: Path) -> None:
    record = records.emit(
        {"customer": {"firstName": "Adalberta", "n": 1}}, {"user.full_name": "Adalberta Lovelace", "file.name": "a"}
    )
    assert "Adalberta" not in all_text(record)
    assert record.attributes["file.name"] == "a"
    assert record.attributes["sealog.entities"] == ("person",)
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    opened = keeper.open_text(record.attributes["user.full_name"], [record.attributes["sealog.key"]])
    assert opened.text == "Adalberta Lovelace"


class Changing:
    """A value that gives another text each time, and another number of items."""

    def __init__(self) -> None:
        self.asked = 0

    def __str__(self) -> str:
        self.asked += 1
        return EMAIL if self.asked % 2 else "clean"


class Growing(dict[str, Any]):
    """A mapping that has one entry more each time it is read, as another thread may add them."""

    def items(self) -> Any:
        self[f"entry {len(self)}"] = "clean"
        return dict(self).items()


@pytest.mark.parametrize("body", [{"changing": Changing()}, [Changing(), "clean"], {"growing": Growing(a="clean")}])
def test_a_value_that_changes_while_it_is_looked_at_moves_no_finding(records: Records, body: Any) -> None:
    record = records.emit([body, f"to {EMAIL}", "clean"])
    assert EMAIL not in all_text(record)
    assert record.body[1].startswith("to seal1~")
    assert record.body[2] == "clean"
