"""The processor and its sender in one process: the endpoint's answer decides when a record leaves, never whether."""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider

from delivery.endpoints import Reply, endpoint
from sealog import notices
from sealog.delivery.spooled.processor import DurableProcessor
from sealog.delivery.spooled.spool_delivery import DeliveryConfig, SpoolDelivery
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint
from sealog.spool.record import NO_CONTEXT
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


class Application:
    """A logger provider whose only processor spools."""

    def __init__(self, folder: Path, url: str, limit: int = 1 << 30) -> None:
        to = Endpoint("http/protobuf", url + "/v1/logs")
        self.processor = DurableProcessor(folder, lambda: connect(to), limit=limit, durable=False, exit_seconds=2.0)
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self.provider.add_log_record_processor(self.processor)
        self._logger = self.provider.get_logger("app")

    def log(self, *bodies: str, severity: SeverityNumber = SeverityNumber.INFO) -> None:
        for body in bodies:
            self._logger.emit(body=body, severity_number=severity)


@contextmanager
def application(folder: Path, url: str, **options: int) -> Iterator[Application]:
    running = Application(folder, url, **options)
    try:
        yield running
    finally:
        running.provider.shutdown()
        time.sleep(0.05)  # its threads close their connections


def some(count: int) -> list[str]:
    return [f"record {number}" for number in range(count)]


def scripted(*first: Reply) -> Callable[[list[Any]], Reply]:
    replies = list(first)
    return lambda _: replies.pop(0) if replies else Reply()


def spooled(folder: Path) -> list[bytes]:
    spool = Spool(DiskFiles(folder), damaged=lambda *_: None)
    batch = spool.take(1 << 20, 1000)
    spool.close()
    return [] if batch is None else [record.data for record in batch.records]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 404, 401])
def test_after_a_refusal_that_can_pass_everything_arrives_once_and_in_order(tmp_path: Path, status: int) -> None:
    with endpoint(scripted(*[Reply(status)] * 2)) as up, application(tmp_path, up.url) as app:
        app.log(*some(100))
        up.wait_for(100)
    assert up.bodies == some(100)


def test_retry_after_is_waited_for(tmp_path: Path) -> None:
    with endpoint(scripted(Reply(503, {"Retry-After": "1"}))) as up, application(tmp_path, up.url) as app:
        app.log("late")
        up.wait_for(1)
    assert up.asked[1] - up.asked[0] >= 1.0


def test_a_record_that_is_refused_for_good_is_kept_and_holds_nobody_up(tmp_path: Path) -> None:
    def reply(records: list[Any]) -> Reply:
        return Reply(400 if any(record.body.string_value == "record 7" for record in records) else 200)

    with endpoint(reply) as up, application(tmp_path, up.url) as app:
        app.log(*some(20))
        assert app.provider.force_flush(60_000)
    assert sorted(up.bodies) == sorted(set(some(20)) - {"record 7"})
    (folder,) = (tmp_path / "refused").iterdir()
    (refused,) = spooled(folder)
    assert b"record 7" in refused


def test_a_record_that_the_endpoint_breaks_over_holds_nobody_up_for_ever(tmp_path: Path) -> None:
    def reply(records: list[Any]) -> Reply:
        return Reply(500 if any(record.body.string_value == "poison" for record in records) else 200)

    with endpoint(reply) as up, application(tmp_path, up.url) as app:
        app.log("poison")
        deadline = time.monotonic() + 60
        while not (tmp_path / "refused").exists():
            app.log("good")
            time.sleep(0.05)
            assert time.monotonic() < deadline
        assert app.provider.force_flush(60_000)
    assert set(up.bodies) == {"good"}
    (folder,) = (tmp_path / "refused").iterdir()
    (refused,) = spooled(folder)
    assert b"poison" in refused


def test_an_endpoint_that_breaks_over_everything_is_given_no_record_up_for(tmp_path: Path) -> None:
    with endpoint(scripted(*[Reply(500)] * 4)) as up, application(tmp_path, up.url) as app:
        app.log(*some(100))
        up.wait_for(100)
    assert up.bodies == some(100)
    assert not (tmp_path / "refused").exists()


def test_several_requests_are_under_way_when_the_endpoint_is_slow(tmp_path: Path) -> None:
    with endpoint(lambda _: Reply(delay=0.2)) as up, application(tmp_path, up.url) as app:
        app.log(*["x" * 10_000] * 1500)
        up.wait_for(1500)
    assert up.most_at_once >= 2


def test_flush_waits_for_the_answer_and_tells_of_failure(tmp_path: Path) -> None:
    with endpoint(lambda _: Reply(delay=0.3)) as up, application(tmp_path, up.url) as app:
        app.log("one")
        assert app.provider.force_flush(60_000)
        assert up.bodies == ["one"]
        up.reply = lambda _: Reply(503)
        app.log("two")
        assert not app.provider.force_flush(200)
        up.reply = lambda _: Reply()
        assert app.provider.force_flush(60_000)


def test_what_is_logged_after_shutdown_waits_for_a_successor(tmp_path: Path) -> None:
    with endpoint() as up:
        with application(tmp_path, up.url) as app:
            app.log("before")
            app.provider.shutdown()
            up.reply = lambda _: Reply(503)
            app.processor.on_emit(_record(app, "after"))
            app.processor.shutdown()
        up.reply = lambda _: Reply()
        with application(tmp_path, up.url) as successor:
            successor.processor.start()
            up.wait_for(2)
    assert up.bodies == ["before", "after"]


def test_a_full_spool_keeps_errors_and_says_how_many_records_it_dropped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with endpoint(lambda _: Reply(503)) as up, application(tmp_path, up.url, limit=100_000) as app:
        app.log(*["x" * 1000] * 200)
        app.log("it broke", severity=SeverityNumber.ERROR)
        kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*.seg"))
        assert b"it broke" in kept
        assert len(kept) < 100_000
    said = capsys.readouterr().err
    dropped = 200 - kept.count(b"x" * 1000)
    assert f"sealog: {dropped} records found no room and were dropped" in said
    assert "the spool is nearly full" in said


def test_damage_is_set_aside_and_the_rest_is_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with endpoint(lambda _: Reply(503)) as up, application(tmp_path, up.url) as app:
        app.log(*some(10))
    (segment,) = tmp_path.rglob("*.seg")
    data = bytearray(segment.read_bytes())
    data[data.index(b"record 4")] ^= 1
    segment.write_bytes(data)
    with endpoint() as up, application(tmp_path, up.url) as successor:
        successor.processor.start()
        up.wait_for(9)
    assert up.bodies == [body for body in some(10) if body != "record 4"]
    (damaged,) = (tmp_path / "damaged").iterdir()
    assert b"secord 4" in damaged.read_bytes()
    assert "damaged bytes" in capsys.readouterr().err


@pytest.mark.parametrize("jump", [-1e9, 1e9])
def test_a_clock_that_jumps_delays_and_loses_nothing(tmp_path: Path, jump: float) -> None:
    moved = 0.0

    def clock() -> float:
        return time.monotonic() + moved

    with endpoint(scripted(Reply(503))) as up:
        outgoing = SpoolDelivery(
            DeliveryConfig(
                root=tmp_path,
                limit=1 << 30,
                durable=False,
                process=os.getpid(),
                transport=connect(Endpoint("http/protobuf", up.url + "/v1/logs")),
                clock=clock,
                chance=random.random,
                random=os.urandom,
            )
        )
        outgoing.keep(NO_CONTEXT, b"\x10\x09", 9)
        time.sleep(0.1)
        moved = jump
        outgoing.keep(NO_CONTEXT, b"\x10\x0a", 9)
        assert outgoing.flush(60.0)
        outgoing.close(2.0)
        time.sleep(0.05)
    assert sorted(record.severity_number for record in up.records) == [9, 10]


def _record(app: Application, body: str) -> Any:
    """A record as the SDK hands it to processors."""
    caught: list[Any] = []

    class Catching(DurableProcessor):
        def __init__(self) -> None:
            pass

        def on_emit(self, log_record: Any) -> None:
            caught.append(log_record)

        def shutdown(self) -> None:
            pass

    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(Catching())
    provider.get_logger("late").emit(body=body)
    assert app.processor is not None
    return caught[0]
