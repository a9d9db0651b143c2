"""The alerting exporter: OTLP in, alerts out. It keeps no record."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sealog_exporters.alerting.alerter import Alerter
from sealog_exporters.otlp.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sealog_exporters.alerting.rules import RuleFile


@asynccontextmanager
async def alerting_exporter(
    rules: RuleFile, *, grpc: str | None, http: str | None, state_dir: Path | None
) -> AsyncIterator[Receiver]:
    """Run the alerting exporter inside the block; gives the receiver, which knows its ports.

    Raises:
        SettingError: a port is taken, or the state directory can't be used.
    """
    alerter = Alerter(rules, clock=time.time_ns, state_dir=state_dir)
    receiver = Receiver(alerter.feed, grpc=grpc, http=http)
    try:
        await alerter.start()
        await receiver.start()
        yield receiver
    finally:
        await receiver.stop()
        await alerter.stop()
