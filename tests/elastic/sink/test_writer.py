"""The writer against a small Elasticsearch that fails in every way: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from sealog_exporters.elastic.sink import DEAD_LETTER, BulkClient, Counters, Writer, WriterSettings
from sealog_exporters.elastic.sink.documents.from_otlp import Document
from sealog_exporters.elastic.sink.rollovers import Rollovers
from sealog_exporters.otlp.errors import Overloaded, SinkFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from conftest import SmallElasticsearch

TARGET = "logs-shop.otel-default"
REFUSAL = 400, "document_parsing_exception", "failed to parse field [a]"


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


def writing(*batches: Sequence[Document]) -> Callable[[Running], Coroutine[Any, Any, None]]:
    async def test(running: Running) -> None:
        for batch in batches:
            await running.write(batch)

    return test


def test_what_is_written_is_stored_once_whole(small: SmallElasticsearch) -> None:
    running = run(small, writing(documents(1000)))
    assert len(small.stored(TARGET)) == 1000
    assert running.outcomes() == {"stored": 1000}
    assert running.counters.pending_bytes == 0


@pytest.mark.parametrize("status", [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 504])
def test_a_refused_request_is_sent_again_until_it_is_taken(small: SmallElasticsearch, status: int) -> None:
    small.error = b"<html>"  # what a proxy answers
    small.fault = lambda number, _: status if number < 4 else None
    running = run(small, writing(documents(20)))
    assert len(small.stored(TARGET)) == 20
    assert running.outcomes() == {"stored": 20}


def test_a_cut_answer_neither_loses_nor_doubles(small: SmallElasticsearch) -> None:
    small.fault = lambda number, _: "cut" if number < 3 else None
    running = run(small, writing(documents(50)))
    assert len(small.stored(TARGET)) == 50
    assert running.outcomes() == {"there_already": 50}


@pytest.mark.parametrize(
    ("status", "kind"),
    [(429, "es_rejected_execution_exception"), (403, "cluster_block_exception"), (503, "x"), (404, "x")],
)
def test_documents_that_are_refused_for_now_are_sent_again(small: SmallElasticsearch, status: int, kind: str) -> None:
    refusals = iter([(status, kind, "r")] * 8)
    small.refuse = lambda _, source: next(refusals, None) if source["body"]["text"] > "x5" else None
    running = run(small, writing(documents(10)))
    assert len(small.stored(TARGET)) == 10
    assert running.outcomes() == {"stored": 10}


def test_a_blocked_target_does_not_hold_up_another(small: SmallElasticsearch) -> None:
    small.refuse = lambda target, _: (403, "cluster_block_exception", "") if target == "logs-b" else None

    async def test(running: Running) -> None:
        blocked = asyncio.ensure_future(running.write(documents(5, target="logs-b")))
        await asyncio.sleep(0)
        await running.write(documents(5))
        assert not blocked.done()
        small.refuse = lambda *_: None
        await blocked

    run(small, test)
    assert (len(small.stored(TARGET)), len(small.stored("logs-b"))) == (5, 5)


def test_what_is_refused_for_good_becomes_a_dead_letter_with_the_reason(small: SmallElasticsearch) -> None:
    small.refuse = lambda target, source: REFUSAL if target == TARGET and "x3" in str(source) else None
    found = documents(6)
    running = run(small, writing(found, found))
    assert sorted(small.stored(TARGET)) == ["u-0", "u-1", "u-2", "u-4", "u-5"]
    (letter,) = small.stored(DEAD_LETTER).values()
    assert (letter["target"], letter["id"], letter["service"]) == (TARGET, "u-3", "shop")
    assert letter["reason"] == {"type": REFUSAL[1], "text": REFUSAL[2]}
    assert json.loads(letter["document"]) == json.loads(found[3].line)
    assert running.outcomes() == {"stored": 5, "there_already": 5, "dead_letter": 2}


def test_a_dead_letter_that_can_not_be_stored_is_not_acknowledged(small: SmallElasticsearch) -> None:
    small.refuse = lambda *_: REFUSAL

    async def test(running: Running) -> None:
        with pytest.raises(SinkFailed):
            await running.write(documents(1))

    run(small, test, answer_within_s=0.5)


def test_one_document_that_spoils_a_request_is_found_by_halving(small: SmallElasticsearch) -> None:
    def spoilt(_: int, pairs: list[tuple[str, str, Any]]) -> int | None:
        return 400 if any(target == TARGET and identity == "u-13" for target, identity, _ in pairs) else None

    small.fault = spoilt
    running = run(small, writing(documents(32)))
    assert running.outcomes() == {"stored": 31, "dead_letter": 1}
    assert [letter["id"] for letter in small.stored(DEAD_LETTER).values()] == ["u-13"]


def test_requests_become_smaller_until_they_pass(small: SmallElasticsearch) -> None:
    small.fault = lambda _, pairs: 413 if len(json.dumps(pairs)) > 400_000 else None
    running = run(small, writing(documents(300, text="x" * 5000)))
    assert len(small.stored(TARGET)) == 300
    assert running.counters.batch_bytes <= 800_000


def test_another_record_under_a_taken_id_is_kept_and_counted(small: SmallElasticsearch) -> None:
    running = run(small, writing(documents(3), documents(3, text="other"), documents(3, text="other")))
    assert len(small.stored(TARGET)) == 6
    assert sum(name.startswith("u-1~") for name in small.stored(TARGET)) == 1
    assert running.outcomes() == {"stored": 3, "other_content": 3, "there_already": 3}


def test_equal_ids_in_one_request_are_compared_too(small: SmallElasticsearch) -> None:
    ms = time.time_ns() // 1_000_000
    same, again, other = (documents(2, ms=ms, text=text) for text in ("x", "x", "other"))
    running = run(small, writing([*same, *again, *other]))
    assert len(small.stored(TARGET)) == 4
    assert running.outcomes() == {"stored": 2, "there_already": 2, "other_content": 2}


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


def test_a_request_is_sent_back_when_its_time_is_over_and_leaves_nothing(small: SmallElasticsearch) -> None:
    small.fault = lambda *_: 503

    async def test(running: Running) -> None:
        with pytest.raises(SinkFailed, match="in time"):
            await running.write(documents(10))
        small.fault = lambda *_: None
        await asyncio.sleep(1.0)
        assert running.writer._pending.size == 0

    run(small, test, answer_within_s=0.3)


def test_what_is_on_its_way_is_bounded_for_all_and_for_each_target(small: SmallElasticsearch) -> None:
    small.fault = lambda *_: 503

    async def test(running: Running) -> None:
        filling = asyncio.ensure_future(running.write(documents(40)))
        await asyncio.sleep(0)
        with pytest.raises(Overloaded, match="one service"):
            await running.write(documents(40, start=40))
        other = asyncio.ensure_future(running.write(documents(20, target="logs-b")))
        await asyncio.sleep(0)
        with pytest.raises(Overloaded, match="too many records are"):
            await running.write(documents(50, target="logs-c"))
        small.fault = lambda *_: None
        await asyncio.gather(filling, other)

    run(small, test, pending_bytes=16_000)


def test_the_time_that_elasticsearch_asks_for_is_waited(small: SmallElasticsearch) -> None:
    moments: list[float] = []

    def busy(number: int, _: object) -> int | None:
        moments.append(time.monotonic())
        small.headers = {"retry-after": "2"} if number == 1 else {}
        return 429 if number == 1 else None

    small.fault = busy
    run(small, writing(documents(1)))
    assert moments[1] - moments[0] >= 2.0


def test_a_server_that_knows_no_include_source_on_error_is_asked_without(small: SmallElasticsearch) -> None:
    small.error = {
        "error": {"type": "illegal_argument_exception", "reason": "unrecognized parameter: [include_source_on_error]"}
    }
    small.fault = lambda *_: 400 if "include_source_on_error" in small.asked[-1] else None
    run(small, writing(documents(3)))
    assert len(small.stored(TARGET)) == 3


def test_trouble_is_told_only_when_it_lasts(small: SmallElasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.elastic.sink.trouble._AWAY_S", 0.2)
    small.fault = lambda *_: 401
    small.error = {"error": {"type": "security_exception"}}

    async def test(running: Running) -> None:
        writing_them = asyncio.ensure_future(running.write(documents(3)))
        assert running.writer.problem() == ""
        await asyncio.sleep(1.0)
        assert running.writer.problem() == "Elasticsearch takes no records: HTTP 401 (security_exception)"
        small.fault = lambda *_: None
        await writing_them
        assert running.writer.problem() == ""

    run(small, test)


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
