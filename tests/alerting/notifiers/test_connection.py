"""A webhook's connection is reused for the next alert, and a fault after the status does not undo a delivery."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from alerting.notifications import notifications
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.webhook import Webhook, WebhookConfig

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"


def deliver(times: int, answers: Sequence[bytes], *, then_hang: bool = False) -> int:
    """Send to a server that gives each request its answer as raw bytes; returns how many connections it took."""
    connections = 0
    left = list(answers)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            while left:
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
                writer.write(left.pop(0))
                await writer.drain()
            if then_hang:
                await reader.read()
        writer.close()

    async def run() -> None:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        webhook = Webhook(WebhookConfig(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", timeout_s=60.0))
        try:
            for _ in range(times):
                await webhook.send(notifications()[0])
        finally:
            await webhook.close()
            server.close()

    asyncio.run(run())
    return connections


@pytest.mark.parametrize("body", [b"", b"ok"])
def test_the_next_alert_takes_the_same_connection(body: bytes) -> None:
    assert deliver(3, [HEAD + b"Content-Length: %d\r\n\r\n%b" % (len(body), body)] * 3) == 1


def test_a_long_body_costs_the_connection_and_not_the_delivery() -> None:
    long = HEAD + b"Content-Length: 200000\r\n\r\n" + b"x" * 200_000
    assert deliver(2, [long, HEAD + b"Content-Length: 0\r\n\r\n"]) == 2


def test_a_body_that_breaks_off_costs_the_connection_and_not_the_delivery() -> None:
    broken = HEAD + b"Content-Length: 10\r\n\r\nok"
    assert deliver(1, [broken]) == 1


def test_a_body_that_never_comes_costs_a_second_and_not_the_delivery() -> None:
    assert deliver(1, [HEAD + b"Content-Length: 10\r\n\r\n"], then_hang=True) == 1


def test_a_connection_that_is_reset_before_the_status_is_worth_another_try() -> None:
    with pytest.raises(DeliveryError) as caught:
        deliver(1, [b""])
    assert not caught.value.permanent
