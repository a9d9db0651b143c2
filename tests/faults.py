"""What is lost between an application's logger and what stands behind a real collector: one function a fault.

Each runs the same program under `opentelemetry-instrument`, with sealog on its path or without. It judges nothing.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from applications import ROOT, clean_environ
from backends import eventually
from local import cache
from local.servers import collector
from servers import answers, free_port
from venvs import STOCK, environment, path_with_sealog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from applications import Keys, Sink

PROGRAM = ROOT / "tests/e2e/programs/orders.py"
MAIL = b"everywhere@example.com"
AWAY_SECONDS = float(os.environ.get("SEALOG_TEST_AWAY_SECONDS") or 30)
"""How long the collector is away; 600 is what the documentation promises, and takes as long."""

_ORDER = re.compile(r"order (\d+) of ")
_CONFIG = """
receivers: {otlp: {protocols: {http: {endpoint: "127.0.0.1:%d"}}}}
exporters:
  otlp_http:
    endpoint: %s
    compression: none
    sending_queue: {queue_size: 100000, block_on_overflow: true}
    retry_on_failure: {max_elapsed_time: 0}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {logs: {receivers: [otlp], exporters: [otlp_http]}}
"""


@dataclass(frozen=True)
class Outcome:
    """What became of `logged` records; `seconds` is how long the application took to end, `wire` what left it."""

    logged: int
    lost: int
    doubled: int
    seconds: float
    wire: bytes = field(repr=False)
    spooled: bytes = field(repr=False)


class Collector:
    """Our collector: it hands on what it gets, and can be taken away. What it accepted it delivers before it ends."""

    def __init__(self, folder: Path, behind: str) -> None:
        self.port = free_port()
        self._folder = folder
        self._config = folder / "collector.yaml"
        self._config.write_text(_CONFIG % (self.port, behind))
        self._binary = collector.get(cache.root())
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        log = self._folder / "collector.log"
        with log.open("ab") as out:
            command = [self._binary, "--config", self._config]
            process = subprocess.Popen(command, stdout=out, stderr=out, start_new_session=True)
        self._process = process
        eventually(lambda: answers(self.port) or process.poll(), lambda seen: seen is True)

    def stop(self) -> None:
        """Let it deliver what it has, and end."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None


class App:
    """The program, running."""

    def __init__(self, command: list[Path], environ: dict[str, str]) -> None:
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=environ, stdin=pipe, stdout=pipe, stderr=pipe, text=True)

    def tell(self, command: str) -> None:
        """Give a command and wait until it is done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ok\n"

    def exit(self) -> float:
        """Let it end; gives how many seconds that took."""
        began = time.monotonic()
        _, said = self.process.communicate("exit\n", timeout=120)
        assert self.process.returncode == 0, said
        return time.monotonic() - began

    def signal(self, number: int) -> float:
        """Send it a signal of which it ends; gives how many seconds that took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.communicate(timeout=120)
        return time.monotonic() - began


@dataclass(frozen=True)
class Way:
    """The way from the program to a sink: with `keys` sealed and through a spool, without as OpenTelemetry does it."""

    folder: Path
    sink: Sink
    collector: Collector
    keys: Keys | None

    @contextmanager
    def app(self, **environ: str) -> Iterator[App]:
        """Run the program."""
        python = environment(*STOCK)
        own = clean_environ(f"http://127.0.0.1:{self.collector.port}", "http/protobuf")
        own |= {"OTEL_TRACES_EXPORTER": "none", "OTEL_BLRP_SCHEDULE_DELAY": "1000"}  # the specification's default
        if self.keys is not None:
            path = path_with_sealog(Path(mkdtemp(dir=self.folder)))
            own |= {**self.keys.environ, "SEALOG_SPOOL_DIR": str(self.folder / "spool"), "PYTHONPATH": path}
        app = App([python.with_name("opentelemetry-instrument"), python, PROGRAM], own | environ)
        try:
            yield app
        finally:
            if app.process.poll() is None:
                app.process.kill()
                app.process.communicate()

    def outcome(self, logged: int, seconds: float) -> Outcome:
        """Let another process send what was left, and the collector deliver it; count what came."""
        spooled = b"".join(path.read_bytes() for path in (self.folder / "spool").rglob("*.seg"))
        with self.app(SEALOG_EXIT_SECONDS="100") as successor:
            successor.exit()
        self.collector.stop()
        records = self.sink.records()
        numbers = {int(match[1]) for record in records if (match := _ORDER.match(record.body.string_value))}
        uids = [p.value.string_value for record in records for p in record.attributes if p.key == "sealog.uid"]
        lost = len(set(range(logged)) - numbers)
        return Outcome(logged, lost, len(uids) - len(set(uids)), seconds, self.sink.wire, spooled)


def burst(way: Way) -> Outcome:
    """Everything is logged at once."""
    with way.app() as app:
        app.tell("log 0 100000")
        return way.outcome(100_000, app.exit())


def sigterm(way: Way) -> Outcome:
    """SIGTERM right behind the last record, with no handler in the program."""
    with way.app() as app:
        app.tell("log 0 300")
        return way.outcome(300, app.signal(signal.SIGTERM))


def sigkill(way: Way) -> Outcome:
    """SIGKILL right behind the last record."""
    with way.app() as app:
        app.tell("log 0 300")
        return way.outcome(300, app.signal(signal.SIGKILL))


def fork_child(way: Way) -> Outcome:
    """A child of `multiprocessing` logs, which skips what runs at exit."""
    with way.app() as app:
        app.tell("fork 0 300")
        return way.outcome(300, app.exit())


def exit_with_the_endpoint_down(way: Way) -> Outcome:
    """The program ends while the collector is away, which comes back later."""
    way.collector.stop()
    with way.app() as app:
        app.tell("log 0 5000")
        seconds = app.exit()
        way.collector.start()
        return way.outcome(5000, seconds)


def collector_away(way: Way) -> Outcome:
    """The collector is away while 200 records a second are logged."""
    count = int(200 * AWAY_SECONDS)
    with way.app() as app:
        app.tell("log 0 100")
        way.collector.stop()
        app.tell(f"pace 100 {count} {AWAY_SECONDS}")
        way.collector.start()
        return way.outcome(100 + count, app.exit())


def full_queue(way: Way) -> Outcome:
    """Ten times what OpenTelemetry's queue holds is logged at once while the collector is away."""
    with way.app() as app:
        way.collector.stop()
        app.tell("log 0 20000")
        way.collector.start()
        return way.outcome(20_000, app.exit())


def bad_body(way: Way) -> Outcome:
    """One record can't be encoded by OTLP: it holds half a surrogate pair."""
    with way.app() as app:
        app.tell("bad 0 100")
        return way.outcome(100, app.exit())


FAULTS: dict[str, Callable[[Way], Outcome]] = {
    fault.__name__: fault
    for fault in (
        burst,
        sigterm,
        sigkill,
        fork_child,
        exit_with_the_endpoint_down,
        collector_away,
        full_queue,
        bad_body,
    )
}


@contextmanager
def way_through(folder: Path, sink: Sink, keys: Keys | None) -> Iterator[Way]:
    """Build a way whose collector runs; ends what it started.

    Raises:
        LocalError: the collector can't be had here.
        UnavailableError: the program's environment can't be had here.
    """
    running = Collector(folder, sink.endpoint)
    running.start()
    try:
        yield Way(folder, sink, running, keys)
    finally:
        running.stop()
