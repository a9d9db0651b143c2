"""A process that tests kill: reads lines from its input and answers `ok` to each.

`feed UID COUNT` feeds that many errors in one batch; a record has the same time whenever it is fed. `known` is answered
by the number of records that had come before. `delivered COUNT` waits for so many deliveries, `settled` until nothing
waits to be delivered. `die COUNT` makes the process kill itself when it begins the COUNT-th SQL statement from then on.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from itertools import count
from pathlib import Path

from sealog_exporters.alerting import AlertingService, load_rules
from sealog_exporters.alerting.delivery.retry_backoff import Backoff
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


def error(number: int, begin_ns: int) -> Event:
    """Make an error, which a collector that sends it again does not change."""
    return TEMPLATE._replace(time_unix_nano=begin_ns + number, attributes={"sealog.uid": f"s-{number}", "one": 1})


def die_at(service: AlertingService, statement: int) -> None:
    """Kill the process as nothing can prevent when it begins the `statement`-th SQL statement from now on."""
    numbers = count(1)

    def seen(_: str) -> None:
        if next(numbers) == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    service._store._database._connection.set_trace_callback(seen)


async def deliveries(service: AlertingService, number: int) -> None:
    """Wait until so many notifications are delivered and noted."""
    while service.stats()["delivered"] < number:  # noqa: ASYNC110 - the service has no event for it
        await asyncio.sleep(0.005)


async def settled(service: AlertingService) -> None:
    """Wait until nothing waits to be delivered, and that is noted."""
    while service.stats()["waiting"]:  # noqa: ASYNC110 - the service has no event for it
        await asyncio.sleep(0.005)


async def main(rules: str, state: str, begin_ns: str) -> None:
    """Serve lines until the input ends."""
    service = AlertingService(
        load_rules(Path(rules)), clock=time.time_ns, state_dir=Path(state), backoff=Backoff(0.05, 0.2)
    )
    await service.start()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        command, *numbers = line.split()
        if command == "feed":
            first, number = map(int, numbers)
            service.feed([error(first + place, int(begin_ns)) for place in range(number)])
        elif command == "die":
            die_at(service, int(numbers[0]))
        elif command == "delivered":
            await deliveries(service, int(numbers[0]))
        elif command == "settled":
            await settled(service)
        print(service.stats()["duplicates"] if command == "known" else "ok", flush=True)
    await service.stop()


asyncio.run(main(*sys.argv[1:]))
