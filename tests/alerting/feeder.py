"""A process that tests kill: reads `UID COUNT [CALL]` lines and feeds that many errors in one batch.

A record has the same time whenever it is sent. The answer says how many function calls the batch took, and how many of
its records were known. With a CALL the process kills itself at that call instead, with SIGKILL. A `settle` line is
answered once nothing waits to be delivered.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sealog_exporters.alerting import AlertingService, load_rules
from sealog_exporters.alerting.delivery.worker import Backoff
from sealog_exporters.event import Event

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = Event(
    time_unix_nano=0,
    observed_unix_nano=0,
    severity_number=17,
    severity_text="ERROR",
    body="out of stock",
    attributes={},
    resource={"service.name": "shop"},
    scope="",
    event_name="",
    trace_id="",
    span_id="",
)


@contextmanager
def counting_calls(last: int = 0) -> Iterator[list[int]]:
    """Count the calls of functions, those written in C included; kill the process at the `last` one."""
    seen = [0]

    def count(_frame: object, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            seen[0] += 1
            if seen[0] == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        yield seen
    finally:
        sys.setprofile(None)


async def main(rules: str, state: str, begin_ns: str) -> None:
    """Serve lines until the input ends."""
    service = AlertingService(
        load_rules(Path(rules)), clock=time.time_ns, state_dir=Path(state), backoff=Backoff(0.05, 0.2)
    )
    await service.start()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line == "settle\n":
            while service.stats()["waiting"]:  # noqa: ASYNC110 - the service has no event for it
                await asyncio.sleep(0.01)
            print("settled", flush=True)
            continue
        first, count, *call = map(int, line.split())
        batch = [
            TEMPLATE._replace(time_unix_nano=int(begin_ns) + number, attributes={"sealog.uid": f"s-{number}", "one": 1})
            for number in range(first, first + count)
        ]
        known = service.stats()["duplicates"]
        with counting_calls(*call) as calls:
            service.feed(batch)
        print(calls[0], service.stats()["duplicates"] - known, flush=True)
    await service.stop()


asyncio.run(main(*sys.argv[1:]))
