"""The alerting exporter: OTLP in, alerts out. It keeps no record."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sealog_exporters.alerting.alerter import Alerter
from sealog_exporters.otlp.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.notifiers.targets import Target
    from sealog_exporters.alerting.rules import RuleFile
    from sealog_exporters.event import Event


@asynccontextmanager
async def alerting_exporter(
    rules: RuleFile,
    *,
    grpc: str | None,
    http: str | None,
    state_dir: Path | None,
    also: Sequence[Target] = (),
    before: Callable[[Sequence[Event]], object] = lambda _: None,
) -> AsyncIterator[Receiver]:
    """Run the alerting exporter inside the block; gives the receiver, which knows its ports.

    `also` are places to tell beside those that the rules name. `before` gets the events first; where it raises, the
    sender is told to repeat them, and they are not counted.

    Raises:
        SettingError: a port is taken, or the state directory can't be used.
    """
    alerter = Alerter(rules, clock=time.time_ns, state_dir=state_dir, also=also)

    def sink(events: Sequence[Event]) -> None:
        before(events)
        alerter.feed(events)

    receiver = Receiver(sink, grpc=grpc, http=http)
    try:
        await alerter.start()
        await receiver.start()
        yield receiver
    finally:
        await receiver.stop()
        await alerter.stop()
