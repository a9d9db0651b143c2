"""Programs that tests start: awaited until they are ready, their output in a file, ended as a crash or a user would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from backends import eventually

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

SEALOG = str(Path(sys.executable).with_name("sealog"))
_PATIENCE_S = 20.0
_STARTS_WITHIN_S = 120.0
"""A bound only: on a busy machine a program of Python takes most of a minute."""


@dataclass
class Program:
    """One program: its command, and the process while it runs.

    `ready` answers at once, true when the program can be used; `port` is where it is reached, if that is asked for.
    """

    name: str
    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    ready: Callable[[], bool]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    most_memory: int = 0

    def start(self, *, wait: bool = True) -> None:
        """Start it, beside its log, and wait until it is ready."""
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command, env=self.environ, stdout=out, stderr=out, cwd=self.log.parent, start_new_session=True
            )
        if wait:
            self.wait()

    def wait(self) -> None:
        """Wait until it is ready."""
        process = self.process
        assert process is not None
        eventually(lambda: self.ready() or process.poll() is not None, bool, _STARTS_WITHIN_S)
        assert process.poll() is None, f"{self.name} ended: {self.log.read_text()[-3000:]}"

    def kill(self) -> None:
        """End it as a crash would."""
        if self.process is not None:
            self.note_memory()
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """Ask it to end, and end it where it does not."""
        if self.process is not None:
            self.note_memory()
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_PATIENCE_S)
            self.kill()

    def cpu_s(self) -> float:
        """Give the processor time that it has taken, in user and system mode, in seconds (Linux, proc(5))."""
        assert self.process is not None
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def note_memory(self) -> None:
        """Keep the most memory that it has had, MB."""
        if self.process is None:
            return
        with suppress(OSError, StopIteration):  # StopIteration: it has ended, and waits for us
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
            peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
            self.most_memory = max(self.most_memory, int(peak.split()[1]) // 1024)


@contextmanager
def running(program: Program) -> Iterator[Program]:
    """Run a program inside the block, from when it is ready."""
    try:
        program.start()
        yield program
    finally:
        program.stop()
