"""OTLP over gRPC. It takes raw bytes and parses them itself, so that broken ones are told from our own faults.

grpcio's generated stubs answer INTERNAL to bytes that are no protobuf; OTLP asks for INVALID_ARGUMENT, which
clients don't repeat.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn, cast
from urllib.parse import unquote

import grpc
import grpc.aio
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import RetryInfo  # type: ignore[import-untyped] # ships no py.typed
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped] # ships no py.typed

from sealog.notices import say_once
from sealog_exporters.otlp.encoding import Encoding
from sealog_exporters.otlp.errors import BadRequest, Overloaded, SinkFailed, TooLarge, Unauthenticated
from sealog_exporters.otlp.room import sender_of
from sealog_exporters.otlp.server.address import Address, bind
from sealog_exporters.otlp.server.grpc_health import CHECK, health
from sealog_exporters.otlp.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sealog_exporters.otlp.handler import Handler
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.room import Room
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls
    from sealog_exporters.otlp.signals import Signal

__all__ = ["GrpcServer"]

_BY_METHOD = {signal.method: signal for signal in SIGNALS}


class GrpcServer:
    """A gRPC listener with one service a signal and that of health; belongs to the event loop that starts it.

    Without `access` anybody may send, without `tls` nothing is encrypted.
    """

    def __init__(
        self, handler: Handler, room: Room, limits: Limits, access: Access | None = None, tls: Tls | None = None
    ) -> None:
        self._services = _Services(handler, room, limits, access)
        self._limits = limits
        self._tls = tls
        self._server: grpc.aio.Server | None = None

    async def start(self, address: Address) -> int:
        """Listen and answer; return the port.

        Raises:
            SettingError: the address can't be listened at.
        """
        # grpcio tells no reason and prints to stderr when a port is taken, so the port is tried by hand first.
        with bind(address) as probe:
            port = probe.getsockname()[1]
        server = grpc.aio.server(options=_options(self._limits))
        server.add_generic_rpc_handlers((self._services,))
        where = str(Address(address.setting, address.host, port))
        if self._tls is None:
            server.add_insecure_port(where)
        else:
            server.add_secure_port(where, self._tls.grpc_credentials())
        await server.start()
        self._server = server
        return cast("int", port)

    async def stop(self, grace_s: float) -> None:
        """Take no new request and give the running ones `grace_s` seconds."""
        if self._server is not None:
            await self._server.stop(grace_s)


def _options(limits: Limits) -> list[tuple[str, int]]:
    # grpc/include/grpc/impl/channel_arg_names.h tells what each of these bounds.
    return [
        ("grpc.so_reuseport", 0),  # else a second receiver silently takes half of the connections
        ("grpc.max_receive_message_length", limits.message_bytes),
        ("grpc.max_concurrent_streams", limits.streams),
        ("grpc.max_metadata_size", 16 * 1024),
        ("grpc.server_handshake_timeout_ms", int(limits.header_s * 1000)),
        ("grpc.max_connection_idle_ms", int(limits.idle_s * 1000)),
        ("grpc.keepalive_time_ms", int(limits.idle_s * 1000)),
        ("grpc.keepalive_timeout_ms", int(limits.read_s * 1000)),
        ("grpc.http2.min_ping_interval_without_data_ms", 10_000),
        ("grpc.http2.max_ping_strikes", 2),
    ]


class _Services(grpc.GenericRpcHandler):  # type: ignore[type-arg] # generic in the stubs, not at run time
    def __init__(self, handler: Handler, room: Room, limits: Limits, access: Access | None) -> None:
        self._handler = handler
        self._room = room
        self._limits = limits
        self._access = access

    def service(self, handler_call_details: Any) -> Any:
        if handler_call_details.method == CHECK:
            return grpc.stream_unary_rpc_method_handler(self._health, None, None)
        signal = _BY_METHOD.get(handler_call_details.method)
        if signal is None:
            return None  # UNIMPLEMENTED
        # On the wire a unary request is a stream of one message. As a stream we can bound the wait for it;
        # grpcio waits for ever before it calls a unary handler.
        return grpc.stream_unary_rpc_method_handler(partial(self._export, signal), None, None)

    async def _health(self, messages: AsyncIterator[bytes], context: grpc.aio.ServicerContext[Any, Any]) -> bytes:
        """Answer a probe, which needs no token, as `/healthz` needs none."""
        try:
            sender = _address(context.peer())
            body = await self._room.read(sender, lambda _: _first(messages), self._limits.read_s)
            answer = health(body, self._handler.problem())
        except BadRequest as error:
            await _abort(context, grpc.StatusCode.INVALID_ARGUMENT, str(error))
        except asyncio.TimeoutError:
            await _abort(context, grpc.StatusCode.DEADLINE_EXCEEDED, "the message did not come in time")
        except Overloaded as error:
            await self._abort_for_now(context, grpc.StatusCode.RESOURCE_EXHAUSTED, str(error))
        if answer is None:
            await _abort(context, grpc.StatusCode.NOT_FOUND, "there is no such service here")
        return answer

    async def _export(
        self, signal: Signal, messages: AsyncIterator[bytes], context: grpc.aio.ServicerContext[Any, Any]
    ) -> bytes:
        try:
            sender = self._sender(context)
            body = await self._room.read(sender, lambda _: _first(messages), self._limits.read_s)
            await self._room.step(sender)
            with self._handler.places.admitted(sender):
                return await self._handler.handle(signal, Encoding.PROTOBUF, "", body, sender)
        except Unauthenticated as error:
            self._handler.refuse()
            await _abort(context, grpc.StatusCode.UNAUTHENTICATED, str(error))
        except TooLarge as error:
            self._handler.refuse()
            await _abort(context, grpc.StatusCode.RESOURCE_EXHAUSTED, str(error))
        except BadRequest as error:
            self._handler.refuse()
            await _abort(context, grpc.StatusCode.INVALID_ARGUMENT, str(error))
        except asyncio.TimeoutError:
            self._handler.refuse()
            await _abort(context, grpc.StatusCode.DEADLINE_EXCEEDED, "the message did not come in time")
        except Overloaded as error:
            self._handler.turn_away()
            await self._abort_for_now(context, grpc.StatusCode.RESOURCE_EXHAUSTED, str(error))
        except SinkFailed as error:
            await self._abort_for_now(context, grpc.StatusCode.UNAVAILABLE, str(error))
        except Exception as error:  # noqa: BLE001 -- a server goes on; grpcio would log the message, which may hold data
            say_once("otlp-grpc", f"a gRPC request failed ({type(error).__name__})")
            await _abort(context, grpc.StatusCode.INTERNAL, "the request can't be taken")
        raise AssertionError  # every branch above answers

    def _sender(self, context: grpc.aio.ServicerContext[Any, Any]) -> str:
        """Name the sender: as its token says, or by its address.

        Raises:
            Unauthenticated: it must have a token, and has none of ours.
        """
        if self._access is None:
            return _address(context.peer())
        metadata = {key: value for key, value in context.invocation_metadata() or () if key == "authorization"}
        return self._access.sender(str(metadata.get("authorization", "")))

    async def _abort_for_now(
        self, context: grpc.aio.ServicerContext[Any, Any], code: grpc.StatusCode, message: str
    ) -> NoReturn:
        """End a call that may be repeated: OTLP asks for RetryInfo, without which clients give up."""
        wait = RetryInfo(retry_delay=Duration(seconds=self._limits.retry_after_s))
        detail = AnyMessage()
        detail.Pack(wait)
        number: int = code.value[0]
        status = Status(code=number, message=message, details=[detail])
        metadata = (
            ("grpc-status-details-bin", status.SerializeToString()),
            ("google.rpc.retryinfo-bin", wait.SerializeToString()),  # where OpenTelemetry's Python exporter looks
        )
        await context.abort(code, message, metadata)


async def _abort(context: grpc.aio.ServicerContext[Any, Any], code: grpc.StatusCode, message: str) -> NoReturn:
    await context.abort(code, message)


async def _first(messages: AsyncIterator[bytes]) -> bytes:
    try:
        return await messages.__anext__()
    except StopAsyncIteration:
        raise BadRequest("the request has no message") from None


def _address(peer: str) -> str:
    """Read who called from gRPC's name of it: `ipv4:192.0.2.1:4711`, `ipv6:%5B2001:db8::1%5D:4711`."""
    _, _, rest = unquote(peer).partition(":")
    return sender_of(rest.rpartition(":")[0].strip("[]"))
