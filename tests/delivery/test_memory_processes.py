"""Applications under `opentelemetry-instrument` with no disk: what they log arrives, whatever ends them but a kill."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest

from delivery.endpoints import Reply, endpoint, records_in
from delivery.test_processes import app, closed_port, expected, orders
from delivery.transports.certificates import Authority
from delivery.transports.test_transports import grpc_server

pytestmark = pytest.mark.process

NO_SPOOL = {"SEALOG_SPOOL_DIR": ""}
HERE = Path()


def test_of_a_burst_of_100000_records_none_is_lost() -> None:
    received: list[Any] = []

    def export(request: bytes, _: Any) -> bytes:
        received.extend(records_in(request))
        return b""

    with grpc_server(export) as url, app(url, HERE, OTEL_EXPORTER_OTLP_PROTOCOL="grpc", **NO_SPOOL) as first:
        first.tell("log 0 100000")
        status, said = first.end()
    assert status == 0, said
    assert sorted(record.body.string_value for record in received) == sorted(expected(100_000))


def test_a_burst_on_a_slow_endpoint_arrives_whole() -> None:
    with endpoint(lambda _: Reply(delay=0.2)) as slow, app(slow.url, HERE, **NO_SPOOL) as first:
        first.tell("log 0 5000")
        status, said = first.end()
    assert status == 0, said
    assert set(orders(slow)) == set(expected(5000))


def test_sigterm_without_a_handler_still_ends_it_and_loses_nothing() -> None:
    with endpoint() as up, app(up.url, HERE, **NO_SPOOL) as first:
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(60) == -signal.SIGTERM
        assert orders(up) == expected(300)


def test_with_the_endpoint_down_it_ends_and_tells_what_was_lost() -> None:
    with app(closed_port(), HERE, SEALOG_EXIT_SECONDS="1", **NO_SPOOL) as first:
        first.tell("log 0 5000")
        status, said = first.end()
    assert status == 0
    assert said.count("5000 records were not taken before the process ended") == 1


def test_a_forked_childs_records_arrive() -> None:
    with endpoint() as up, app(up.url, HERE, **NO_SPOOL) as parent:
        parent.tell("log 0 10")
        parent.tell("fork 10 300")
        parent.tell("log 310 10")
        status, said = parent.end()
    assert status == 0, said
    assert sorted(orders(up)) == sorted(expected(320))
    assert len({uid.split("-")[0] for uid in up.uids()}) == 2


def test_an_endpoint_that_comes_back_gets_everything_without_a_restart() -> None:
    down = closed_port()
    with app(down, HERE, **NO_SPOOL) as first:
        first.tell("log 0 500")
        with endpoint(port=int(down.rpartition(":")[2])) as up:
            up.wait_for(500)
            first.end()
    assert orders(up) == expected(500)


def test_certificate_headers_and_compression_of_the_environment_are_used_where_memory_is_chosen(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    environ = {
        "SEALOG_DURABILITY": "memory",
        "OTEL_EXPORTER_OTLP_CERTIFICATE": str(authority.file),
        "OTEL_EXPORTER_OTLP_HEADERS": "x-team=shop",
        "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
    }
    with (
        endpoint(tls=authority.serving(authority.give("server"))) as up,
        app(up.url, HERE, **environ, **NO_SPOOL) as first,
    ):
        first.tell("log 0 300")
        status, said = first.end()
    assert (status, orders(up)) == (0, expected(300)), said
    for headers in up.headers:
        assert (headers["user-agent"], headers["x-team"], headers["content-encoding"]) == ("sealog", "shop", "gzip")


def test_an_answer_is_awaited_as_long_as_the_environment_says() -> None:
    replies = [Reply(delay=3.0)]
    environ = {"OTEL_EXPORTER_OTLP_TIMEOUT": "0.2"}
    with (
        endpoint(lambda _: replies.pop() if replies else Reply()) as up,
        app(up.url, HERE, **environ, **NO_SPOOL) as first,
    ):
        first.tell("log 0 10")
        _, said = first.end()
    assert "sealog: log records could not be delivered (TimeoutError)" in said
    assert orders(up)[:10] == expected(10), "sent again before the first answer came"


def test_with_a_fallback_file_opentelemetrys_exporter_stays(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    environ = {
        "SEALOG_FALLBACK_FILE": str(kept),
        "OTEL_EXPORTER_OTLP_TIMEOUT": "1",
        "SEALOG_EXIT_SECONDS": "2",
        **NO_SPOOL,
    }
    with app(closed_port(), HERE, **environ) as first:
        first.tell("log 0 10")
        first.end()
    assert kept.read_text().count("order ") == 10
