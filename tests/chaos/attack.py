"""What an honest sender's requests take while another one attacks; the table of docs/reliability.md.

    python tests/chaos/attack.py                       # `sealog gateway`, and the collector with `sealog sealer`
    python tests/chaos/attack.py --way gateway --attack bombs --rounds 3 --seconds 8

Quiet and attack take turns, several rounds in one run; of each the honest sender's percentiles over its requests are
taken, and the median over the rounds is shown. The attacker is a process of its own and its CPU time is counted,
because on a small machine it takes it from what it attacks.

The two differ by address: 127.0.0.1 is honest, 127.0.0.2 attacks, as they would from two hosts.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import http.client
import json
import os
import resource
import socket
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "deploy")]

from applications import Keys, clean_environ  # noqa: E402
from collector.roles import running, sealing  # noqa: E402
from gateway.hops import Hop  # noqa: E402
from local.program import accepts  # noqa: E402
from programs import SEALOG, Program  # noqa: E402
from programs import running as running_program  # noqa: E402
from sealing.otlp_requests import log, logs  # noqa: E402
from sealog.keys.bundle import save_bundle  # noqa: E402
from sealog_exporters.otlp.limits import Limits  # noqa: E402
from sealog_exporters.otlp.server.listeners import Listeners  # noqa: E402
from servers import free_port  # noqa: E402
from support import keyring  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HONEST, ATTACKER = "127.0.0.1", "127.0.0.2"
PROTOBUF = {"Content-Type": "application/x-protobuf"}
EVERY_S = 0.05
"""Seconds between two honest requests."""


def honest_body(number: int) -> bytes:
    """Twenty records with an e-mail, a card and an address in each."""
    records = [
        log(f"order {number}-{one} of u{number}x{one}@shop.example by 4111111111111111 from 81.2.{one}.7", {"n": one})
        for one in range(20)
    ]
    return logs(*records, resource={"service.name": "shop"}).SerializeToString()


# Attacks. Each gives what one of its threads does again and again until the time is over.


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


def attack(name: str, port: int) -> None:
    """Attack until stdin is closed; prints the requests made and the CPU seconds taken. A process of its own."""
    chosen = ATTACKS[name]
    step, over, made = chosen.make(port), threading.Event(), [0] * chosen.threads

    def run(number: int) -> None:
        while not over.is_set():
            step()
            made[number] += 1

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(chosen.threads)]
    print("ready", flush=True)
    sys.stdin.readline()
    before = time.process_time()
    for thread in threads:
        thread.start()
    sys.stdin.readline()
    over.set()
    print(json.dumps({"made": sum(made), "cpu_s": time.process_time() - before}), flush=True)
    os._exit(0)


# The honest sender, and what is measured.


def percentile(values: list[float], part: float) -> float:
    """Give the value below which so many of a hundred lie, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part / 100))]


def honest(port: int, seconds: float) -> tuple[list[float], int]:
    """Send for so long; give milliseconds a request, from when it was due, and how many were not taken."""
    times, failed = [], 0
    bodies = [honest_body(number) for number in range(16)]
    connection = http.client.HTTPConnection(HONEST, port, timeout=30)
    begun = time.perf_counter()
    number = 0
    while (due := begun + number * EVERY_S) < begun + seconds:
        time.sleep(max(0.0, due - time.perf_counter()))
        sent = time.perf_counter()
        try:
            connection.request("POST", "/v1/logs", bodies[number % len(bodies)], PROTOBUF)
            answer = connection.getresponse()
            answer.read()
            failed += answer.status != http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            failed += 1
            connection.close()
        times.append((time.perf_counter() - sent) * 1000)
        number += 1
    connection.close()
    return times, failed


@dataclass
class Way:
    """A running way: where it listens, and the programs whose memory and CPU time count."""

    port: int
    programs: list[Program]

    def cpu_s(self) -> float:
        """Give the CPU time of all its programs."""
        return sum(program.cpu_s() for program in self.programs)

    def settle(self) -> None:
        """Wait until it has done with what it was given."""
        for _ in range(120):
            before = self.cpu_s()
            time.sleep(0.5)
            if self.cpu_s() - before < 0.05:
                return

    def memory_mb(self) -> int:
        """Give the most memory that they have had together, MB."""
        for program in self.programs:
            program.note_memory()
        return sum(program.most_memory for program in self.programs)


def under_attack(way: Way, name: str, seconds: float) -> tuple[list[float], int, dict[str, Any]]:
    """Attack, and send honestly meanwhile."""
    command = [sys.executable, __file__, "--as-attacker", name, str(way.port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as attacker:
        assert attacker.stdin is not None
        assert attacker.stdout is not None
        try:
            assert attacker.stdout.readline() == "ready\n"
            print("go", file=attacker.stdin, flush=True)
            time.sleep(1.0)  # until it is at its height
            times, failed = honest(way.port, seconds)
            print("stop", file=attacker.stdin, flush=True)
            done: dict[str, Any] = json.loads(attacker.stdout.readline())
        finally:
            attacker.kill()
    return times, failed, done


@contextmanager
def gateway(folder: Path) -> Iterator[Way]:
    """`sealog gateway` before a next hop in a process of its own."""
    save_bundle(keyring().bundle(), folder / "bundle.json")
    port = free_port()
    environ = clean_environ("", "") | {"SEALOG_BUNDLE": str(folder / "bundle.json")}
    listen = ("--http", f"{HONEST}:{port}", "--grpc", "off", "--status", "off")
    with next_hop() as to:
        command = (SEALOG, "gateway", "--to", f"http://{HONEST}:{to}", *listen)
        with running_program(
            Program("gateway", command, environ, folder / "gateway.log", partial(accepts, port))
        ) as program:
            yield Way(port, [program])


@contextmanager
def through_the_collector(folder: Path) -> Iterator[Way]:
    """The collector's role `gateway` with `sealog sealer`, and a store and alerting that take everything."""
    ring = keyring()
    save_bundle(ring.bundle(), folder / "bundle.json")
    with (
        next_hop(kind="http") as to,
        sealing(folder, Keys(folder, ring).environ) as sealer,
        running(
            "gateway",
            folder,
            "gateway.yaml",
            HERE / "attacked.yaml",
            environ={
                "SEALOG_ATTACK_STORE": f"http://{HONEST}:{to}",
                "SEALOG_ALERTING_ENDPOINT": f"http://{HONEST}:{to}",
            },
        ) as role,
    ):
        yield Way(role.ports.otlp_http, [role.program, sealer])


@contextmanager
def next_hop(kind: str = "grpc") -> Iterator[int]:
    """Something that takes all requests, in a process of its own; gives its port."""
    command = [sys.executable, __file__, "--as-next-hop", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def take_all(kind: str) -> None:
    """Take requests and keep nothing, until killed."""

    async def run() -> None:
        hop = Hop()
        hop.got = _Nothing()
        where = f"{HONEST}:0"
        listeners = Listeners(
            hop,
            grpc=where if kind == "grpc" else None,
            http=where if kind == "http" else None,
            limits=Limits(body_bytes=64 << 20, message_bytes=64 << 20, requests=1000),
        )
        await listeners.start()
        print(listeners.grpc_port or listeners.http_port, flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


class _Nothing(list[Any]):
    def append(self, one: Any) -> None:
        """Keep nothing."""


WAYS = {"gateway": gateway, "collector": through_the_collector}


def measure(ways: list[str], attacks: list[str], rounds: int, seconds: float) -> None:
    """Print a row for each way and attack."""
    heads = "way", "attack", "quiet p50", "quiet p99", "p50", "p99", "p99 / quiet p99", "not taken", "attacker"
    print("|", " | ".join((*heads, "service", "MB")), "|")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for way_name in ways:
        for name in attacks:
            with tempfile.TemporaryDirectory(prefix="sl") as text, WAYS[way_name](Path(text)) as way:
                honest(way.port, 3.0)
                rows = []
                for _ in range(rounds):
                    quiet, _ = honest(way.port, seconds)
                    before = way.cpu_s()
                    times, failed, done = under_attack(way, name, seconds)
                    used = (way.cpu_s() - before) / (seconds + 1.0)
                    rows.append((quiet, times, failed, done, used))
                    way.settle()
                _print(way_name, name, rows, way.memory_mb(), seconds)


def _print(way: str, name: str, rows: list[Any], memory: int, seconds: float) -> None:
    def median(value: Callable[[Any], float]) -> float:
        return statistics.median(map(value, rows))

    quiet50, quiet99 = (median(lambda row, p=p: percentile(row[0], p)) for p in (50, 99))  # type: ignore[misc]
    p50, p99 = (median(lambda row, p=p: percentile(row[1], p)) for p in (50, 99))  # type: ignore[misc]
    ratio = median(lambda row: percentile(row[1], 99) / percentile(row[0], 99))
    made = median(lambda row: row[3]["made"]) / (seconds + 1.0)
    attacker = median(lambda row: row[3]["cpu_s"]) / (seconds + 1.0)
    service = median(lambda row: row[4])
    print(
        f"| {way} | {ATTACKS[name].what} | {quiet50:.1f} | {quiet99:.1f} | {p50:.1f} | {p99:.1f} | {ratio:.1f} |"
        f" {sum(row[2] for row in rows)} | {made:.0f}/s, {attacker:.2f} CPU | {service:.2f} CPU | {memory} |",
        flush=True,
    )


def main() -> None:
    """Measure, or be one of the processes of that."""
    if sys.argv[1:2] == ["--as-attacker"]:
        attack(sys.argv[2], int(sys.argv[3]))
    if sys.argv[1:2] == ["--as-next-hop"]:
        take_all(sys.argv[2])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--way", action="append", choices=WAYS)
    parser.add_argument("--attack", action="append", choices=ATTACKS)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=8.0, help="of each half of a round")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    measure(chosen.way or list(WAYS), chosen.attack or list(ATTACKS), chosen.rounds, chosen.seconds)


if __name__ == "__main__":
    main()
