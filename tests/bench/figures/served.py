"""The alerting service as it is run: records a CPU-second of its process, over OTLP/gRPC from a client of its own.

What is counted is the service's CPU time alone, gRPC, decoding, engine, stages and state included.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from figures.rules import RECORDS, request
from measure import Figure
from next_hop import sender
from unseen import Unseen

from applications import clean_environ
from local.program import accepts
from programs import SEALOG, Program, running
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS = 5
REQUESTS = 40
RULES = """
groups: [{name: bench, rules: [{alert: Keyed, count: {gte: 100}, group_by: [user.id], max_groups: 100000}]}]
receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:9/'}]}]
"""
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
def served(*, durable: bool) -> Iterator[tuple[Callable[[bytes], object], Callable[[], float]]]:
    """Run the service; gives what sends it a request and waits for the answer, and what tells its CPU seconds."""
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        rules = folder / "rules.yaml"
        rules.write_text(RULES, "utf-8")
        listen = ("--grpc", f"127.0.0.1:{port}", "--http", "off", "--api", "off")
        state = ("--state", str(folder / "state")) if durable else ()
        command = (SEALOG, "alerting", "--rules", str(rules), *listen, *state)
        log = folder / "alerting.log"
        program = Program("alerting", command, clean_environ("", ""), log, partial(accepts, port))
        with running(program), sender(port) as send:
            yield send, program.cpu_s
