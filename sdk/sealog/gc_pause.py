"""Pauses Python's garbage collector for one short task. Afterwards it is on only if it was on before."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Pause the collector while many objects are made, nearly all of which stay, as when modules are imported.

    The collector would visit them, and all other objects of the process, again and again while their number grows.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
