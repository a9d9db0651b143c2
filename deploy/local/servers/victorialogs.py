"""A real VictoriaLogs on this machine. It listens on loopback only."""

from __future__ import annotations

import os
import platform
from functools import partial
from typing import TYPE_CHECKING

from local import cache
from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go, tool

if TYPE_CHECKING:
    from pathlib import Path

MODULE = "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@v1.52.1"
BINARY = "victoria-logs"


def get(cache_root: Path) -> Path:
    """Return VictoriaLogs' binary in the cache, building it if it isn't there (1 minute cold, 20 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """

    def build(place: Path) -> None:
        toolchain = go.find(cache_root)
        # Its module says how its own vendored copies are used; here there are none.
        env = {**os.environ, "GOBIN": str(place), "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod"}
        tool.run((str(toolchain), "install", MODULE), what="building VictoriaLogs", env=env, cwd=place)

    return cache.artefact("victorialogs", (MODULE, platform.system(), platform.machine()), build, cache_root) / BINARY


def program(run_dir: Path, ports: Ports, cache_root: Path) -> Program:
    """Return how to run VictoriaLogs with its data in `run_dir`."""
    address = f"{HOST}:{ports.victorialogs}"
    flags = (f"-storageDataPath={run_dir / 'victorialogs-state'}", f"-httpListenAddr={address}")
    return Program(
        name="victorialogs",
        command=(str(get(cache_root)), *flags),
        cwd=run_dir,
        ports=("victorialogs",),
        env={"PATH": os.environ.get("PATH", os.defpath)},
        ready=partial(answers, f"http://{address}/health"),
        within_s=30.0,
    )
