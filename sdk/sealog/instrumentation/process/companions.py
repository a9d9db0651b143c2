"""What goes with the processor in a process: console cover, held handlers, export watch, self-metrics, warming.

Nothing here raises: the application must start, and records are sealed with or without it.
"""

from __future__ import annotations

import os
import platform
import time
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from opentelemetry.metrics import get_meter

from sealog.correlate.uid import UidSource
from sealog.detect.rules import KEYWORD_RULES, RULES
from sealog.instrumentation.handlers import logging_report as facts
from sealog.instrumentation.handlers.otel_handlers import hold_handlers
from sealog.instrumentation.process.policy import follow_bundle, look_at_bundles
from sealog.instrumentation.process.scanner_warmup import ScannerWarmup, examples
from sealog.instrumentation.providers import otel_internals as chain
from sealog.instrumentation.providers.delivery_figures import delivery_facts, with_deliveries
from sealog.instrumentation.providers.plain_values import clean_plainly
from sealog.metrics.instruments import observe
from sealog.metrics.probe import Probe
from sealog.metrics.pulse import Pulse
from sealog.metrics.status import remove_ended, remove_status, status_dir, write_status
from sealog.metrics.tally import PROCESS
from sealog.notices import occurrences, say_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.rule import KeywordRule, Rule
    from sealog.fallback.file import FallbackFile
    from sealog.processor.sealing import Sealing
    from sealog.settings import Settings

UIDS = UidSource()
"""One stream of record ids a process, however many providers it has."""


def accompany(provider: Any, settings: Settings | None, sealing: Sealing) -> None:
    """Start what goes with a provider's processor; to be called before guards are put before its exporters.

    With no sealer values are masked, and so they are with `settings` that could not be read.
    """
    starts: tuple[Callable[[], object], ...] = (
        lambda: _cover_console(settings, sealing),
        clean_plainly,
        lambda: hold_handlers(provider, sealing),
        lambda: _measure(provider, settings, sealing.scanner),
        lambda: _warm_once(sealing.scanner),
    )
    for start in starts:
        try:
            start()
        except Exception as error:  # noqa: BLE001 - see the file's first lines
            say_once("companions", f"console cover, handlers or self-metrics failed ({type(error).__name__})")


def watch_exports(provider: Any, settings: Settings | None, sealing: Sealing) -> Callable[[Any], object]:
    """Watch what a provider's exporters answer; gives what watches the exporter of a processor that is added later."""
    try:
        from sealog.fallback.exports import ExportWatch  # noqa: PLC0415 - what fails to import is caught here

        watch = ExportWatch(PROCESS, _fallback_file(settings, sealing)).export
        chain.watch_exporters(provider, watch)
        chain.watch_drops(provider, lambda number: PROCESS.dropped("queue", number))
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("companions", f"exports are not watched ({type(error).__name__})")
        return lambda _: False
    return partial(chain.watch_exporter, watch=watch)


def _fallback_file(settings: Settings | None, sealing: Sealing) -> FallbackFile | None:
    if settings is None or settings.fallback_file is None:
        return None
    from sealog.console.line import LineSealer  # noqa: PLC0415 - only who asks for it pays for the import
    from sealog.fallback.file import FallbackFile  # noqa: PLC0415

    line = LineSealer(sealing.scanner, sealing.sealer, sealing.action_of)
    follow_bundle(settings, partial(setattr, line, "sealer"))
    return FallbackFile(settings.fallback_file, line.text)


def _cover_console(settings: Settings | None, sealing: Sealing) -> None:
    if settings is None or settings.console == "off":
        return
    from sealog.console.cover import cover  # noqa: PLC0415 - only who asks for it pays for the import
    from sealog.console.line import LineSealer  # noqa: PLC0415

    line = LineSealer(sealing.scanner, None, sealing.action_of)
    if settings.console == "seal":
        line.sealer = sealing.sealer
        follow_bundle(settings, partial(setattr, line, "sealer"))
    cover(line)


def _measure(provider: Any, settings: Settings | None, scanner: Scanner) -> None:
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


_warming: list[ScannerWarmup] = []


def _warm_once(scanner: Scanner) -> None:
    if not _warming:
        known: list[Rule | KeywordRule] = [*RULES, *KEYWORD_RULES]
        rules = [rule for rule in known if rule.entity in scanner.entities]
        _warming.append(ScannerWarmup(scanner, examples(rules), time.sleep))
        _warming[0].begin()


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
