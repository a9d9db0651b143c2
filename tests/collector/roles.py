"""A role of the collector, run as its README says: with its sealer, its configs and variables; on loopback."""

from __future__ import annotations

import os
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING

from backends import eventually, needed
from local import cache, free
from local.program import answers
from local.servers import collector, sealer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local import Ports

CONFIGS = collector.CONFIGS
# The gateway without `sealog sink`, for tests of what stands before any store.
BARE = ("gateway.yaml", "destinations/exporter.yaml")
STARTS_WITHIN_S = 120.0
"""A bound only: on a busy machine a program of Python takes most of a minute."""


def binary() -> Path:
    """Our collector; the test is skipped where it can't be built, which in CI is a failure."""
    return needed(lambda: collector.get(cache.root()))


class Role:
    """A collector that runs with `files`; a name without a folder is one of collector-config."""

    def __init__(self, name: str, folder: Path, files: tuple[str | Path, ...], environ: dict[str, str]) -> None:
        self.ports: Ports = free()
        self.folder = folder
        self.state = folder / f"{name}-state"
        self.log = folder / f"{name}.log"
        paths = (CONFIGS / file if isinstance(file, str) else file for file in files)
        self._command = (str(binary()), *(part for path in paths for part in ("--config", str(path))))
        upper = name.upper()
        self._environ = {
            "PATH": os.environ.get("PATH", os.defpath),
            f"SEALOG_{upper}_GRPC": f"127.0.0.1:{self.ports.otlp_grpc}",
            f"SEALOG_{upper}_HTTP": f"127.0.0.1:{self.ports.otlp_http}",
            f"SEALOG_{upper}_HEALTH": f"127.0.0.1:{self.ports.health}",
            f"SEALOG_{upper}_METRICS_PORT": str(self.ports.metrics),
            f"SEALOG_{upper}_STATE": str(self.state),
            "SEALOG_SEALER_SOCKET": str(sealer.socket_path(folder)),
            **environ,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports.otlp_http}"

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(self._command, env=self._environ, stdout=out, stderr=out, cwd=self.folder)
        process = self.process
        health = f"http://127.0.0.1:{self.ports.health}/"
        eventually(lambda: answers(health) or process.poll() is not None, bool, STARTS_WITHIN_S)
        assert process.poll() is None, self.log.read_text()[-3000:]

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def metric(self, name: str) -> float:
        """The sum of one of its own metrics over all labels; 0 where there is none yet."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports.metrics}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        names = {name, f"{name}_total"}
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.partition("{")[0] in names)


@contextmanager
def running(name: str, folder: Path, *files: str | Path, environ: dict[str, str] | None = None) -> Iterator[Role]:
    """Run a role inside the block."""
    role = Role(name, folder, files, environ or {})
    try:
        role.start()
        yield role
    finally:
        role.kill()


@contextmanager
def sealing(folder: Path, environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run the sealer of the roles in `folder` inside the block."""
    program = sealer.program(folder)
    with (folder / "sealer.log").open("ab") as out:
        process = subprocess.Popen(program.command, env={**os.environ, **environ}, stdout=out, stderr=out)
    try:
        eventually(lambda: program.ready() or process.poll() is not None, bool, STARTS_WITHIN_S)
        assert process.poll() is None, (folder / "sealer.log").read_text()[-3000:]
        yield process
    finally:
        process.kill()
        process.wait()


def post(url: str, body: bytes, kind: str = "application/json", **headers: str) -> int:
    """Post and return the status, also of a refusal."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
