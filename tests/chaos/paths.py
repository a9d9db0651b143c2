"""The ways from a sender to Elasticsearch that are compared: our collector with its own exporter, and with the sink."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from local.program import accepts
from local.servers import collector
from programs import SEALOG, Program
from servers import free_port

if TYPE_CHECKING:
    from local import Running

__all__ = ["Path_", "before_elasticsearch", "clean", "listening", "sink", "with_exporter", "with_sink"]

HERE = Path(__file__).parent


@dataclass
class Path_:  # noqa: N801 -- pathlib has the name
    """A running way. `url` is where senders send; `queue` the folder of the collector's queue.

    `elasticsearch` is the URL of the Elasticsearch that it stores in, where that is not the one that ways share.
    """

    url: str
    queue: Path
    programs: dict[str, Program] = field(default_factory=dict)
    elasticsearch: str = ""

    def start(self) -> None:
        """Start all its programs, side by side."""
        try:
            for program in self.programs.values():
                program.start(wait=False)
            for program in self.programs.values():
                program.wait()
        except BaseException:
            self.stop()
            raise

    def memory(self) -> int:
        """The most that its programs have had together, MB."""
        for program in self.programs.values():
            program.note_memory()
        return sum(program.most_memory for program in self.programs.values())

    def stop(self) -> None:
        """End what runs, the last started first."""
        for program in reversed(self.programs.values()):
            program.stop()


def with_exporter(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """The collector's own Elasticsearch exporter, as safe as its settings make it."""
    return _collector(running.proxy_url, folder, cache_root, queue, HERE / "exporter.yaml", environ)


def with_sink(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """The collector's OTLP exporter, and `sealog sink` behind it."""
    return before_elasticsearch(running.proxy_url, folder, cache_root, queue, **environ)


def before_elasticsearch(elasticsearch: str, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """`with_sink`, before an Elasticsearch by its URL."""
    before = sink("sink", elasticsearch, folder)
    before.start()
    environ |= {"SEALOG_SINK": f"http://127.0.0.1:{before.port}"}
    path = _collector(elasticsearch, folder, cache_root, queue, HERE / "sink.yaml", environ)
    path.programs = {before.name: before, **path.programs}
    return path


def sink(name: str, elasticsearch: str, folder: Path) -> Program:
    """Give a sink before an Elasticsearch, by its URL; it is not started."""
    port = free_port()
    listen = ("--http", f"127.0.0.1:{port}", "--grpc", "off", "--status", "off")
    return listening(name, [SEALOG, "sink", "--url", elasticsearch, *listen], clean(), folder, port)


def listening(name: str, command: list[str], environ: dict[str, str], folder: Path, port: int) -> Program:
    """Give a program that is ready when it takes connections at a port."""
    return Program(name, command, environ, folder / f"{name}.log", partial(accepts, port), port)


def _collector(
    elasticsearch: str, folder: Path, cache_root: Path, queue: Path, config: Path, environ: dict[str, str]
) -> Path_:
    port = free_port()
    own = {
        **clean(),
        "SEALOG_GATEWAY_HTTP": f"127.0.0.1:{port}",
        "SEALOG_GATEWAY_STATE": str(queue),
        "SEALOG_ELASTICSEARCH": elasticsearch,
        **environ,
    }
    command = [str(collector.get(cache_root)), "--config", str(config)]
    program = listening("collector", command, own, folder, port)
    program.start()
    return Path_(f"http://127.0.0.1:{port}", queue, {"collector": program})


def clean() -> dict[str, str]:
    """Give the environment of a program that is told everything."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/")}
