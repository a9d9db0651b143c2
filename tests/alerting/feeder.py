"""A process that tests kill: reads `UID COUNT` lines, feeds that many errors in one batch, answers `ok`."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from sealog_exporters.alerting import AlertingService, load_rules
from sealog_exporters.alerting.delivery.worker import Backoff
from sealog_exporters.event import Event

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


async def main(rules: str, state: str) -> None:
    """Serve lines until the input ends."""
    service = AlertingService(
        load_rules(Path(rules)), clock=time.time_ns, state_dir=Path(state), backoff=Backoff(0.05, 0.2)
    )
    await service.start()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        first, count = map(int, line.split())
        now = time.time_ns()
        service.feed(
            [
                TEMPLATE._replace(time_unix_nano=now, attributes={"sealog.uid": f"s-{first + i}", "one": 1})
                for i in range(count)
            ]
        )
        print("ok", flush=True)
    await service.stop()


asyncio.run(main(*sys.argv[1:]))
