"""What goes with the processor in a process: the console's cover. It touches no logger provider and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.notices import say_once

if TYPE_CHECKING:
    from sealog.detect.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.settings import Console


def cover_console(console: Console, scanner: Scanner, sealer: Sealer | None) -> None:
    """Seal or mask what is printed, as `SEALOG_CONSOLE` asks. With no `sealer` it masks."""
    if console == "off":
        return
    try:
        from sealog.console.cover import cover  # noqa: PLC0415 - only who asks for it pays for the import
        from sealog.console.line import LineSealer  # noqa: PLC0415

        cover(LineSealer(scanner, sealer if console == "seal" else None))
    except Exception as error:  # noqa: BLE001 - the application must start; doctor names the handlers
        say_once(
            "console cover", f"SEALOG_CONSOLE={console}: not covered ({type(error).__name__}); printed in the clear"
        )
