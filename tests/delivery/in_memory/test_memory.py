"""Delivery from memory in one process: everything logged arrives as it was, in order, and what does not is counted."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider

from delivery.endpoints import Reply, endpoint
from sealog import notices
from sealog.delivery.encoding.encode import encode_record, fields
from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.in_memory.record_queue import RecordQueue
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint
from sealog.metrics.tally import PROCESS
from sealog.spool.record import NO_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.spool.record import Batch


@pytest.fixture(autouse=True)
def _forget_what_was_said_and_counted() -> None:
    notices._said.clear()
    PROCESS.reset()


class Application:
    """A logger provider whose only processor sends from memory."""

    def __init__(self, url: str, limit: int = 1 << 26, exit_seconds: float = 2.0) -> None:
        to = Endpoint("http/protobuf", url + "/v1/logs")
        self.processor = MemoryProcessor(lambda: connect(to), limit=limit, exit_seconds=exit_seconds)
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self.provider.add_log_record_processor(self.processor)
        self.logger = self.provider.get_logger("app")

    def log(self, *bodies: Any, severity: SeverityNumber = SeverityNumber.INFO) -> None:
        for body in bodies:
            self.logger.emit(body=body, severity_number=severity)


@contextmanager
def application(url: str, **options: Any) -> Iterator[Application]:
    running = Application(url, **options)
    try:
        yield running
    finally:
        running.provider.shutdown()


def some(count: int) -> list[str]:
    return [f"record {number}" for number in range(count)]


def scripted(*first: Reply) -> Callable[[list[Any]], Reply]:
    replies = list(first)
    return lambda _: replies.pop(0) if replies else Reply()


def test_a_burst_that_outruns_the_sender_arrives_whole_and_in_order() -> None:
    with endpoint() as up, application(up.url) as app:
        app.log(*some(20_000))
        assert app.provider.force_flush(60_000)
    assert sorted(up.bodies) == sorted(some(20_000))
    assert PROCESS.snapshot()["drops"] == {}
    assert PROCESS.snapshot()["exports"] == {"delivered": 20_000}


@pytest.mark.parametrize("status", [429, 503])
def test_after_a_refusal_that_can_pass_everything_arrives_once_and_in_order(status: int) -> None:
    with endpoint(scripted(*[Reply(status)] * 2)) as up, application(up.url) as app:
        app.log(*some(100))
        up.wait_for(100)
    assert up.bodies == some(100)


def test_a_record_behind_the_end_is_sent_at_once() -> None:
    with endpoint() as up, application(up.url) as app:
        app.log("before")
        app.processor.end(5.0)
        app.log("after")
        up.wait_for(2)
        late = app.processor._late
        assert late is not None
        assert late._delivery is not None
        late._delivery.close(0.0)  # it stays open for what may still come, and the endpoint waits for its end
    assert up.bodies == ["before", "after"]
    assert PROCESS.snapshot()["drops"] == {}


def test_before_the_first_record_there_is_nothing_to_flush() -> None:
    with application("http://127.0.0.1:9") as app:
        assert app.provider.force_flush(10)
        assert app.processor.delivery() is None


def test_threads_that_log_at_once_lose_and_double_nothing() -> None:
    with endpoint() as up, application(up.url) as app:
        threads = [
            threading.Thread(target=app.log, args=[f"thread {thread} record {number}" for number in range(2000)])
            for thread in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert app.provider.force_flush(60_000)
    assert len(up.bodies) == len(set(up.bodies)) == 8000


def test_a_body_that_the_application_goes_on_changing_is_sent_as_it_was() -> None:
    with endpoint() as up, application(up.url) as app:
        body = ["before"]
        app.log(body)
        body.append("after")
        assert app.provider.force_flush(60_000)
    assert [value.string_value for value in up.records[0].body.array_value.values] == ["before"]


def test_a_record_that_the_application_uses_again_is_sent_as_it_was_each_time() -> None:
    with endpoint() as up, application(up.url) as app:
        record = LogRecord(body="first")
        app.logger.emit(record)
        record.body = "second"
        app.logger.emit(record)
        assert app.provider.force_flush(60_000)
    assert up.bodies == ["first", "second"]


def test_a_record_that_cannot_be_encoded_costs_only_itself(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint() as up, application(up.url) as app:
        app.logger.emit(LogRecord(body="broken", timestamp="yesterday"))  # type: ignore[arg-type]  # as programs do
        app.log("whole")
        assert app.provider.force_flush(60_000)
    assert up.bodies == ["whole"]
    assert PROCESS.snapshot()["drops"] == {"unencodable": 1}
    assert "a record could not be encoded and is lost" in capsys.readouterr().err


def test_what_the_endpoint_refuses_for_good_is_counted_and_holds_nobody_up() -> None:
    def reply(records: list[Any]) -> Reply:
        return Reply(400 if any(record.body.string_value == "record 7" for record in records) else 200)

    with endpoint(reply) as up, application(up.url) as app:
        app.log(*some(20))
        assert app.provider.force_flush(60_000)
    assert sorted(up.bodies) == sorted(set(some(20)) - {"record 7"})
    assert PROCESS.snapshot()["drops"] == {"refused": 1}


def test_full_memory_keeps_errors_and_counts_what_it_drops(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(lambda _: Reply(503)) as up, application(up.url, limit=4_000_000, exit_seconds=0.1) as app:
        app.log(*["x" * 1000] * 5000)
        app.log("it broke", severity=SeverityNumber.ERROR)
        up.reply = lambda _: Reply()
        assert app.provider.force_flush(60_000)
    dropped = PROCESS.snapshot()["drops"]["memory"]
    assert dropped > 0
    assert up.bodies.count("x" * 1000) == 5000 - dropped
    assert "it broke" in up.bodies
    assert "records wait in memory up to its limit" in capsys.readouterr().err


def test_what_is_not_sent_when_it_ends_is_counted_and_told(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(lambda _: Reply(503)) as up, application(up.url, exit_seconds=0.2) as app:
        app.log(*some(30))
    assert PROCESS.snapshot()["drops"] == {"exit": 30}
    said = capsys.readouterr().err
    assert "30 records were not taken before the process ended" in said
    assert "log records could not be delivered (HTTP 503)" in said


def test_that_it_delivers_again_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(scripted(Reply(503))) as up, application(up.url) as app:
        app.log("one")
        up.wait_for(1)
    assert "log records are delivered again" in capsys.readouterr().err


steps = st.lists(st.sampled_from(["keep", "keep encoded", "keep long", "take", "settle first", "settle last"]))


@given(steps)
def test_the_queue_gives_what_it_was_given_once_and_in_order_and_ends_empty(steps: list[str]) -> None:
    dropped: list[str] = []
    queue = RecordQueue(1 << 30, dropped.append)
    given, taken = [], []
    out: list[Batch] = []
    for number, step in enumerate([*steps, *["take", "settle first"] * len(steps)]):
        if step.startswith("keep"):
            record = LogRecord(body=f"{number}" * (5000 if step == "keep long" else 1))
            given.append(encode_record(record, 0))
            queue.keep(NO_CONTEXT, given[-1] if step == "keep encoded" else (*fields(record), 0), 9)
        elif step == "take":
            batch = queue.take(2000, 3)
            if batch is not None:
                taken.extend(record.data for record in batch.records)
                out.append(batch)
        elif out:
            queue.settle(out.pop(0 if step == "settle first" else -1))
        assert queue.held == len(given) - len(taken) + sum(len(batch.records) for batch in out)
        assert queue.unsettled == bool(out)
        assert queue.has_more() == (len(taken) < len(given))
    assert taken == given
    assert (dropped, queue.held, queue.waiting()) == ([], 0, 0)


def test_callers_encode_what_a_sender_that_falls_behind_leaves() -> None:
    """Two for each record that comes, so that few wait as fields, whose size is only guessed."""
    queue = RecordQueue(1 << 18, [].append)
    for number in range(300):
        queue.keep(NO_CONTEXT, (*fields(LogRecord(body=f"{number}")), 0), 9)
    assert queue.held == 300
    assert len(queue._packed) > 200


def test_a_record_that_can_not_be_encoded_does_not_end_the_batch() -> None:
    dropped: list[str] = []
    queue = RecordQueue(1 << 30, dropped.append)
    for taken in (b"first", object(), object(), b"second", object()):
        queue.keep(NO_CONTEXT, taken if isinstance(taken, bytes) else (taken,) * 12, 9)  # type: ignore[arg-type]
    batch = queue.take(1 << 20, 10)
    assert batch is not None
    assert [record.data for record in batch.records] == [b"first", b"second"]
    assert dropped == ["unencodable"] * 3
    assert not queue.has_more()
