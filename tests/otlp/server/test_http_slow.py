"""Clients of OTLP over HTTP that are slow, or too many: nobody else waits for them."""

from __future__ import annotations

import contextlib
import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from sealog_exporters.otlp import Limits
from sealog_exporters.otlp.errors import Overloaded
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.room import sender_of

if TYPE_CHECKING:
    from conftest import Running, StartReceiver

RECORD = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "hello"}}]}]}]}
SLOW = b"POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"


def connect(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.receiver.http_port or 0), timeout=60)


def test_slow_bodies_hold_no_place_of_others(start: StartReceiver) -> None:
    running = start()
    with contextlib.ExitStack() as held:
        for _ in range(80):
            held.enter_context(connect(running)).sendall(SLOW)
        running.wait_for_bodies(80)
        for _ in range(5):
            assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).status_code == 200


@pytest.mark.parametrize("connections", [4, 1000])
def test_more_slow_bodies_than_there_is_room_for_push_out_one_another(start: StartReceiver, connections: int) -> None:
    running = start(limits=Limits(bodies=3, connections=connections))
    with contextlib.ExitStack() as held:
        slow = [held.enter_context(connect(running)) for _ in range(3)]
        for number, one in enumerate(slow, 1):
            one.sendall(SLOW)
            running.wait_for_bodies(number)
        assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).status_code == 200
        answer = slow[0].recv(4096)
    assert answer.startswith(b"HTTP/1.1 429")
    assert b"retry-after: 1" in answer


def test_bodies_on_their_way_are_bounded_together(start: StartReceiver) -> None:
    running = start(limits=Limits(held_bytes=200_000))
    with contextlib.ExitStack() as held:
        slow = [held.enter_context(connect(running)) for _ in range(3)]
        for one in slow:
            one.sendall(SLOW.replace(b": 9", b": 150000") + b"x" * 120_000)
        answers = [one.recv(4096) for one in slow[:2]]
        assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).status_code == 200
    assert all(answer.startswith(b"HTTP/1.1 429") for answer in answers)


def test_a_body_in_very_many_pieces_is_refused(start: StartReceiver) -> None:
    running = start(limits=Limits(chunks=100))
    with connect(running) as client:
        client.sendall(SLOW.replace(b"Content-Length: 9", b"Transfer-Encoding: chunked") + b"1\r\nx\r\n" * 101)
        assert client.recv(4096).startswith(b"HTTP/1.1 400")
    assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).is_success


def test_one_sender_alone_has_half_of_the_places() -> None:
    places = Places(4)
    with places.admitted("a"), places.admitted("a"):
        with pytest.raises(Overloaded), places.admitted("a"):
            pass
        with places.admitted("b"):
            pass


@pytest.mark.parametrize(
    ("host", "sender"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("a.sock", "a.sock"),
    ],
)
def test_a_sender_is_an_address_or_a_network_of_ipv6(host: str, sender: str) -> None:
    assert sender_of(host) == sender


def test_slow_headers_end_the_connection(start: StartReceiver) -> None:
    running = start(limits=Limits(header_s=0.2))
    with connect(running) as slow:
        slow.sendall(b"POST /v1/logs HTTP/1.1\r\nHos")
        assert _closed(slow)


def test_a_trickle_of_headers_ends_the_connection(start: StartReceiver) -> None:
    running = start(limits=Limits(header_s=0.2))
    with connect(running) as slow:
        assert _closes_while_sending(slow, b"x")


def test_slow_headers_of_a_second_request_end_the_connection(start: StartReceiver) -> None:
    running = start(limits=Limits(header_s=2.0))  # the first must come in time, on a busy machine too
    with connect(running) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        _read_to(slow, b"ok\n")
        slow.sendall(b"GET /hea")
        assert _closed(slow)


def test_a_slow_body_is_refused_in_time(start: StartReceiver) -> None:
    running = start(limits=Limits(read_s=0.2))
    with connect(running) as slow:
        slow.sendall(
            b"POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"
        )
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")


def test_a_connection_over_the_cap_closes_the_one_that_waits_for_longest(start: StartReceiver) -> None:
    running = start(limits=Limits(connections=1))
    with connect(running) as first:
        first.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        _read_to(first, b"ok\n")
        with connect(running) as second:
            assert _closed(first)
            second.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert second.recv(4096).startswith(b"HTTP/1.1 200")


def _read_to(client: socket.socket, end: bytes) -> None:
    received = b""
    while not received.endswith(end):
        piece = client.recv(4096)
        assert piece, received
        received += piece


def _closed(client: socket.socket) -> bool:
    try:
        return client.recv(4096) == b""
    except ConnectionResetError:
        return True


def _closes_while_sending(client: socket.socket, piece: bytes) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            client.sendall(piece)
        except OSError:
            return True
        time.sleep(0.02)
    return False
