"""A started process, remembered in a file across runs: its id together with its start time.

It never signals a process by name, nor one that merely got the same id later.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.account import Account

POLL_S = 0.05
PROC = Path("/proc")


@dataclass(frozen=True)
class Process:
    """A process by id and start time. `started` is opaque text, comparable only on the machine it comes from."""

    pid: int
    started: str

    @property
    def alive(self) -> bool:
        """Whether exactly this process runs; one that ended and waits to be reaped does not."""
        return start_time(self.pid) == self.started


def start_time(pid: int) -> str | None:
    """Return when process `pid` started, or None where there is none or it has ended (a zombie).

    Linux: field 22 of /proc/<pid>/stat, clock ticks since boot (proc(5)). Elsewhere: what `ps` says.
    """
    if (PROC / "self" / "stat").exists():
        try:
            text = (PROC / str(pid) / "stat").read_text()
        except OSError:
            return None
        # The second field is the program's name in brackets and may hold spaces and brackets itself.
        rest = text[text.rindex(")") + 2 :].split()
        # A leader may be gone while a thread of it still ends, and with it what both hold open: field 20 counts them.
        return None if rest[0] in "ZX" and int(rest[17]) <= 1 else rest[19]
    ps = ("ps", "-o", "stat=,lstart=", "-p", str(pid))
    out = subprocess.run(ps, capture_output=True, text=True, check=False).stdout.split(maxsplit=1)
    return None if len(out) < 2 or out[0].startswith("Z") else out[1].strip()  # noqa: PLR2004


def spawn(
    command: tuple[str, ...], *, env: Mapping[str, str], log: Path, cwd: Path, account: Account | None = None
) -> subprocess.Popen[bytes]:
    """Start `command` as the leader of a session of its own, with stdout and stderr added to `log`.

    A session of its own keeps the terminal's Ctrl-C away from it: who started it ends it, in order.

    Raises:
        LocalError: the program can't be started.
    """
    with log.open("ab") as out:
        try:
            return subprocess.Popen(
                command,
                env=dict(env),
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
            )
        except OSError as error:
            raise LocalError(f"{command[0]} can't be started: {error.strerror}") from error


def remember(pid_file: Path, pid: int) -> None:
    """Write process `pid` to `pid_file`, by one rename. A process that has ended already leaves no file."""
    started = start_time(pid)
    if started is None:
        return
    partial = pid_file.with_suffix(".partial")
    partial.write_text(json.dumps({"pid": pid, "started": started}), encoding="utf-8")
    partial.replace(pid_file)


def recall(pid_file: Path) -> Process | None:
    """Return the process that `pid_file` names if it still runs, else None. Nonsense in the file counts as none."""
    try:
        noted = json.loads(pid_file.read_text(encoding="utf-8"))
        process = Process(int(noted["pid"]), str(noted["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return process if process.alive else None


def stop(process: Process, *, patience_s: float) -> bool:
    """End `process`: ask (SIGTERM), wait `patience_s` seconds, then end its whole session (SIGKILL).

    Returns whether it ended when asked. Children that it left behind in its session are ended too.
    """
    if not process.alive:
        return True
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGTERM)
    obeyed = _gone(process, patience_s)
    kill(process)
    return obeyed


def kill(process: Process) -> None:
    """End `process` and its session at once (SIGKILL), and wait until it is gone."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    _gone(process, 10.0)


def _gone(process: Process, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while process.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_S)
    return True
