"""The ways from a sender to Elasticsearch that are compared: our collector with its own exporter, and with the sink."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from backends import eventually
from local.program import accepts
from local.servers import collector
from servers import free_port

if TYPE_CHECKING:
    from local import Running

__all__ = ["Path_", "Program", "clean", "with_exporter", "with_sink"]

HERE = Path(__file__).parent
_PATIENCE_S = 20.0
_STARTS_WITHIN_S = 120.0


@dataclass
class Program:
    """One program of the way: its command, and the process while it runs."""

    name: str
    command: list[str]
    environ: dict[str, str]
    log: Path
    port: int
    process: subprocess.Popen[bytes] | None = None
    most_memory: int = 0

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it takes connections."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, env=self.environ, stdout=out, stderr=out, start_new_session=True
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it takes connections."""
        process = self.process
        assert process is not None
        eventually(lambda: accepts(self.port) or process.poll() is not None, bool, _STARTS_WITHIN_S)
        assert process.poll() is None, f"{self.name} ended: {self.log.read_text()[-2000:]}"

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.note_memory()
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ask it to end, and end it where it does not."""
        if self.process is not None:
            self.note_memory()
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_PATIENCE_S)
            self.kill()

    def note_memory(self) -> None:
        """Keep the most memory that it has had, MB."""
        if self.process is None:
            return
        with suppress(OSError):
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            self.most_memory = max(self.most_memory, int(peak.split()[1]) // 1024)


@dataclass
class Path_:  # noqa: N801 -- pathlib has the name
    """A running way. `url` is where senders send; `queue` the folder of the collector's queue."""

    url: str
    queue: Path
    programs: dict[str, Program] = field(default_factory=dict)

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
    return _collector(running, folder, cache_root, queue, HERE / "exporter.yaml", environ)


def with_sink(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """The collector's OTLP exporter, and `sealog sink` behind it."""
    port = free_port()
    sink = Program(
        "sink",
        [
            *(str(Path(sys.executable).with_name("sealog")), "sink", "--url", running.proxy_url),
            *("--http", f"127.0.0.1:{port}", "--grpc", "off", "--status", "off"),
        ],
        clean(),
        folder / "sink.log",
        port,
    )
    sink.start()
    environ |= {"SEALOG_SINK": f"http://127.0.0.1:{port}"}
    path = _collector(running, folder, cache_root, queue, HERE / "sink.yaml", environ)
    path.programs = {"sink": sink, **path.programs}
    return path


def _collector(
    running: Running, folder: Path, cache_root: Path, queue: Path, config: Path, environ: dict[str, str]
) -> Path_:
    port = free_port()
    own = {
        **clean(),
        "SEALOG_GATEWAY_HTTP": f"127.0.0.1:{port}",
        "SEALOG_GATEWAY_STATE": str(queue),
        "SEALOG_ELASTICSEARCH": running.proxy_url,
        **environ,
    }
    command = [str(collector.get(cache_root)), "--config", str(config)]
    program = Program("collector", command, own, folder / "collector.log", port)
    program.start()
    return Path_(f"http://127.0.0.1:{port}", queue, {"collector": program})


def clean() -> dict[str, str]:
    """Give the environment of a program that is told everything."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": os.environ.get("HOME", "/")}
