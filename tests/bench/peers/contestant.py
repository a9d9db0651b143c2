"""A contestant: how to hand it a record, and how to tell from a webhook which record it was about."""

from __future__ import annotations

import os
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path


class AbsentError(Exception):
    """It can't be had on this machine; the message says what is missing."""


@dataclass(frozen=True)
class Contestant:
    """One program at one setting.

    `emit` hands it record number n; `numbers` lists the records that a webhook's body is about. `alerts` records are
    handed over at random moments, `gap_s` apart on average; what has not arrived `patience_s` after the last is missed.
    """

    name: str
    setting: str
    path: str
    emit: Callable[[int], None]
    numbers: Callable[[Any], Iterable[int]]
    alerts: int
    gap_s: float
    patience_s: float


def alertmanager_numbers(body: Any) -> list[int]:
    """Read the label `n` of each firing alert of Alertmanager's webhook body."""
    return [int(alert["labels"]["n"]) for alert in body["alerts"] if alert["status"] == "firing"]


@contextmanager
def running(
    command: Iterable[object], log: Path, ready: Callable[[], bool], env: Mapping[str, str] | None = None
) -> Iterator[None]:
    """Run a program inside the block; it is ended with SIGTERM.

    Raises:
        AbsentError: it is not ready within a minute, or ended before.
    """
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=out, env={**os.environ, **(env or {})}
        )
    try:
        end = time.monotonic() + 60
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                raise AbsentError(f"{log.stem} did not start: {log.read_text(errors='replace')[-500:]}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
