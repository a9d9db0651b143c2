"""A real Kafka on this machine: one broker, its own controller, its log on disk. It listens on loopback only."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from local import cache
from local.ports import HOST, Ports
from local.program import Program, accepts
from local.toolchains import java, maven, tool

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "4.1.1"
LIBRARIES = (
    f"org.apache.kafka:kafka_2.13:{VERSION}",
    f"org.apache.kafka:kafka-tools:{VERSION}",
    "org.slf4j:slf4j-simple:1.7.36",
)
CLUSTER = "c2VhbG9nLWxvY2FsLWthZg"  # any 16 bytes in base64
SETTINGS = """\
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
listeners=PLAINTEXT://{host}:{broker},CONTROLLER://{host}:{controller}
advertised.listeners=PLAINTEXT://{host}:{broker}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs={data}
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
"""


def get(cache_root: Path) -> Path:
    """Return the folder of Kafka's libraries in the cache, fetching them if they aren't there (30 s cold, 60 MB).

    Raises:
        Missing: there is no Maven.
        LocalError: the fetch failed.
    """
    return cache.artefact("kafka", LIBRARIES, partial(maven.fetch_all, LIBRARIES), cache_root)


def program(run_dir: Path, ports: Ports, cache_root: Path) -> Program:
    """Return how to run Kafka with its log in `run_dir`. Topics come into being when they are written to."""
    libraries = get(cache_root)
    run = (str(java.find(cache_root) / "bin" / "java"), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp", f"{libraries}/*")
    settings = run_dir / "kafka.properties"
    return Program(
        name="kafka",
        command=(*run, "kafka.Kafka", str(settings)),
        cwd=run_dir,
        ports=("kafka", "kafka_controller"),
        env={"PATH": os.environ.get("PATH", os.defpath)},
        ready=partial(accepts, ports.kafka),
        within_s=180.0,
        prepare=partial(_prepare, run, settings, run_dir / "kafka-state", ports),
    )


def _prepare(run: tuple[str, ...], settings: Path, data: Path, ports: Ports) -> None:
    """Write the settings, and format the log's folder where it isn't."""
    addresses = {"host": HOST, "broker": ports.kafka, "controller": ports.kafka_controller}
    settings.write_text(SETTINGS.format(data=data, **addresses), "utf-8")
    if not data.exists():
        command = (*run, "kafka.tools.StorageTool", "format", "--cluster-id", CLUSTER, "--config", str(settings))
        tool.run(command, what="formatting Kafka's log")
