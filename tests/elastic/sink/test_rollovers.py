"""A data stream rolls over while the writer writes: nothing is doubled, and live records cost no search."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from sealog_exporters.elastic.sink.rollovers import Rollovers

if TYPE_CHECKING:
    from conftest import SmallElasticsearch
from elastic.sink.written import TARGET, documents, run, writing


def test_a_rollover_between_two_attempts_doubles_nothing(small: SmallElasticsearch) -> None:
    small.aliases[TARGET] = ["logs-1"]
    small.made = {"logs-1": 1}

    def stored_but_not_told(number: int, _: object) -> int | None:
        if number > 1:
            return None
        small.bulk(small.bulks[-1])
        small.made["logs-2"] = time.time_ns() // 1_000_000 + 1
        small.aliases[TARGET].append("logs-2")
        return 502

    small.fault = stored_but_not_told
    running = run(small, writing(documents(30)))
    assert sorted(small.stored(TARGET)) == sorted(f"u-{number}" for number in range(30))
    assert running.outcomes() == {"there_already": 30}


def test_what_another_process_stored_before_a_rollover_is_not_stored_again(small: SmallElasticsearch) -> None:
    now = time.time_ns() // 1_000_000
    old, new = documents(5, ms=now - 3_600_000), documents(5, start=5, ms=now)
    run(small, writing(old))
    small.documents["logs-1"] = small.documents.pop(TARGET)
    small.aliases[TARGET] = ["logs-1", "logs-2"]
    small.made = {"logs-1": 1, "logs-2": now - 600_000}
    running = run(small, writing(old + new))
    assert running.outcomes() == {"there_already": 5, "stored": 5}
    assert len(small.stored(TARGET)) == 10


def test_live_records_cost_no_search_after_a_rollover(small: SmallElasticsearch) -> None:
    small.aliases[TARGET] = ["logs-1", "logs-2"]
    small.made = {"logs-1": 1, "logs-2": time.time_ns() // 1_000_000 - 3_600_000}
    run(small, writing(documents(5), documents(5, start=5)))
    assert not [asked for asked in small.asked if "_search" in asked]
    assert sum("_settings" in asked for asked in small.asked) == 1


def test_rollovers_are_asked_for_again_when_a_document_went_to_a_new_index() -> None:
    asked: list[str] = []

    class Client:
        async def ask(self, _method: str, path: str) -> dict[str, Any]:
            asked.append(path)
            return {}

    async def inside() -> None:
        rollovers = Rollovers(Client())  # type: ignore[arg-type] # all that it uses
        for index in ("a", "a", "b"):
            await rollovers.older(documents(1), 100.0)
            rollovers.wrote(TARGET, index)
        await rollovers.older(documents(1), 100.0)

    asyncio.run(inside())
    assert len(asked) == 2
