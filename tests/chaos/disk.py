"""Rows about the queue on disk of the collector: its disk is full, its file is damaged."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from backends import eventually
from chaos.outcomes import NotApplicable
from programs import SEALOG
from sealog_exporters.queue_files import read_file, requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from chaos.outcomes import Outcome
    from chaos.rows import Bench

__all__ = ["ROWS"]

_DISK = 40 * 2**20
_FULL = 256 * 1024
_FILLS_WITHIN_S = 120.0


def disk_full(bench: Bench) -> Outcome:
    """The disk of the queue is full while the store is away, and stays so for a while."""
    begun = time.monotonic()
    collector = bench.path.programs["collector"]
    collector.stop()
    with _small_disk(bench.path.queue):
        collector.start()
        with bench.load(pause=0.0, padding=20_000) as load:
            with bench.fault("503"):
                eventually(lambda: shutil.disk_usage(bench.path.queue).free, lambda free: free < _FULL, _FILLS_WITHIN_S)
                time.sleep(bench.seconds)
            time.sleep(1.0)
        outcome = bench.judge(begun, load)
        collector.stop()
    return outcome


def cut_short(bench: Bench) -> Outcome:
    """The queue's file loses its end, so that the collector does not start; what was in the end is not counted."""
    begun = time.monotonic()
    collector = bench.path.programs["collector"]
    with bench.load() as load:
        with bench.fault("503"):
            time.sleep(bench.seconds)
            collector.kill()
            (file,) = bench.path.queue.iterdir()
            before = _numbers(file)
            os.truncate(file, file.stat().st_size * 3 // 4)
            destroyed = before - _numbers(file)
            # As ExecStartPre of the collector's unit does.
            subprocess.run((SEALOG, "queue", "check", "--set-aside", str(bench.path.queue)), check=True)
            (aside,) = bench.path.queue.iterdir()
            collector.start()
        subprocess.run((SEALOG, "queue", "send", "--to", bench.path.url, str(aside)), check=True)
        time.sleep(1.0)
    load.accepted -= destroyed
    return bench.judge(begun, load)


def _numbers(file: Path) -> set[int]:
    """The numbers of the records that can be read of a queue's file."""
    return {
        attribute.value.int_value
        for body in requests(read_file(file).items)
        for resource in ExportLogsServiceRequest.FromString(body).resource_logs
        for scope in resource.scope_logs
        for record in scope.log_records
        for attribute in record.attributes
        if attribute.key == "chaos.number"
    }


ROWS: dict[str, Callable[[Bench], Outcome]] = {
    "disk of the queue full": disk_full,
    "queue file cut short": cut_short,
}


@contextmanager
def _small_disk(at: Path) -> Iterator[None]:
    """Put a file system of 40 MB at a folder inside the block; only root can."""
    image = at.with_name("disk.img")
    with image.open("wb") as file:
        file.truncate(_DISK)
    try:
        subprocess.run(
            ("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", str(image)), check=True, capture_output=True
        )
        subprocess.run(("mount", "-o", "loop", str(image), str(at)), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NotApplicable("no file system can be made and mounted here") from error
    try:
        yield
    finally:
        subprocess.run(("umount", "--lazy", str(at)), check=True)
        image.unlink()
