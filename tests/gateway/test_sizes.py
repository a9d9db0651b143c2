"""Requests too large for the next hop are split, and only a single item that is too large is cut."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import grpc
import grpc.aio
import httpx
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from gateway.hops import HOST, chained
from gateway.senders import over_grpc
from sealing.otlp_requests import EMAIL, fields, log, logs
from sealog import notices
from sealog_exporters.gateway.connecting import connect
from sealog_exporters.gateway.next_hop import Destination, Unavailable
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.signals import LOGS
from sealog_exporters.sealing.fitting import TOO_LARGE
from servers import free_port

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_a_request_that_grows_over_the_next_hops_limit_goes_out_in_parts(tmp_path: Path, protocol: str) -> None:
    limits = Limits(message_bytes=200_000, body_bytes=200_000)
    body = logs(*(log(f"{number} {EMAIL}") for number in range(2000))).SerializeToString()
    assert len(body) < 200_000

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol, hop_limits=limits, most=190_000) as (listeners, hop):
            await over_grpc(listeners, body)
            return hop.got

    got = [ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run())]
    assert len(got) > 1
    records = [record for part in got for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [int(record.body.string_value.split()[0]) for record in records] == list(range(2000))


@pytest.mark.parametrize("protocol", ["grpc", "http/protobuf"])
def test_a_next_hop_with_a_smaller_limit_gets_smaller_parts_and_the_operator_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], protocol: str
) -> None:
    notices._said.clear()
    limits = Limits(message_bytes=100_000, body_bytes=100_000)
    records = [log(f"{number} {EMAIL}", {"note": "x" * 20_000}) for number in range(20)]
    records[7].attributes.add(key="dump").value.bytes_value = bytes(120_000)

    async def run() -> list[tuple[str, bytes]]:
        async with chained(tmp_path, protocol=protocol, hop_limits=limits) as (listeners, hop):
            await over_grpc(listeners, logs(*records).SerializeToString())
            return hop.got

    parts = [ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run())]
    got = [record for part in parts for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [int(record.body.string_value.split()[0]) for record in got] == list(range(20))
    assert [int(fields(record)["sealog.uid"].split("-")[1]) for record in got] == list(range(1, 21))
    assert [number for number, record in enumerate(got) if fields(record).get("dump") == TOO_LARGE] == [7]
    assert all(fields(record)["note"] == "x" * 20_000 for record in got)
    told = capsys.readouterr().err
    assert "--max-request-mib must be below its limit" in told
    assert "an item of logs is larger than the next hop takes" in told


def test_a_quota_that_is_used_up_costs_nobody_a_text() -> None:
    async def exhausted(_: bytes, context: Any) -> bytes:
        await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "quota exceeded: 100 requests")
        raise AssertionError

    async def run() -> None:
        server = grpc.aio.server()
        handlers = {"Export": grpc.unary_unary_rpc_method_handler(exhausted)}
        service = LOGS.method.strip("/").split("/")[0]
        server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler(service, handlers)])
        port = server.add_insecure_port(f"{HOST}:0")
        await server.start()
        hop = connect(Destination(f"http://{HOST}:{port}", timeout_s=20))
        try:
            with pytest.raises(Unavailable):
                await hop.send(LOGS, logs(*[log("x" * 50_000)] * 20).SerializeToString())
        finally:
            await hop.close()
            await server.stop(0)

    asyncio.run(run())


def test_a_record_that_alone_is_too_large_is_cut_and_counted_and_others_arrive(tmp_path: Path) -> None:
    records = [log(f"{number} {EMAIL}", {"sender": EMAIL}) for number in range(3)]
    records[1].attributes.add(key="dump").value.bytes_value = bytes(200_000)

    async def run() -> tuple[list[tuple[str, bytes]], str]:
        status = f"{HOST}:{free_port()}"
        async with chained(tmp_path, most=100_000, status=status) as (listeners, hop):
            await over_grpc(listeners, logs(*records).SerializeToString())
            async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
                return hop.got, (await client.get(f"http://{status}/metrics")).text

    got, metrics = asyncio.run(run())
    assert all(len(body) <= 100_000 for _, body in got)
    parts = [ExportLogsServiceRequest.FromString(body) for _, body in got]
    found = [record for part in parts for record in part.resource_logs[0].scope_logs[0].log_records]
    assert [record.body.string_value.split()[0] for record in found] == ["0", "1", "2"]
    assert [fields(record).get("dump") for record in found] == [None, TOO_LARGE, None]
    assert 'sealog_gateway_cut_total{signal="logs"} 1' in metrics
