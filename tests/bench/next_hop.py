"""What stands before and behind a program that is measured, in this process: OTLP logs over gRPC."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import grpc

from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ROOM = [("grpc.max_receive_message_length", 32 << 20)]


@contextmanager
def next_hop(take: Callable[[bytes], object] = lambda _body: None) -> Iterator[int]:
    """Listen inside the block; gives the port. `take` gets each request as it came, before it is acknowledged."""

    def export(body: bytes, _context: grpc.ServicerContext) -> bytes:
        take(body)
        return b""

    hop = grpc.server(ThreadPoolExecutor(2), options=_ROOM)
    service, method = LOGS.method.split("/")[1:]
    handler = grpc.unary_unary_rpc_method_handler(export, None, None)
    hop.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service, {method: handler}),))
    port = int(hop.add_insecure_port("127.0.0.1:0"))
    hop.start()
    try:
        yield port
    finally:
        hop.stop(0)


@contextmanager
def sender(port: int) -> Iterator[Callable[[bytes], object]]:
    """Give what sends a request to a port over one connection, and waits for its answer."""
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        export = channel.unary_unary(LOGS.method, None, None)
        yield lambda body: export(body, timeout=60, wait_for_ready=True)
