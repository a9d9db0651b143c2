"""The sealer beside the collector: the installed `sealog sealer`, by the Python that runs this."""

from __future__ import annotations

import os
import socket
import sys
from functools import partial
from typing import TYPE_CHECKING

from local.program import Program

if TYPE_CHECKING:
    from pathlib import Path


def socket_path(run_dir: Path) -> Path:
    """Return where the sealer of `run_dir` listens."""
    return run_dir / "sealer.sock"


def program(run_dir: Path) -> Program:
    """Return how to run the sealer with the bundle and policy of the environment; without a bundle it masks."""
    path = socket_path(run_dir)
    flags = ("--socket", str(path), "--status", "off")
    return Program(
        name="sealer",
        command=(sys.executable, "-m", "sealog.cli.main", "sealer", *flags),
        cwd=run_dir,
        ports=(),
        env=dict(os.environ),
        ready=partial(_listens, path),
        within_s=30.0,
    )


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
