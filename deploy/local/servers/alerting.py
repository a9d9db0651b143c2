"""The alerting service on this machine: the installed `sealog alerting`, by the Python that runs this."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path

from local.ports import HOST, Ports
from local.program import Program, accepts

RULES = Path(__file__).with_name("rules.yaml")


def program(run_dir: Path, ports: Ports, rules: Path) -> Program:
    """Return how to run the alerting service with the rule file `rules` and its state in `run_dir`."""
    options = {
        "--rules": str(rules),
        "--grpc": f"{HOST}:{ports.alerting_grpc}",
        "--http": f"{HOST}:{ports.alerting_http}",
        "--api": f"{HOST}:{ports.alerting_api}",
        "--state": str(run_dir / "alerting-state"),
    }
    flags = tuple(part for pair in options.items() for part in pair)
    return Program(
        name="alerting",
        command=(sys.executable, "-m", "sealog.cli.main", "alerting", *flags),
        cwd=run_dir,
        ports=("alerting_grpc", "alerting_http", "alerting_api"),
        env=dict(os.environ),
        ready=partial(accepts, ports.alerting_grpc),
        within_s=30.0,
    )
