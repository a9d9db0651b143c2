"""The writer against a small Elasticsearch that fails in every way: nothing is lost, nothing is doubled."""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from sealog_exporters.elastic.sink import DEAD_LETTER
from sealog_exporters.otlp.errors import Overloaded, SinkFailed

if TYPE_CHECKING:
    from conftest import SmallElasticsearch
from elastic.sink.written import TARGET, Running, documents, run, until, writing

REFUSAL = 400, "document_parsing_exception", "failed to parse field [a]"


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


def test_a_request_is_sent_back_when_its_time_is_over_and_leaves_nothing(small: SmallElasticsearch) -> None:
    small.fault = lambda *_: 503

    async def test(running: Running) -> None:
        with pytest.raises(SinkFailed, match="in time"):
            await running.write(documents(10))
        small.fault = lambda *_: None
        await until(lambda: running.writer._pending.size == 0)

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
        await until(lambda: running.writer.problem() != "")
        assert running.writer.problem() == "Elasticsearch takes no records: HTTP 401 (security_exception)"
        small.fault = lambda *_: None
        await writing_them
        assert running.writer.problem() == ""

    run(small, test)
