"""`sealog workflows watch`: shows each run as it ends."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import complain, err, out, write_line
from sealog_exporters.cli.workflow_runs.options import Reads

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.workflows import Analysis, Span
    from sealog_exporters.workflows.loading import SpanEvent

EXAMPLES = """Examples:

sealog workflows watch

sealog workflows watch traces.jsonl --json

sealog workflows watch --grpc off --http 127.0.0.1:14318 --quiet 2"""

_LOOK_S = 0.2


def watch(
    file: Annotated[
        Path | None, typer.Argument(help="Follow this file of OTLP as JSON Lines, in place of listening.")
    ] = None,
    grpc: Annotated[str, typer.Option(help="HOST:PORT for OTLP/gRPC, or off.")] = "127.0.0.1:4317",
    http: Annotated[str, typer.Option(help="HOST:PORT for OTLP/HTTP (protobuf and JSON), or off.")] = "127.0.0.1:4318",
    quiet: Annotated[
        float, typer.Option(min=0.1, max=3_600, help="Seconds without a span after which a run is over.")
    ] = 5.0,
    reads: Reads = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a run.")] = False,
) -> None:
    """Show each run of agents as it ends: its time, tokens, and the findings that are certain or likely.

    Spans come over OTLP, or from a file that grows; log records that are GenAI events count as contents of their spans.
    SIGTERM or Ctrl-C shows the runs that are there, and ends it.
    Where OTEL_EXPORTER_OTLP_LOGS_ENDPOINT is set, these findings are sent there as log records, for alert rules.
    """
    from sealog_exporters.services.workflow_findings import exported
    from sealog_exporters.workflows import analyse

    with exported() as export:

        def show(spans: list[Span]) -> Callable[[], None]:
            found = analyse(spans, reads=reads or ())
            name = min(spans, key=lambda span: (bool(span.parent_id), span.start_ns)).name
            export(name, found)
            return lambda: write_line(json.dumps(found.facts())) if as_json else _print(name, found)

        asyncio.run(_watch(file, grpc, http, quiet, show))


async def _watch(
    file: Path | None, grpc: str, http: str, quiet: float, show: Callable[[list[Span]], Callable[[], None]]
) -> None:
    from sealog_exporters.cli.serving import OFF, address
    from sealog_exporters.services.lifetime import end_signal
    from sealog_exporters.services.runs_watch import follow, listening
    from sealog_exporters.workflows.runs.live import LiveRuns

    live, waiting = LiveRuns(quiet), list[list[Any]]()

    def take(parts: list[Span | SpanEvent], size: int) -> None:
        waiting.extend(live.add(parts, time.monotonic(), size))

    async with AsyncExitStack() as stack:
        ended = stack.enter_context(end_signal())
        following: asyncio.Task[None] | None = None
        if file is None:
            ports = await stack.enter_async_context(listening(take, address(grpc), address(http)))
            where = f"gRPC port {ports.grpc_port or OFF}, HTTP port {ports.http_port or OFF}"
        else:
            following, where = asyncio.create_task(follow(file, take, complain)), str(file)
        err.print(f"watch: {where}; Ctrl-C ends it", markup=False)
        try:
            while not ended.is_set() and not (following is not None and following.done()):
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(ended.wait(), _LOOK_S)
                waiting += live.over(time.monotonic())
                while waiting:
                    (await asyncio.to_thread(show, waiting.pop(0)))()
        finally:
            if following is not None and not following.done():
                following.cancel()
                with suppress(asyncio.CancelledError):
                    await following
        if following is not None and following.done() and not following.cancelled():
            following.result()
    for spans in (*waiting, *live.rest()):
        show(spans)()


def _print(name: str, found: Analysis) -> None:
    tokens = "tokens unknown" if found.tokens is None else f"{found.tokens} tokens"
    cost = "" if found.cost is None else f", cost {found.cost:.4g}"
    out.print(f"{name} {found.trace_id}: {found.wall_ms:.1f} ms, {found.spans} spans, {tokens}{cost}", markup=False)
    for one in found.findings:
        if one["confidence"] != "weak":
            saves = "" if one["saves_ms"] is None else f", saves {one['saves_ms']:.1f} ms"
            out.print(f"  {one['kind']} ({one['confidence']}{saves}): {one['advice']}", markup=False)
