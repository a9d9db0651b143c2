"""Servers with several processes, started as their users start them, and what is asked of them; all on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from applications import clean_environ
from backends import needed
from local.ports import unused
from venvs import SERVERS, environment, path_with_sealog

if TYPE_CHECKING:
    from collections.abc import Iterator

    from applications import Keys

SPOOL = "spool"


@dataclass(frozen=True)
class Server:
    """A running master and what it and its workers have printed."""

    process: subprocess.Popen[bytes]
    printed_to: Path

    @property
    def printed(self) -> str:
        return self.printed_to.read_text(errors="replace")

    def end(self) -> int:
        """Ask the master to end and give its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)


@contextmanager
def server(*command: str, endpoint: str, keys: Keys, folder: Path, **environ: str) -> Iterator[Server]:
    """Start a command of the servers' environment under `opentelemetry-instrument`; what is left of it is killed."""
    printed_to = folder / "printed.txt"
    python = environment_of_servers()
    with printed_to.open("ab") as out:
        process = subprocess.Popen(
            [python.with_name("opentelemetry-instrument"), python.with_name(command[0]), *command[1:]],
            env=clean_environ(endpoint, "http/protobuf")
            | keys.environ
            | {
                "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": path_with_sealog(Path(mkdtemp(dir=folder))),
                "SEALOG_SPOOL_DIR": str(folder / SPOOL),
                "PYTHONUNBUFFERED": "1",
                "SEALOG_EXIT_SECONDS": "20",  # two are not always enough on a busy machine
            }
            | environ,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Server(process, printed_to)
    finally:
        with suppress(ProcessLookupError):  # a session of its own: the master and its workers, nobody else
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)


def environment_of_servers() -> Path:
    """Give the Python of the servers' environment, or skip the test where it can't be built."""
    return needed(lambda: environment(*SERVERS))


def free_port() -> int:
    return unused()


def answers(port: int) -> bool:
    """Tell whether somebody accepts connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def get(url: str) -> str:
    """Ask for a page; gives its text."""
    with urllib.request.urlopen(url, timeout=20) as response:  # our own server
        return str(response.read().decode())
