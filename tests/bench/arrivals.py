"""Where webhooks arrive in the benchmarks: a process of its own, so that it takes no time from the measured ones.

python arrivals.py        says its port, then one line of JSON a request: its moment (ns), path and body
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Arrival = tuple[int, Any]


async def serve() -> None:
    """Answer 200 to everything on connections that stay open, until stdin ends."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                moment = time.time_ns()
                lengths = [line for line in head.split("\r\n") if line.lower().startswith("content-length:")]
                body = await reader.readexactly(int(lengths[0].partition(":")[2]))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                print(json.dumps([moment, head.split(" ", 2)[1], json.loads(body)]), flush=True)
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)


class Arrivals:
    """What arrived, by path. Filled by a thread."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._by_path: dict[str, list[Arrival]] = defaultdict(list)

    def add(self, line: str) -> None:
        moment, path, body = json.loads(line)
        self._by_path[path].append((moment, body))

    def at(self, path: str) -> list[Arrival]:
        """Give (moment in ns, body) in the order of arrival."""
        return list(self._by_path[path])

    def wait(self, path: str, enough: Callable[[list[Arrival]], bool], seconds: float) -> list[Arrival]:
        """Wait until `enough`, at most `seconds`; give what is there then."""
        end = time.monotonic() + seconds
        while not enough(self.at(path)) and time.monotonic() < end:
            time.sleep(0.002)
        return self.at(path)


@contextmanager
def arrivals() -> Iterator[Arrivals]:
    """Run the process inside the block."""
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdout = process.stdout
        made = Arrivals(int(stdout.readline()))

        def read() -> None:
            for line in stdout:
                made.add(line)

        thread = Thread(target=read)
        thread.start()
        try:
            yield made
        finally:
            process.stdin.close()
            process.wait(30)
            thread.join()


if __name__ == "__main__":
    asyncio.run(serve())
