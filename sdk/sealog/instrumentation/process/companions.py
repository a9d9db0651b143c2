"""Starts console sealing, handler wrapping, plain values, self-metrics and warm-up beside the processor.

Nothing here raises: the application must start, and records are sealed with or without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.instrumentation.handlers.otel_handlers import hold_handlers
from sealog.instrumentation.process.console import cover_console
from sealog.instrumentation.process.scanner_warmup import warm_once
from sealog.instrumentation.process.self_metrics import measure
from sealog.instrumentation.providers.plain_values import clean_plainly
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.processor.sealing import Sealing
    from sealog.settings import Settings


def accompany(provider: Any, settings: Settings | None, sealing: Sealing) -> None:
    """Start the companions of a provider's processor; call this before guards are put before its exporters.

    Without a sealer values are masked, and also with `settings` that could not be read.
    """
    starts: tuple[Callable[[], object], ...] = (
        lambda: cover_console(settings, sealing),
        clean_plainly,
        lambda: hold_handlers(provider, sealing),
        lambda: measure(provider, settings, sealing.scanner),
        lambda: warm_once(sealing.scanner),
    )
    for start in starts:
        try:
            start()
        except Exception as error:  # noqa: BLE001 - see the file's first lines
            say_once("companions", f"console cover, handlers or self-metrics failed ({type(error).__name__})")
