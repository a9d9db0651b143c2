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
import http.client
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "deploy")]

from chaos.attacks.kinds import ATTACKS, HONEST, PROTOBUF  # noqa: E402
from chaos.attacks.ways import WAYS, Way, take_all  # noqa: E402
from sealing.otlp_requests import log, logs  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_S = 0.05
"""Seconds between two honest requests."""


def honest_body(number: int) -> bytes:
    """Twenty records with an e-mail, a card and an address in each."""
    records = [
        log(f"order {number}-{one} of u{number}x{one}@shop.example by 4111111111111111 from 81.2.{one}.7", {"n": one})
        for one in range(20)
    ]
    return logs(*records, resource={"service.name": "shop"}).SerializeToString()


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
