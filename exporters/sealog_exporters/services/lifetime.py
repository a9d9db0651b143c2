"""Lets a service run until SIGINT or SIGTERM."""

from __future__ import annotations

import asyncio
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def end_signal() -> Iterator[asyncio.Event]:
    """Give an event that SIGINT or SIGTERM sets while the block runs; inside a running loop, in the main thread.

    Enter the block before reporting that the service is up, so that the signal works from then on.
    """
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    try:
        yield ended
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
