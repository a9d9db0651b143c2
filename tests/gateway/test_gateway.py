"""The gateway between real listeners: its output is sealed, and its answers are the next hop's."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio
import httpx
import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from gateway.hops import HOST, chained, settings
from gateway.senders import BODY, over_grpc, over_http
from sealing.otlp_requests import EMAIL, fields, log, logs
from sealog_exporters.otlp.encoding import _zstd
from sealog_exporters.otlp.errors import BadRequest, SinkFailed
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.access import Access
from sealog_exporters.otlp.signals import TRACES

if TYPE_CHECKING:
    from pathlib import Path


zstd: Any = _zstd()


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_logs_and_traces_come_out_sealed_whichever_way_they_came_in(tmp_path: Path, protocol: str) -> None:
    spans = ExportTraceServiceRequest()
    spans.resource_spans.add().scope_spans.add().spans.add(name=f"for {EMAIL}")
    as_json = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": f"to {EMAIL}"}}]}]}]}

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            assert await over_grpc(listeners, BODY) == b""
            await over_grpc(listeners, BODY, compression=grpc.Compression.Gzip)
            await over_grpc(listeners, spans.SerializeToString(), TRACES.method)
            for answer in (
                await over_http(listeners, BODY),
                await over_http(listeners, gzip.compress(BODY), content_encoding="gzip"),
                await over_http(listeners, zstd.compress(BODY), content_encoding="zstd"),
                await over_http(listeners, json.dumps(as_json).encode(), content_type="application/json"),
            ):
                assert answer.status_code == 200
            assert answer.json() == {}
            return hop.got

    got = asyncio.run(run())
    assert [name for name, _ in got] == ["logs", "logs", "traces", *["logs"] * 4]
    for _, body in got:
        assert EMAIL.encode() not in body
        assert b"seal1~email_address~" in body


def test_a_request_sent_again_has_the_same_record_ids_over_either_transport(tmp_path: Path) -> None:
    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path) as (listeners, hop):
            await over_grpc(listeners, BODY)
            await over_http(listeners, gzip.compress(BODY), content_encoding="gzip")
            return hop.got

    ids = [
        [fields(record)["sealog.uid"] for record in request.resource_logs[0].scope_logs[0].log_records]
        for request in (ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run()))
    ]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_nothing_is_acknowledged_that_the_next_hop_has_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def run() -> None:
        async with chained(tmp_path) as (listeners, hop):
            hop.error = SinkFailed("no")
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await over_grpc(listeners, BODY)
            assert failed.value.code() is grpc.StatusCode.UNAVAILABLE
            details = dict(failed.value.trailing_metadata() or ())["grpc-status-details-bin"]
            assert "RetryInfo" in Status.FromString(bytes(details)).details[0].type_url
            answer = await over_http(listeners, BODY)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            hop.error = None
            await over_grpc(listeners, BODY)
            assert len(hop.got) == 1

    asyncio.run(run())
    told = capsys.readouterr().err
    assert told.count("the next hop") == 2
    assert EMAIL not in told


def test_an_unreachable_next_hop_is_told_to_the_sender_as_unavailable(tmp_path: Path) -> None:
    async def run(protocol: str) -> None:
        async with chained(tmp_path, protocol=protocol) as (listeners, _):
            pass
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            hop.error = RuntimeError("broken")
            answer = await over_http(listeners, BODY)
            assert answer.status_code == 503

    asyncio.run(run("grpc"))
    asyncio.run(run("http/protobuf"))


def test_what_the_next_hop_refuses_for_good_is_refused_for_good(tmp_path: Path) -> None:
    async def run(protocol: str) -> None:
        async with chained(tmp_path, protocol=protocol) as (listeners, hop):
            hop.error = BadRequest("secret reason")
            answer = await over_http(listeners, BODY)
            assert answer.status_code == 400
            assert b"secret reason" not in answer.content
            with pytest.raises(grpc.aio.AioRpcError) as failed:
                await over_grpc(listeners, BODY)
            assert failed.value.code() is grpc.StatusCode.INVALID_ARGUMENT

    asyncio.run(run("grpc"))
    asyncio.run(run("http/protobuf"))


def test_what_the_next_hop_rejected_of_a_request_is_told_to_the_sender(tmp_path: Path) -> None:
    rejected = ExportLogsServiceResponse()
    rejected.partial_success.rejected_log_records = 2
    rejected.partial_success.error_message = "why"

    async def run() -> None:
        async with chained(tmp_path, most=1000) as (listeners, hop):
            hop.response = rejected.SerializeToString()
            many = logs(*(log(f"{number} {EMAIL}") for number in range(9))).SerializeToString()
            answer = ExportLogsServiceResponse.FromString(await over_grpc(listeners, many))
            assert len(hop.got) > 1
            assert answer.partial_success.rejected_log_records == 2 * len(hop.got)
            assert answer.partial_success.error_message == "why"
            in_json = await over_http(
                listeners, b'{"resourceLogs": [{"scopeLogs": [{"logRecords": [{}]}]}]}', content_type="application/json"
            )
            assert in_json.json()["partialSuccess"] == {"rejectedLogRecords": "2", "errorMessage": "why"}

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"\x0b", {}, 400),
        (gzip.compress(bytes(40 << 20)), {"content_encoding": "gzip"}, 413),
        (zstd.compress(bytes(40 << 20)), {"content_encoding": "zstd"}, 413),
        (zstd.compress(BODY)[:-1], {"content_encoding": "zstd"}, 400),
        (b"(\xb5/\xfd\x00\xff" + bytes(99), {"content_encoding": "zstd"}, 400),
        (gzip.compress(BODY), {"content_encoding": "zstd"}, 400),
        (b"x", {"content_encoding": "br"}, 415),
        (b"\x0a\x00" * 600_000, {}, 413),
        (b"[" * 2_000_000, {"content_type": "application/json"}, 400),
        (b"x" * (5 << 20), {}, 413),
        (b"{}", {"content_type": "text/plain"}, 415),
    ],
    ids=[
        *("malformed", "gzip bomb", "zstd bomb", "zstd cut", "zstd with a huge window", "gzip as zstd", "brotli"),
        *("values", "nesting", "length", "type"),
    ],
)
def test_hostile_requests_are_refused_and_others_go_on(
    tmp_path: Path, body: bytes, headers: dict[str, str], status: int
) -> None:
    async def run() -> None:
        async with chained(tmp_path) as (listeners, hop):
            assert (await over_http(listeners, body, **headers)).status_code == status
            assert (await over_http(listeners, BODY)).status_code == 200
            assert len(hop.got) == 1

    asyncio.run(run())


def test_without_a_bundle_it_masks_and_health_says_so(tmp_path: Path) -> None:
    async def run() -> bytes:
        async with chained(tmp_path, settings=settings(tmp_path, bundle=False)) as (listeners, hop):
            assert (await over_http(listeners, BODY)).status_code == 200
            async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
                health = await client.get(f"http://{HOST}:{listeners.http_port}/healthz")
            assert health.status_code == 503
            assert "bundle.json" in health.text
            return hop.got[0][1]

    body = asyncio.run(run())
    assert b"to [masked:email_address]" in body


@pytest.mark.parametrize(("bundle", "status"), [(True, b"\x08\x01"), (False, b"\x08\x02")])
def test_health_over_grpc_says_what_health_over_http_says(tmp_path: Path, bundle: bool, status: bytes) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("shop 0123456789abcdef0123\n")
    service = b"opentelemetry.proto.collector.logs.v1.LogsService"
    named = b"\x0a" + bytes([len(service)]) + service

    async def run() -> None:
        given = settings(tmp_path, bundle=bundle)
        async with chained(tmp_path, settings=given, access=Access(tokens)) as (listeners, hop):
            for request in (b"", named):
                assert await over_grpc(listeners, request, "/grpc.health.v1.Health/Check") == status
            for request, code in (
                (b"\x0a\x03foo", grpc.StatusCode.NOT_FOUND),
                (b"\x0a\xff", grpc.StatusCode.INVALID_ARGUMENT),
            ):
                with pytest.raises(grpc.aio.AioRpcError) as failed:
                    await over_grpc(listeners, request, "/grpc.health.v1.Health/Check")
                assert failed.value.code() is code
            assert not hop.got

    asyncio.run(run())


def test_one_sender_alone_has_half_of_the_places_and_is_told_when_to_come_again(tmp_path: Path) -> None:
    async def run() -> None:
        async with chained(tmp_path, limits=Limits(requests=2)) as (listeners, hop):
            hop.gate = asyncio.Event()
            first = asyncio.create_task(over_grpc(listeners, BODY))
            await hop.entered.wait()
            with pytest.raises(grpc.aio.AioRpcError) as refused:
                await over_grpc(listeners, BODY)
            assert refused.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED
            details = dict(refused.value.trailing_metadata() or ())["grpc-status-details-bin"]
            assert "RetryInfo" in Status.FromString(bytes(details)).details[0].type_url
            answer = await over_http(listeners, BODY)
            assert (answer.status_code, answer.headers["retry-after"]) == (429, "1")
            hop.gate.set()
            await first

    asyncio.run(run())
