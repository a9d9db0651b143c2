"""A real VictoriaLogs on this machine. It listens on loopback only."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go_program

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "github.com/VictoriaMetrics/VictoriaLogs/app/victoria-logs@v1.52.1"


def get(cache_root: Path) -> Path:
    """Return VictoriaLogs' binary in the cache, building it if it isn't there (1 minute cold, 20 MB).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """
    return go_program.installed(PACKAGE, cache_root)


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
