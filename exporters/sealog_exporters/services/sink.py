"""The Elasticsearch sink: OTLP logs in, acknowledged when Elasticsearch has them. It keeps no record and no key."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from sealog_exporters.elastic.sink import BulkClient, Counters, Writer
from sealog_exporters.elastic.sink.handler import SinkHandler
from sealog_exporters.elastic.sink.prepare import prepare
from sealog_exporters.gateway.status_app import StatusApp
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.services.listening import listening
from sealog_exporters.services.template_metrics import exported
from sealog_exporters.templates.stamper import Stamper

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sealog_exporters.elastic.sink import Targets, WriterSettings
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["sink"]

_CONNECTIONS = 10
_TIMEOUT_S = 60.0
"""A bulk request that takes longer is sent again. Elasticsearch itself gives up waiting for a shard after 60 s."""


@asynccontextmanager
async def sink(  # noqa: PLR0913 - one place wires the service; all but the URL are named
    url: str,
    *,
    targets: Targets,
    settings: WriterSettings,
    grpc: str | None,
    http: str | None,
    status: str | None = None,
    access: Access | None = None,
    tls: Tls | None = None,
    limits: Limits | None = None,
    timeout_s: float = _TIMEOUT_S,
    templates: Path | None = None,
) -> AsyncIterator[Listeners]:
    """Run the sink inside the block; gives the listeners, which know their ports.

    Args:
        url: of Elasticsearch; for credentials see `Connection`.
        targets: names the data streams.
        settings: bounds of the writer.
        grpc: `HOST:PORT` of OTLP/gRPC, None for none.
        http: `HOST:PORT` of OTLP/HTTP, None for none.
        status: `HOST:PORT` of health and metrics, None for none.
        access: who may send; None: anybody.
        tls: certificates of the listeners; None: no TLS.
        limits: bounds of the listeners.
        timeout_s: seconds after which a bulk request without an answer is sent again.
        templates: file of the records' templates; None keeps them in memory.

    Raises:
        SettingError: a port is taken, the URL or a credential is misspelled, or the file of templates can't be used.
    """
    limits, counters = limits or Limits(), Counters()
    client = BulkClient(url, os.environ, connections=_CONNECTIONS, timeout_s=timeout_s)
    writer = Writer(client, counters, settings)
    stamper = Stamper(templates)
    handler = SinkHandler(writer, targets, counters, limits, time.time_ns, stamper)
    listeners = Listeners(handler, grpc=grpc, http=http, limits=limits, access=access, tls=tls)
    about = StatusApp(counters, handler.problem)
    asking = asyncio.ensure_future(prepare(client, targets))
    try:
        async with listening(listeners, about, status, limits, settings.answer_within_s):
            with exported(stamper.meter, "sealog-sink"):
                yield listeners
    finally:
        asking.cancel()
        with suppress(asyncio.CancelledError):
            await asking
        handler.close()
        stamper.close()
        await writer.close()
        await client.close()
