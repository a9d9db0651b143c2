"""Watches the results of a provider's exporters: failures are reported, counted, and kept in a file if one is set."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.instrumentation.process.policy import follow_bundle
from sealog.instrumentation.providers.otel_internals import exporters
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.fallback.file import FallbackFile
    from sealog.processor.sealing import Sealing
    from sealog.settings import Settings


def watch_exports(provider: Any, settings: Settings | None, sealing: Sealing) -> Callable[[Any], object]:
    """Watch the results of a provider's exporters; gives the function to watch that of a processor added later."""
    try:
        from sealog.fallback.exports import ExportWatch  # noqa: PLC0415 - what fails to import is caught here

        watch = ExportWatch(PROCESS, _fallback_file(settings, sealing)).export
        exporters.watch_exporters(provider, watch)
        exporters.watch_drops(provider, lambda number: PROCESS.dropped("queue", number))
    except Exception as error:  # noqa: BLE001 - the application must start, watched or not
        say_once("companions", f"exports are not watched ({type(error).__name__})")
        return lambda _: False
    return partial(exporters.watch_exporter, watch=watch)


def _fallback_file(settings: Settings | None, sealing: Sealing) -> FallbackFile | None:
    if settings is None or settings.fallback_file is None:
        return None
    from sealog.console.line import LineSealer  # noqa: PLC0415 - only who asks for it pays for the import
    from sealog.fallback.file import FallbackFile  # noqa: PLC0415

    line = LineSealer(sealing.scanner, sealing.sealer, sealing.action_of)
    follow_bundle(settings, partial(setattr, line, "sealer"))
    return FallbackFile(settings.fallback_file, line.text)
