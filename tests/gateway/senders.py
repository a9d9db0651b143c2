"""Senders of OTLP to a gateway under test, one request each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc.aio
import httpx

from gateway.hops import HOST
from sealing.otlp_requests import EMAIL, log, logs
from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from sealog_exporters.otlp.server.listeners import Listeners

BODY = logs(log(f"to {EMAIL}"), log("clean")).SerializeToString()
PROTOBUF = {"content-type": "application/x-protobuf"}


async def over_grpc(listeners: Listeners, body: bytes, method: str = LOGS.method, **options: Any) -> bytes:
    async with grpc.aio.insecure_channel(f"{HOST}:{listeners.grpc_port}") as channel:
        answer: bytes = await channel.unary_unary(method, None, None)(body, timeout=20, **options)
        return answer


async def over_http(listeners: Listeners, body: bytes, path: str = "/v1/logs", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        given = PROTOBUF | {name.replace("_", "-"): value for name, value in headers.items()}
        return await client.post(f"http://{HOST}:{listeners.http_port}{path}", content=body, headers=given)
