"""The webhook receiver of the tour: keeps each body and the moment it came. It answers 200 to everything."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from sealog.errors import SealogError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Hook:
    """Where alerts arrive: `url`, and (moment in ns, body) of each in the order of arrival."""

    def __init__(self, url: str, arrivals: asyncio.Queue[tuple[int, dict[str, Any]]]) -> None:
        self.url = url
        self._arrivals = arrivals

    async def next(self, timeout_s: float) -> tuple[int, dict[str, Any]]:
        """Wait for the next webhook.

        Raises:
            SealogError: none came in time.
        """
        try:
            return await asyncio.wait_for(self._arrivals.get(), timeout_s)
        except asyncio.TimeoutError:
            raise SealogError(f"no webhook came within {timeout_s:.0f} s") from None


@asynccontextmanager
async def listening_hook() -> AsyncIterator[Hook]:
    """Listen on a free port of this machine inside the block."""
    loop = asyncio.get_running_loop()
    arrivals: asyncio.Queue[tuple[int, dict[str, Any]]] = asyncio.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            moment = time.time_ns()
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            loop.call_soon_threadsafe(arrivals.put_nowait, (moment, body))

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield Hook(f"http://127.0.0.1:{server.server_port}/hook", arrivals)
    finally:
        await asyncio.to_thread(server.shutdown)
        thread.join()
        server.server_close()
