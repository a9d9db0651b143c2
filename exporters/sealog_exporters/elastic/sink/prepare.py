"""Asks Elasticsearch, once it answers, whether it has data streams and which targets exist."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog_exporters.elastic.sink.bulk import BulkClient
    from sealog_exporters.elastic.sink.documents.targets import Targets

__all__ = ["prepare"]

_AGAIN_S = 5.0
_THERE = {200, 403, 404}
"""Answers of the API of data streams, where there is one, to a name that is not there or not ours to see."""
_LACKING = {400, 405}


async def prepare(client: BulkClient, targets: Targets) -> None:
    """Ask until Elasticsearch answers; records are written meanwhile."""
    while True:
        status = await client.status("/_data_stream/sealog-no-such-name")
        if status in _THERE:
            client.require_data_streams()
        if status in _THERE | _LACKING:
            found = await client.ask("GET", "/_resolve/index/logs-*.otel-*")
            if found is not None:
                kinds = (found.get(kind, []) for kind in ("indices", "aliases", "data_streams"))
                targets.add(str(item["name"]) for items in kinds for item in items if "name" in item)
                return
        await asyncio.sleep(_AGAIN_S)
