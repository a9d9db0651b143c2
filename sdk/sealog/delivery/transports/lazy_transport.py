"""A transport that is made when the first request is sent, in the thread that sends it.

Certificates take milliseconds to load, and may not exist yet: a logging call must not wait for them.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.transports.interface import Answer, Transport


class LazyTransport:
    """The transport that `connect` makes, see `Transport`; `connect` is called again as long as it raises."""

    def __init__(self, connect: Callable[[], Transport]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._made: Transport | None = None

    def send(self, request: bytes) -> Answer:
        """See `Transport`; but errors of `connect` are raised."""
        with self._lock:
            if self._made is None:
                self._made = self._connect()
        return self._made.send(request)

    def close(self) -> None:
        """See `Transport`."""
        if self._made is not None:
            self._made.close()
