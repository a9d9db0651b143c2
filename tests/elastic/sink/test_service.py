"""The sink as senders see it: OTLP in, an answer once Elasticsearch has the records, and the truth about its health."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx

from sealog_exporters.elastic.sink import Targets, WriterSettings
from sealog_exporters.services.sink import sink

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    import pytest

    from conftest import SmallElasticsearch

TARGET = "logs-shop.otel-default"


def request(*bodies: str) -> dict[str, Any]:
    records = [
        {
            "timeUnixNano": "1721314113467654123",
            "body": {"stringValue": body},
            "attributes": [{"key": "sealog.uid", "value": {"stringValue": f"s-{body}"}}],
        }
        for body in bodies
    ]
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]}
    return {"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": records}]}]}


def run(
    small: SmallElasticsearch, test: Callable[[httpx.AsyncClient], Coroutine[Any, Any, None]], **bounds: Any
) -> None:
    async def inside() -> None:
        service = sink(
            small.url,
            targets=Targets(),
            settings=WriterSettings(**{"answer_within_s": 20.0, **bounds}),
            grpc=None,
            http="127.0.0.1:0",
        )
        async with (
            service as listeners,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{listeners.http_port}", timeout=60) as client,
        ):
            await test(client)

    asyncio.run(inside())


def test_a_request_is_acknowledged_when_its_records_are_stored(small: SmallElasticsearch) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        answer = await client.post("/v1/logs", json=request("a", "b"))
        assert (answer.status_code, sorted(small.stored(TARGET))) == (200, ["s-a", "s-b"])
        assert small.stored(TARGET)["s-a"]["body"] == {"text": "a"}

    run(small, test)


def test_what_is_not_stored_in_time_is_sent_back_to_come_again(small: SmallElasticsearch) -> None:
    small.fault = lambda *_: 503

    async def test(client: httpx.AsyncClient) -> None:
        answer = await client.post("/v1/logs", json=request("a"))
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        small.fault = lambda *_: None
        for _ in range(100):  # a busy machine may miss the short time again: then it is sent again, as senders do
            answer = await client.post("/v1/logs", json=request("a"))
            if answer.status_code != 503:
                break
        assert answer.status_code == 200

    run(small, test, answer_within_s=0.5)
    assert list(small.stored(TARGET)) == ["s-a"]


def test_traces_are_refused_and_not_thrown_away(small: SmallElasticsearch) -> None:
    async def test(client: httpx.AsyncClient) -> None:
        answer = await client.post("/v1/traces", json={"resourceSpans": []})
        assert answer.status_code == 400
        assert "logs only" in answer.text

    run(small, test)


def test_our_own_fault_is_an_answer_that_senders_repeat_and_tells_nothing(
    small: SmallElasticsearch, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: Any) -> Any:
        raise ValueError(json.dumps(request("jane@example.com")))

    monkeypatch.setattr("sealog_exporters.elastic.sink.handler.documents", broken)

    async def test(client: httpx.AsyncClient) -> None:
        answer = await client.post("/v1/logs", json=request("jane@example.com"))
        assert answer.status_code == 503
        assert "jane" not in answer.text

    run(small, test)
    assert "jane" not in capsys.readouterr().err


def test_health_says_why_records_are_not_stored(small: SmallElasticsearch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.elastic.sink.trouble._AWAY_S", 0.1)
    small.fault = lambda *_: 403
    small.error = {"error": {"type": "security_exception"}}

    async def test(client: httpx.AsyncClient) -> None:
        assert (await client.get("/healthz")).status_code == 200
        for _ in range(100):  # a busy machine may have asked Elasticsearch only once, or not at all
            await client.post("/v1/logs", json=request("a"))
            answer = await client.get("/healthz")
            if answer.status_code != 200:
                break
        assert answer.status_code == 503
        assert "HTTP 403 (security_exception)" in answer.text

    run(small, test, answer_within_s=0.6)
