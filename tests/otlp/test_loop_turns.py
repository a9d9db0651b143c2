"""Turns of the event loop are shared between senders, also where it reads from sockets."""

from __future__ import annotations

import asyncio
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.loop_turns import LoopTurns
from sealog_exporters.otlp.server.address import Address
from sealog_exporters.otlp.server.asgi import Answer, send_answer
from sealog_exporters.otlp.server.http_server import HttpServer

if TYPE_CHECKING:
    from sealog_exporters.otlp.server.asgi import Receive, Scope, Send

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


def test_a_step_that_does_nothing_gives_its_turn_to_the_next() -> None:
    async def run() -> list[str]:
        turns, done = LoopTurns(), []

        def note(name: str, *, does: bool) -> bool:
            done.append(name)
            return does

        assert turns.take("one")
        assert turns.take("another")
        assert not turns.take("one")
        for name, does in (("gone", False), ("here", True), ("next", True)):
            turns.later("one", lambda name=name, does=does: note(name, does=does))  # type: ignore[misc]
        await asyncio.sleep(0)
        return list(done)

    assert asyncio.run(run()) == ["gone", "here"]


def test_many_connections_of_one_sender_are_not_read_before_the_only_one_of_another() -> None:
    order: list[str] = []
    all_here = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
        order.append(scope["client"][0])
        if len(order) == 51:
            all_here.set()
        await send_answer(send, Answer(200))

    async def run() -> None:
        server = HttpServer(app, Limits())
        port = await server.start(Address("http", "127.0.0.1", 0))
        with ExitStack() as open_until_the_end:
            for sender in (*["127.0.0.2"] * 50, "127.0.0.1"):
                # The loop does not run meanwhile, so all of them are there at once.
                connection = socket.create_connection(("127.0.0.1", port), 5, (sender, 0))
                open_until_the_end.enter_context(connection)
                connection.sendall(REQUEST)
            await asyncio.wait_for(all_here.wait(), 60)
        await server.stop(0)

    asyncio.run(run())
    assert order.index("127.0.0.1") < 25


def test_what_comes_in_pieces_while_others_read_arrives_whole() -> None:
    bodies: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 - ASGI's signature
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        bodies.append(body)
        await send_answer(send, Answer(200))

    async def one(port: int, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(3):  # on one connection
            body = bytes([number]) * 300_000
            writer.write(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body))
            for at in range(0, len(body), 70_000):
                writer.write(body[at : at + 70_000])
                await writer.drain()
            assert b"200" in await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def run() -> None:
        server = HttpServer(app, Limits())
        port = await server.start(Address("http", "127.0.0.1", 0))
        await asyncio.wait_for(asyncio.gather(*(one(port, number) for number in range(8))), 60)
        await server.stop(0)

    asyncio.run(run())
    assert sorted(bodies) == sorted(bytes([number]) * 300_000 for number in range(8) for _ in range(3))
