"""Shared by commands that listen: their options, reading an address, and running until a signal."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from sealog_exporters.otlp.server.listeners import Listeners
    from sealog_exporters.otlp.server.receiver import Receiver

OFF = "off"

GrpcAddress: TypeAlias = Annotated[str, typer.Option(help="HOST:PORT for OTLP/gRPC, or off.")]
HttpAddress: TypeAlias = Annotated[str, typer.Option(help="HOST:PORT for OTLP/HTTP (protobuf and JSON), or off.")]
StatusAddress: TypeAlias = Annotated[str, typer.Option(help="HOST:PORT for /healthz and /metrics, or off.")]
Tokens: TypeAlias = Annotated[
    Path | None, typer.Option(help="File with NAME and bearer token of each sender that may send; read again.")
]
TlsCertificate: TypeAlias = Annotated[
    Path | None, typer.Option(help="Certificate to listen with (PEM); followed when renewed.")
]
TlsKey: TypeAlias = Annotated[Path | None, typer.Option(help="Its key (PEM).")]
ClientCa: TypeAlias = Annotated[
    Path | None, typer.Option(help="Authorities whose client certificates may connect (PEM): mTLS.")
]

_SWITCH_S = 0.0002
"""Seconds that a thread may keep the interpreter while others wait; Python's 5 ms come at each step of a request.

Some ten steps make a request. At 0.2 ms the sealing threads of a dear one take a twentieth more processor time."""


def address(text: str) -> str | None:
    """Read HOST:PORT, or `off` for no such listener."""
    return None if text == OFF else text


def switch_often() -> None:
    """Have threads that seal hand over the interpreter sooner; for a program that serves many senders."""
    sys.setswitchinterval(_SWITCH_S)


def leave_what_is_loaded() -> None:
    """Have Python's garbage collector pass over all objects that there are now; call it once, when all is loaded.

    Rules and tables stay as long as the process, and to visit all of them takes 150 ms, in which nothing else runs.
    """
    gc.collect()
    gc.freeze()


def serve(
    service: AbstractAsyncContextManager[Receiver | Listeners], name: str, words: str | Callable[[], str]
) -> None:
    """Run a service until SIGTERM or Ctrl-C; says its ports and `words` on stderr once it listens."""
    import asyncio

    from sealog.cli.terminal import err
    from sealog_exporters.services.lifetime import end_signal

    async def until_signalled() -> None:
        with end_signal() as ended:
            async with service as receiver:
                leave_what_is_loaded()
                ports = f"gRPC port {receiver.grpc_port or OFF}, HTTP port {receiver.http_port or OFF}"
                err.print(f"{name}: {ports}, {words if isinstance(words, str) else words()}", markup=False)
                await ended.wait()

    asyncio.run(until_signalled())
