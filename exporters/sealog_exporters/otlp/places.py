"""The places for requests in progress, shared between senders."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING

from sealog_exporters.otlp.errors import Overloaded

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Places"]


class Places:
    """A number of requests at a time. One event loop owns it: it has no lock."""

    def __init__(self, requests: int) -> None:
        self._free = requests
        self._held: Counter[str] = Counter()

    @contextlib.contextmanager
    def admitted(self, sender: str) -> Iterator[None]:
        """Hold one of the places, from when a request's body is here until it is answered.

        A sender never has more places than are left for others, so one alone can't take them all.

        Raises:
            Overloaded: all places are taken, or this sender has its share.
        """
        if self._held[sender] >= self._free:
            raise Overloaded("too many requests at a time")
        self._free -= 1
        self._held[sender] += 1
        try:
            yield
        finally:
            self._free += 1
            self._held[sender] -= 1
            if not self._held[sender]:
                del self._held[sender]
