"""Starting, stopping and looking at the back ends of one run folder. It keeps nothing in memory between two calls."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from local import ports

from . import plan, process
from .running import PATIENCE_S, Running, forget_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from local.ports import Ports

# In the order of starting.
PROGRAMS = (*plan.EXTRAS, "elasticsearch", "es-proxy", "alerting", "sealer", "collector")


def _quiet(_line: str) -> None:
    """Say nothing."""


def start(
    names: Sequence[str] = plan.BACKENDS,
    *,
    run_dir: Path,
    at: Ports | None = None,
    gateway: Path | None = None,
    rules: Path | None = None,
    say: Callable[[str], None] = _quiet,
) -> Running:
    """Start the named back ends and return when all are ready; about 15 s with everything in the cache.

    Args:
        names: of `elasticsearch` (with its proxy), `alerting`, `collector` and `plan.EXTRAS`; in any order.
        run_dir: folder for logs, process ids and state; made if it isn't there.
        at: their ports; by default those that the environment names.
        gateway: the collector's config; by default collector-config/gateway.yaml.
        rules: the alerting service's rule file; by default rules.yaml beside this file.
        say: told one line a step.

    Raises:
        Missing: this machine lacks a tool and it can't be had: a reason to skip a test.
        PortTaken: something listens where a program would.
        LocalError: a build, a download or a start failed. What was started has been stopped again.
    """
    run_dir = run_dir.resolve()
    run_dir.mkdir(parents=True, exist_ok=True)
    chosen = plan.Plan(run_dir, tuple(names), at or ports.from_env())
    if gateway is not None:
        chosen = replace(chosen, gateway=gateway.resolve())
    if rules is not None:
        chosen = replace(chosen, rules=rules.resolve())
    plan.get(chosen.names, chosen.cache_root, say)
    running = Running(run_dir, chosen.ports, plan.programs(chosen))
    started: list[str] = []
    try:
        for program in running.programs:
            say(f"starting {program.name} (log: {running.log(program.name)})")
            running.start_one(program.name)
            started.append(program.name)
    except BaseException:
        for name in reversed(started):
            running.stop_one(name)
        raise
    return running


def stop(run_dir: Path, *, forget: bool = False) -> tuple[str, ...]:
    """End what an earlier `start` left running in `run_dir`, the last started first; return the names of what ran."""
    ended = []
    for name in reversed(PROGRAMS):
        pid_file = run_dir / f"{name}.pid"
        found = process.recall(pid_file)
        if found is not None:
            process.stop(found, patience_s=PATIENCE_S)
            ended.append(name)
        with suppress(FileNotFoundError):
            pid_file.unlink()
    if forget:
        forget_state(run_dir.resolve())
    return tuple(ended)


def status(run_dir: Path) -> dict[str, int | None]:
    """Return the process id of each program of `run_dir`, None for one that doesn't run."""
    found = {name: process.recall(run_dir / f"{name}.pid") for name in PROGRAMS}
    return {name: None if process is None else process.pid for name, process in found.items()}
