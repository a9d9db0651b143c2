"""Starts sealing what handlers and sinks print, unless `SEALOG_CONSOLE` is off."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sealog.instrumentation.process.policy import follow_bundle

if TYPE_CHECKING:
    from sealog.processor.sealing import Sealing
    from sealog.settings import Settings


def cover_console(settings: Settings | None, sealing: Sealing) -> None:
    """Seal the console as the settings ask; without settings it stays as it is."""
    if settings is None or settings.console == "off":
        return
    from sealog.console.cover import cover  # noqa: PLC0415 - only who asks for it pays for the import
    from sealog.console.line import LineSealer  # noqa: PLC0415

    line = LineSealer(sealing.scanner, None, sealing.action_of)
    if settings.console == "seal":
        line.sealer = sealing.sealer
        follow_bundle(settings, partial(setattr, line, "sealer"))
    cover(line)
