"""The embedded collector for development: OTLP in, a SQLite store and the alert engine behind it."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sealog_exporters.alerting.alerter import Alerter
from sealog_exporters.otlp.receiver import Receiver
from sealog_exporters.store.sqlite import LogStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.notifiers.targets import Target
    from sealog_exporters.alerting.rules import RuleFile
    from sealog_exporters.event import Event


@asynccontextmanager
async def embedded_collector(
    rules: RuleFile, *, grpc: str | None, http: str | None, store: Path, state_dir: Path, also: Sequence[Target] = ()
) -> AsyncIterator[Receiver]:
    """Run the embedded collector inside the block; gives the receiver, which knows its ports.

    A request is acknowledged when its records are on disk and counted; both are idempotent by `sealog.uid`, so a
    client that repeats after an error neither doubles a record nor an alert. `also` are places to tell beside those
    that the rules name.

    Raises:
        SettingError: a port is taken, or the state directory can't be used.
        StoreError: the store's file can't be used.
    """
    with LogStore(store) as logs:
        alerter = Alerter(rules, clock=time.time_ns, state_dir=state_dir, also=also)

        def keep_and_watch(events: Sequence[Event]) -> None:
            logs.add(events)
            alerter.feed(events)

        receiver = Receiver(keep_and_watch, grpc=grpc, http=http)
        try:
            await alerter.start()
            await receiver.start()
            yield receiver
        finally:
            await receiver.stop()
            await alerter.stop()
