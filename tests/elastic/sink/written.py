"""Documents, and a writer that writes them inside one event loop."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

from sealog_exporters.elastic.sink import BulkClient, Counters, Writer, WriterSettings
from sealog_exporters.elastic.sink.documents.from_otlp import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from conftest import SmallElasticsearch

TARGET = "logs-shop.otel-default"


def documents(count: int, *, start: int = 0, text: str = "x", target: str = TARGET, ms: int = 0) -> list[Document]:
    now = ms or time.time_ns() // 1_000_000
    return [
        Document(
            target,
            f"u-{number}",
            json.dumps(
                {"@timestamp": str(now), "observed_timestamp": "1", "body": {"text": f"{text}{number}"}}
            ).encode(),
            now,
            "shop",
        )
        for number in range(start, start + count)
    ]


class Running:
    """A writer with its counts, inside one event loop."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.counters = Counters()
        self.client = BulkClient(url, {}, connections=8, timeout_s=settings.pop("timeout_s", 20.0))
        self.writer = Writer(self.client, self.counters, WriterSettings(**settings))

    async def write(self, found: Sequence[Document]) -> None:
        await self.writer.write(found)

    def outcomes(self) -> dict[str, int]:
        return {name: count for name, count in self.counters.records.items() if count}


def run(small: SmallElasticsearch, test: Callable[[Running], Coroutine[Any, Any, Any]], **settings: Any) -> Running:
    """Run a test inside a loop, with a writer of its own."""

    async def inside() -> Running:
        running = Running(small.url, **settings)
        try:
            await test(running)
        finally:
            await running.writer.close()
            await running.client.close()
        return running

    return asyncio.run(inside())


async def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        await asyncio.sleep(0.02)


def writing(*batches: Sequence[Document]) -> Callable[[Running], Coroutine[Any, Any, None]]:
    async def test(running: Running) -> None:
        for batch in batches:
            await running.write(batch)

    return test
