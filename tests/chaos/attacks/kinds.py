"""The attacks. Each gives what one of its threads does again and again until the time is over."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealing.otlp_requests import log, logs

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ATTACKS", "HONEST", "PROTOBUF", "Attack"]

HONEST, ATTACKER = "127.0.0.1", "127.0.0.2"
PROTOBUF = {"Content-Type": "application/x-protobuf"}


def bombs(port: int) -> Callable[[], None]:
    """Gzip of 200 MB that says so."""
    body = gzip.compress(bytes(200 << 20), 6)
    return lambda: _post(port, body, {**PROTOBUF, "Content-Encoding": "gzip"})


def lying_bombs(port: int) -> Callable[[], None]:
    """Gzip of 200 MB that says that it is small."""
    body = gzip.compress(bytes(200 << 20), 6)[:-4] + struct.pack("<I", 1000)
    return lambda: _post(port, body, {**PROTOBUF, "Content-Encoding": "gzip"})


def dear(port: int) -> Callable[[], None]:
    """Twenty thousand findings a request."""
    texts = [" ".join(f"a{line}b{one}@mail{one}.example" for one in range(100)) for line in range(200)]
    body = logs(*(log(text) for text in texts)).SerializeToString()
    return lambda: _post(port, body, PROTOBUF)


def odd(port: int) -> Callable[[], None]:
    """Twenty thousand findings of the kinds that only the Python code judges, one a record."""
    records = (
        log(f"card 4111 1111 1111 1111 iban DE89 3704 0044 0532 0130 00 tel +49 30 9018{n:05}") for n in range(6700)
    )
    body = logs(*records).SerializeToString()
    return lambda: _post(port, body, PROTOBUF)


def flood(port: int) -> Callable[[], None]:
    """Small requests as fast as they are answered."""
    body = logs(log("hello")).SerializeToString()
    kept = threading.local()

    def send() -> None:
        if getattr(kept, "connection", None) is None:
            kept.connection = _connection(port)
        try:
            kept.connection.request("POST", "/v1/logs", body, PROTOBUF)
            kept.connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            kept.connection.close()
            kept.connection = None

    return send


def slow(port: int) -> Callable[[], None]:
    """Bodies of which a byte comes now and then."""

    def send() -> None:
        with suppress(OSError), socket.create_connection((HONEST, port), 5, (ATTACKER, 0)) as connection:
            connection.sendall(
                b"POST /v1/logs HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-protobuf\r\n"
                b"Content-Length: 100000\r\n\r\n"
            )
            for _ in range(200):
                time.sleep(0.1)
                connection.sendall(b"x")

    return send


def many_values(port: int) -> Callable[[], None]:
    """JSON of nearly 4 MiB, with as many values as are let in."""
    value = {"stringValue": "a"}
    record = {"body": value, "attributes": [{"key": f"k{n}", "value": value} for n in range(100)]}
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [record] * 800}]}]}).encode()
    return lambda: _post(port, body, {"Content-Type": "application/json"})


@dataclass(frozen=True)
class Attack:
    """What is done, and by how many threads at once."""

    make: Callable[[int], Callable[[], None]]
    threads: int
    what: str


ATTACKS = {
    "bombs": Attack(bombs, 8, "gzip bombs of 200 MB, 8 at once"),
    "lying-bombs": Attack(lying_bombs, 8, "the same, with a false size in them"),
    "dear": Attack(dear, 8, "20,000 e-mails a request, 8 at once"),
    "odd": Attack(odd, 8, "20,000 cards, IBANs and phone numbers a request, 8 at once"),
    "json": Attack(many_values, 8, "JSON of 160,000 values, 8 at once"),
    "flood": Attack(flood, 16, "small requests as fast as they are answered, 16 connections"),
    "slow": Attack(slow, 200, "200 bodies of which a byte comes every 0.1 s"),
}


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(HONEST, port, timeout=30, source_address=(ATTACKER, 0))


def _post(port: int, body: bytes, headers: dict[str, str]) -> None:
    connection = _connection(port)
    try:
        connection.request("POST", "/v1/logs", body, headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status in {429, 503}:
            time.sleep(0.02)
    except (OSError, http.client.HTTPException):
        time.sleep(0.02)
    finally:
        connection.close()
