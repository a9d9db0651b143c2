"""Kafka between two gateways: its broker is killed, and restarted, under load."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chaos import hosts
from chaos.paths import Path_
from local import free
from local.program import answers
from local.servers import kafka
from programs import Program

if TYPE_CHECKING:
    from collections.abc import Callable

    from chaos.outcomes import Outcome
    from chaos.rows import Bench
    from local import Running

__all__ = ["ROWS", "with_kafka"]

_ONLY = Path(__file__).with_name("kafka_only.yaml")
_AWAY_S = 3.0


class ThroughKafka(Path_):
    """The way of `with_kafka`. The broker's memory is not counted: it is not ours."""

    broker: Program

    def stop(self) -> None:
        """End what runs, and the broker."""
        super().stop()
        self.broker.stop()


def with_kafka(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """A gateway that writes to Kafka only, one that reads from it, a sealer beside each, and a sink."""
    hosts.keys(folder)
    ports = free()
    made = kafka.program(folder, ports, cache_root)
    made.prepare()
    path = ThroughKafka("", queue)
    path.broker = Program(made.name, made.command, made.env, folder / "kafka.log", made.ready)
    for host in ("a", "b"):
        hosts.sealer(path, folder, host)
    hosts.sink(path, running.proxy_url, folder, "b")
    shared = {
        "SEALOG_KAFKA_BROKERS": f"127.0.0.1:{ports.kafka}",
        "SEALOG_KAFKA_CREATE_TOPICS": "true",
        "SEALOG_SINK": f"http://127.0.0.1:{path.programs['sink-b'].port}",
        **hosts.without_alerting(),
        **environ,
    }
    writes, reads = ("gateway.yaml", "destinations/kafka.yaml", _ONLY), ("gateway.yaml", "kafka.yaml")
    hosts.role(path, folder, cache_root, "gateway", "a", writes, **shared)
    hosts.role(path, folder, cache_root, "gateway", "b", reads, **shared)
    reader = path.programs["gateway-b"]  # it takes no OTLP, so only its health tells that it is ready
    reader.ready = partial(answers, f"http://{reader.environ['SEALOG_GATEWAY_HEALTH']}/")
    try:
        path.broker.start()
        path.start()
    except BaseException:
        path.stop()
        raise
    path.url = f"http://127.0.0.1:{path.programs['gateway-a'].port}"
    return path


def broker_restarts(bench: Bench) -> Outcome:
    """The broker is killed twice, then ended as an operator would, and comes back each time."""
    begun = time.monotonic()
    assert isinstance(bench.path, ThroughKafka)
    broker = bench.path.broker
    with bench.load(pause=0.1) as load:
        time.sleep(2.0)
        for end in (broker.kill, broker.kill, broker.stop):
            end()
            time.sleep(_AWAY_S)
            broker.start()
            time.sleep(2.0)
    return bench.judge(begun, load)


ROWS: dict[str, Callable[[Bench], Outcome]] = {"Kafka's broker killed twice, and restarted": broker_restarts}
