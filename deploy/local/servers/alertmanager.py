"""A real Alertmanager on this machine, for what speaks to one. It tells nobody: it only keeps what it is given."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING

from local.ports import HOST, Ports
from local.program import Program, answers
from local.toolchains import go_program

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "github.com/prometheus/alertmanager/cmd/alertmanager@v0.28.1"
CONFIG = "route: {receiver: nobody, group_wait: 0s}\nreceivers: [{name: nobody}]\n"


def get(cache_root: Path) -> Path:
    """Return Alertmanager's binary in the cache, building it if it isn't there (1 minute cold).

    Raises:
        Missing: no Go on this machine, and none to be had.
        LocalError: the build failed.
    """
    return go_program.installed(PACKAGE, cache_root)


def program(run_dir: Path, ports: Ports, cache_root: Path) -> Program:
    """Return how to run Alertmanager with its state in `run_dir`."""
    config = run_dir / "alertmanager.yaml"
    address = f"{HOST}:{ports.alertmanager}"
    options = {
        "--config.file": str(config),
        "--storage.path": str(run_dir / "alertmanager-state"),
        "--web.listen-address": address,
        "--cluster.listen-address": "",
    }
    return Program(
        name="alertmanager",
        command=(str(get(cache_root)), *(f"{flag}={value}" for flag, value in options.items())),
        cwd=run_dir,
        ports=("alertmanager",),
        env=dict(os.environ),
        ready=partial(answers, f"http://{address}/-/ready"),
        within_s=30.0,
        prepare=partial(_configure, config),
    )


def _configure(config: Path) -> None:
    config.write_text(CONFIG, "utf-8")
