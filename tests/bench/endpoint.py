"""The receiving side of the benchmarks: an OTLP receiver in its own process that only counts.

python endpoint.py        says its gRPC port, then the number of records received at each line it reads
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sealog_exporters.otlp.server.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sealog_exporters.event import Event


async def serve() -> None:
    """Count until stdin ends."""
    received = 0

    def keep(events: Sequence[Event]) -> None:
        nonlocal received
        received += len(events)

    receiver = Receiver(keep, grpc="127.0.0.1:0", http=None)
    await receiver.start()
    print(receiver.grpc_port, flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(received, flush=True)
    await receiver.stop(0)


@contextmanager
def counting_endpoint() -> Iterator[tuple[str, Callable[[], int]]]:
    """Start it; gives its address and what tells how many records it has received."""
    command = [sys.executable, __file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        stdin, stdout = process.stdin, process.stdout
        port = int(stdout.readline())

        def received() -> int:
            stdin.write("\n")
            stdin.flush()
            return int(stdout.readline())

        try:
            yield f"http://127.0.0.1:{port}", received
        finally:
            stdin.close()
            process.wait(30)


if __name__ == "__main__":
    asyncio.run(serve())
