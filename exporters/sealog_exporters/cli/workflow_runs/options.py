"""Arguments and options that several commands of `sealog workflows` have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Headers",
    "NewestOf",
    "Reads",
    "Server",
    "ServerOfRuns",
    "StoreFile",
    "TraceFile",
    "TraceId",
    "Workflow",
]

TraceFile = Annotated[
    str, typer.Argument(help="Traces: OTLP (JSON, JSON Lines, protobuf), or JSON of Jaeger or Langfuse; - is stdin.")
]
TraceId = Annotated[
    str, typer.Option("--trace", help="Id of the trace. Default: the one that took longest of a file, else the newest.")
]
Server = Annotated[
    str, typer.Option("--from", metavar="URL", help="Jaeger or Tempo, to read the trace from in place of a file.")
]
ServerOfRuns = Annotated[
    str, typer.Option("--from", metavar="URL", help="Jaeger or Tempo; then ids of traces stand in place of files.")
]
StoreFile = Annotated[
    str, typer.Option("--store", metavar="FILE", help="SQLite file of `sealog up`, as --from has a server.")
]
Headers = Annotated[
    Path | None,
    typer.Option(help="File of HTTP headers for --from, such as `Authorization: Bearer TOKEN`, one a line."),
]
Reads = Annotated[
    list[str] | None, typer.Option(help="Name of a tool that only reads, so its calls may be parallel. Repeatable.")
]
Workflow = Annotated[str, typer.Option(help="Name of a run's first span. Default: the most frequent.")]
NewestOf = Annotated[
    str, typer.Option("--workflow", help="Name of the first span of the newest run. Default: any run of agents.")
]
