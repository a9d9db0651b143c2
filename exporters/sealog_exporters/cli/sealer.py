"""`sealog sealer`: seals for the collector's processor, over a Unix socket."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from sealog_exporters.cli.serving import StatusAddress, address, leave_what_is_loaded, switch_often

EXAMPLES = """Examples:

sealog sealer --socket /run/sealog/sealer.sock

sealog sealer --socket /run/sealog/sealer.sock --status off"""


def sealer(
    socket: Annotated[Path, typer.Option(help="The Unix socket to listen at; its owner and group may use it.")],
    status: StatusAddress = "127.0.0.1:4331",
) -> None:
    """Seal logs and traces for a collector with the `sealog` processor, and mask metrics.

    Bundle and policy are those of SEALOG_BUNDLE and SEALOG_POLICY, and are read again when they change. Without a
    bundle everything found is masked. With SEALOG_INDEX_KEYRING index tags become blind indexes. It ends at SIGTERM or
    Ctrl-C after it has answered what it received.
    """
    from sealog.cli.opening import index_service_reader
    from sealog.cli.terminal import err
    from sealog.settings import load_settings
    from sealog_exporters.services.lifetime import end_signal
    from sealog_exporters.services.sealer import sealer as serving

    switch_often()
    read = index_service_reader()

    async def until_signalled() -> None:
        with end_signal() as ended:
            async with serving(load_settings(), path=socket, status=address(status), read_index_service=read) as port:
                leave_what_is_loaded()
                err.print(f"sealer: socket {socket}, status port {port or 'off'}", markup=False)
                await ended.wait()

    asyncio.run(until_signalled())
