"""How long a service runs: until SIGINT or SIGTERM. It starts and stops nothing."""

from __future__ import annotations

import asyncio
import signal


async def until_signalled() -> None:
    """Return at the first SIGINT or SIGTERM; a second one ends the process as usual."""
    loop = asyncio.get_running_loop()
    signalled = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, signalled.set)
    try:
        await signalled.wait()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
