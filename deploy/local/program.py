"""A program to run: its command, its surroundings, and how to see that it is ready. It starts nothing."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .ports import HOST

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from .account import Account

PROBE_TIMEOUT_S = 2.0


@dataclass(frozen=True)
class Program:
    """One program.

    `ports` are names of fields of `Ports`. `ready` answers at once, True when the program can be used; it is asked
    again until `within_s` seconds are over. `prepare` runs before each start, `once_ready` after it.
    """

    name: str
    command: tuple[str, ...]
    cwd: Path
    ports: tuple[str, ...]
    ready: Callable[[], bool]
    env: Mapping[str, str] = field(default_factory=dict)
    account: Account | None = None
    within_s: float = 60.0
    prepare: Callable[[], None] = lambda: None
    once_ready: Callable[[], None] = lambda: None


def answers(url: str) -> bool:
    """Say whether `url` is answered with a 2xx status."""
    try:
        with urllib.request.urlopen(url, timeout=PROBE_TIMEOUT_S) as reply:  # noqa: S310  # our own http URL
            return bool(200 <= reply.status < 300)  # noqa: PLR2004
    except (urllib.error.URLError, OSError):
        return False


def accepts(port: int) -> bool:
    """Say whether a TCP connection to `port` is accepted."""
    try:
        with socket.create_connection((HOST, port), timeout=PROBE_TIMEOUT_S) as probe:
            # Where nobody listens, a probe that the system gave this very port meets itself.
            return bool(probe.getsockname() != probe.getpeername())
    except OSError:
        return False
