"""`sealog demo`: runs the whole path once, on this machine, with a sample shop. It needs no account."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import err, out

EXAMPLES = """Examples:

sealog demo

sealog demo --json | jq .alert.delay_ms

sealog demo --keep"""


def demo(
    keep: Annotated[
        bool, typer.Option(help="Leave the collector running until Ctrl-C, and its files in place.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The same facts as one JSON object.")] = False,
    grpc: Annotated[str, typer.Option(help="HOST:PORT for OTLP/gRPC; port 0 takes a free one.")] = "127.0.0.1:4317",
    http: Annotated[str, typer.Option(help="HOST:PORT for OTLP/HTTP; port 0 takes a free one.")] = "127.0.0.1:4318",
) -> None:
    """Show how the log of an invented shop is sealed, searched, opened and alerted on."""
    import asyncio
    import tempfile

    from sealog_exporters.cli.tour.show import show
    from sealog_exporters.cli.tour.tour import run_tour
    from sealog_exporters.services.lifetime import end_signal

    async def tour(folder: Path) -> None:
        async with run_tour(folder, grpc=grpc, http=http) as facts:
            if as_json:
                typer.echo(json.dumps(facts.as_json(), indent=1))
            else:
                show(facts, out)
            if keep:
                with end_signal() as ended:
                    err.print(f"still running, files in {folder}; Ctrl-C ends it", markup=False)
                    await ended.wait()

    if keep:
        asyncio.run(tour(Path(tempfile.mkdtemp(prefix="sealog-demo-"))))
        return
    with tempfile.TemporaryDirectory(prefix="sealog-demo-") as folder:
        asyncio.run(tour(Path(folder)))
