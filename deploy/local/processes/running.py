"""Back ends that run: their addresses, and how to end, crash and restart each. It ends nothing that it didn't start.

What runs outlives the caller on purpose: `backends.py start` returns, and `stop` finds it by the files in `run_dir`.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local import account, ports
from local.errors import LocalError
from local.ports import HOST, Ports
from local.servers import elasticsearch

from . import plan, process

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

    from typing_extensions import Self

    from local.program import Program

TAIL_LINES = 20
POLL_S = 0.1
# Elasticsearch flushes for some seconds; a collector that retries against a dead Elasticsearch never obeys.
PATIENCE_S = 15.0


@dataclass(frozen=True)
class Running:
    """Started back ends. As a context manager it stops them at the end.

    Not for use by several threads at once. `children` are those that this very process started, for reaping.
    """

    run_dir: Path
    ports: Ports
    programs: tuple[Program, ...]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict, repr=False)

    @property
    def elasticsearch_url(self) -> str:
        """Elasticsearch itself: for searching."""
        return f"http://{HOST}:{self.ports.es}"

    @property
    def proxy_url(self) -> str:
        """Elasticsearch as the collector sees it, where `fault` works."""
        return f"http://{HOST}:{self.ports.es_proxy}"

    @property
    def otlp_grpc(self) -> str:
        """The gateway's OTLP/gRPC address, `host:port`."""
        return f"{HOST}:{self.ports.otlp_grpc}"

    @property
    def otlp_http(self) -> str:
        """The gateway's OTLP/HTTP address, without a path."""
        return f"http://{HOST}:{self.ports.otlp_http}"

    @property
    def alerting_grpc(self) -> str:
        """The alerting service's OTLP/gRPC address, `host:port`."""
        return f"{HOST}:{self.ports.alerting_grpc}"

    @property
    def alerting_http(self) -> str:
        """The alerting service's OTLP/HTTP address, without a path."""
        return f"http://{HOST}:{self.ports.alerting_http}"

    @property
    def alerting_api(self) -> str:
        """The address of the alerting service's own API, without a path."""
        return f"http://{HOST}:{self.ports.alerting_api}"

    def log(self, name: str) -> Path:
        """Return where the program `name` writes what it has to say."""
        return self.run_dir / f"{name}.log"

    def fault(self, kind: str) -> None:
        """Let bulk requests fail from now on: a status such as `503` or `429`, `hang`, or `cut` (see es_proxy.py)."""
        (self.run_dir / plan.FAULT_FILE).write_text(kind, encoding="ascii")

    def heal(self) -> None:
        """Let bulk requests through again."""
        with suppress(FileNotFoundError):
            (self.run_dir / plan.FAULT_FILE).unlink()

    def kill(self, name: str) -> None:
        """End the program `name` as a crash would (SIGKILL); its files stay as they are."""
        found = process.recall(self._pid_file(name))
        if found is not None:
            process.kill(found)
        self._reap(name)

    def stop_one(self, name: str) -> bool:
        """End the program `name`, asking first. Returns whether it ended when asked."""
        found = process.recall(self._pid_file(name))
        obeyed = found is None or process.stop(found, patience_s=PATIENCE_S)
        self._reap(name)
        return obeyed

    def start_one(self, name: str) -> None:
        """Start the program `name` (again) with the state it left, and wait until it is ready.

        Raises:
            PortTaken: something listens where it would.
            LocalError: it ended or was not ready in time; with the last lines of its log.
        """
        program = self._program(name)
        if process.recall(self._pid_file(name)) is not None:
            raise LocalError(f"{name} runs already (from {self.run_dir}); stop it first")
        ports.check_free(self.ports, program.ports)
        program.prepare()
        child = process.spawn(
            program.command, env=program.env, log=self.log(name), cwd=program.cwd, account=program.account
        )
        self.children[name] = child
        try:
            process.remember(self._pid_file(name), child.pid)
            self._await(program, child)
            program.once_ready()
        except BaseException:
            self.stop_one(name)
            raise

    def stop(self, *, forget: bool = False) -> None:
        """End all programs, the last started first. With `forget` stored documents and queues are deleted too."""
        for program in reversed(self.programs):
            self.stop_one(program.name)
        self.heal()
        if forget:
            forget_state(self.run_dir)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.stop()

    def _await(self, program: Program, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + program.within_s
        while not program.ready():
            code = child.poll()
            if code is not None:
                raise LocalError(f"{program.name} ended with code {code} {_tail(self.log(program.name))}")
            if time.monotonic() > deadline:
                late = f"{program.name} was not ready after {program.within_s:.0f} s"
                raise LocalError(f"{late} {_tail(self.log(program.name))}")
            time.sleep(POLL_S)

    def _reap(self, name: str) -> None:
        child = self.children.pop(name, None)
        if child is not None:
            child.wait()
        with suppress(FileNotFoundError):
            self._pid_file(name).unlink()

    def _program(self, name: str) -> Program:
        for program in self.programs:
            if program.name == name:
                return program
        raise LocalError(f"{name} is none of {', '.join(program.name for program in self.programs)}")

    def _pid_file(self, name: str) -> Path:
        return self.run_dir / f"{name}.pid"


def forget_state(run_dir: Path) -> None:
    """Delete what the back ends of `run_dir` keep between two starts: documents, queues, alert state."""
    place = elasticsearch.room(run_dir, account.unprivileged())
    for folder in (place, *run_dir.glob("*-state")):
        shutil.rmtree(folder, ignore_errors=True)


def _tail(log: Path) -> str:
    """Return the last lines of `log`, introduced by its path."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:]
    except OSError:
        lines = []
    return f"({log}):\n  " + "\n  ".join(lines)
