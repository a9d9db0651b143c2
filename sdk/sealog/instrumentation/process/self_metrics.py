"""Starts the self-metrics of a process: OpenTelemetry metrics, the status file of `sealog doctor`, timed samples."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from opentelemetry.metrics import get_meter

from sealog.correlate.uid import UidSource
from sealog.instrumentation.handlers import logging_report as facts
from sealog.instrumentation.process.policy import look_at_bundles
from sealog.instrumentation.providers.delivery_figures import delivery_facts, with_deliveries
from sealog.instrumentation.providers.otel_internals import chain
from sealog.metrics.instruments import observe
from sealog.metrics.probe import Probe
from sealog.metrics.pulse import Pulse
from sealog.metrics.status import remove_ended, remove_status, status_dir, write_status
from sealog.metrics.tally import PROCESS
from sealog.notices import occurrences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.settings import Settings

UIDS = UidSource()
"""One stream of record ids a process, however many providers it has."""


def measure(provider: Any, settings: Settings | None, scanner: Scanner) -> None:
    """Start measuring, once a process. `settings` are None where they could not be read."""
    folder = status_dir(os.environ)
    began = time.time()

    def status() -> dict[str, Any]:
        return {
            "sealog_status": 1,
            "pid": os.getpid(),
            "began": began,
            "written": time.time(),
            "sealog": version("sealog"),
            "python": platform.python_version(),
            "mode": "mask" if settings is None else settings.mode,
            "stream": UIDS.stream,
            **counts(provider),
            "state": PROCESS.notes(),
            "logging": facts.logging_facts(),
            "chain": [type(processor).__name__ for processor in chain.processors(provider) or ()],
        }

    _measure_once(folder, status, lambda: counts(provider), scanner)


_started: list[Pulse] = []


def _measure_once(
    folder: Path | None, status: Callable[[], dict[str, Any]], seen: Callable[[], dict[str, Any]], scanner: Scanner
) -> None:
    if _started:
        return
    observe(get_meter("sealog", version("sealog")), seen)
    probe = Probe(scanner, "find", PROCESS.looked, time.perf_counter_ns)
    beats: list[Callable[[], None]] = [probe.arm, look_at_bundles]
    last: list[Callable[[], None]] = []
    if folder is not None:
        remove_ended(folder)
        beats.append(lambda: write_status(folder, os.getpid(), status()))
        last.append(lambda: remove_status(folder, os.getpid()))
    _started.append(Pulse(beats, last))


def counts(provider: Any) -> dict[str, Any]:
    """Give the numbers of this process: records, values, failures, drops, exports, delivery, time in detection."""
    own = {"records": UIDS.minted, "failures": occurrences(), **PROCESS.snapshot()}
    return with_deliveries(own, delivery_facts(provider))
