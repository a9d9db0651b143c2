"""A role of the collector, run as its README says: with its sealer, its configs and variables; on loopback."""

from __future__ import annotations

import os
import urllib.error
import urllib.request
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from backends import needed
from local import cache, free
from local.program import answers
from local.servers import collector, sealer
from programs import Program
from programs import running as running_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local import Ports

CONFIGS = collector.CONFIGS
# The gateway without `sealog sink`, for tests of what stands before any store.
BARE = ("gateway.yaml", "destinations/exporter.yaml")


def binary() -> Path:
    """Our collector; the test is skipped where it can't be built, which in CI is a failure."""
    return needed(lambda: collector.get(cache.root()))


class Role:
    """A collector that runs with `files`; a name without a folder is one of collector-config."""

    def __init__(self, name: str, folder: Path, files: tuple[str | Path, ...], environ: dict[str, str]) -> None:
        self.ports: Ports = free()
        self.state = folder / f"{name}-state"
        self.log = folder / f"{name}.log"
        paths = (CONFIGS / file if isinstance(file, str) else file for file in files)
        command = (str(binary()), *(part for path in paths for part in ("--config", str(path))))
        own = {
            "PATH": os.environ.get("PATH", os.defpath),
            **variables(name, self.ports, self.state, sealer.socket_path(folder)),
            **environ,
        }
        is_ready = partial(answers, f"http://127.0.0.1:{self.ports.health}/")
        self.program = Program(name, command, own, self.log, is_ready)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports.otlp_http}"

    def start(self) -> None:
        self.program.start()

    def kill(self) -> None:
        """End it as a crash would."""
        self.program.kill()

    def metric(self, name: str) -> float:
        """The sum of one of its own metrics over all labels; 0 where there is none yet."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.ports.metrics}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        names = {name, f"{name}_total"}
        return sum(float(line.rsplit(" ", 1)[1]) for line in lines if line.partition("{")[0] in names)


def variables(name: str, ports: Ports, state: Path, socket: Path) -> dict[str, str]:
    """Give the variables that each role has: its addresses, its folder, and its sealer's socket."""
    upper = name.upper()
    return {
        f"SEALOG_{upper}_GRPC": f"127.0.0.1:{ports.otlp_grpc}",
        f"SEALOG_{upper}_HTTP": f"127.0.0.1:{ports.otlp_http}",
        f"SEALOG_{upper}_HEALTH": f"127.0.0.1:{ports.health}",
        f"SEALOG_{upper}_METRICS_PORT": str(ports.metrics),
        f"SEALOG_{upper}_STATE": str(state),
        "SEALOG_SEALER_SOCKET": str(socket),
    }


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
def sealing(folder: Path, environ: dict[str, str]) -> Iterator[Program]:
    """Run the sealer of the roles in `folder` inside the block."""
    made = sealer.program(folder)
    with running_program(
        Program(made.name, made.command, {**os.environ, **environ}, folder / "sealer.log", made.ready)
    ) as program:
        yield program


def post(url: str, body: bytes, kind: str = "application/json", **headers: str) -> int:
    """Post and return the status, also of a refusal."""
    request = urllib.request.Request(url, data=body, headers={"Content-Type": kind, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
