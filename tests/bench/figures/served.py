"""The alerting service as it is run: records a CPU-second of its process, over OTLP/gRPC from a client of its own.

What is counted is the service's CPU time alone, gRPC, decoding, engine, stages and state included.
"""

from __future__ import annotations

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
from figures.rules import RECORDS, request
from measure import Figure
from unseen import Unseen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 5
REQUESTS = 40
EXPORT = "/opentelemetry.proto.collector.logs.v1.LogsService/Export"
RULES = """
groups: [{name: bench, rules: [{alert: Keyed, count: {gte: 100}, group_by: [user.id], max_groups: 100000}]}]
receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}]
"""
TICKS = os.sysconf("SC_CLK_TCK")
CASES = ((1, False), (1_000, False), (100_000, False), (1, True), (1_000, True))


def figures() -> list[Figure]:
    """Measure one keyed rule, in memory and with a state directory."""
    seeds = count(11_000)
    found = []
    for keys, durable in CASES:
        with served(durable=durable) as (send, cpu_seconds):
            numbers = count()
            rates = []
            for _ in range(ROUNDS + 1):  # the first warms it up
                bodies = [request(next(numbers), keys, Unseen(next(seeds)), time.time_ns()) for _ in range(REQUESTS)]
                before = cpu_seconds()
                for body in bodies:
                    send(body)
                rates.append(REQUESTS * RECORDS / (cpu_seconds() - before))
        where = "durable" if durable else "in_memory"
        what = (
            f"`sealog alerting` over gRPC, state {where.replace('_', ' ')}, one rule, {keys:,} keys, its CPU time only"
        )
        found.append(
            Figure(f"alert_served_{keys}_keys_{where}", statistics.median(rates[1:]), "records/CPU-s", "", None, what)
        )
    return found


@contextmanager
def served(*, durable: bool) -> Iterator[tuple[Callable[[bytes], bytes], Callable[[], float]]]:
    """Run the service; gives what sends it a request and waits for the answer, and what tells its CPU seconds."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        rules = Path(folder, "rules.yaml")
        rules.write_text(RULES, "utf-8")
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
        probe.close()
        options = ["--rules", rules, "--grpc", address, "--http", "off", "--api", "off"]
        state = ["--state", Path(folder, "state")] if durable else []
        command = [Path(sys.executable).with_name("sealog"), "alerting", *options, *state]
        with (
            subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process,
            grpc.insecure_channel(address) as channel,
        ):
            export = channel.unary_unary(EXPORT)
            try:
                grpc.channel_ready_future(channel).result(30)
                yield (lambda body: bytes(export(body, timeout=60))), (lambda: _cpu_seconds(process.pid))
            finally:
                process.terminate()
                process.wait(30)


def _cpu_seconds(pid: int) -> float:
    """Give what a process used up to now, in user and system mode (Linux, proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
