"""`sealog verify`: proves from a store's record ids that nothing was lost. It reads ids only and opens nothing."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog_exporters.cli.places import open_store

if TYPE_CHECKING:
    from sealog_exporters.store.streams import Count, Stream

EXAMPLES = """Examples:

sealog verify

sealog verify --store http://127.0.0.1:9200 --json

sealog verify --store logs.sqlite --from-first"""

_SHOWN_RANGES = 5


def verify(
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    index: Annotated[str, typer.Option(help="Elasticsearch's indices, as in a search path.")] = "logs-*",
    from_first: Annotated[
        bool, typer.Option("--from-first", help="Records before a stream's first are not missing: retention took them.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with every missing range.")] = False,
) -> None:
    """Report per stream of record ids its first and last record, what is missing and what is there twice.

    A stream is one process's records, numbered from 1. Records lost after a stream's last one leave no gap: compare
    `last` with what `sealog doctor --pid` reports for the process. Exit code 1: records are missing, or there are none.
    """
    from sealog_exporters.store.streams import count

    with ExitStack() as stack:
        counted = count(open_store(store, stack, index_pattern=index).uids(), from_first=from_first)
    if as_json:
        typer.echo(json.dumps(_document(counted)))
    else:
        for stream in counted.streams:
            out.print(_line(stream), markup=False)
        out.print(_total(counted), markup=False)
    if not counted.streams:
        complain("no record with an id of sealog's is in this store")
    if not counted.streams or any(stream.missing for stream in counted.streams):
        raise typer.Exit(EXIT_FOUND_FAULT)


def _line(stream: Stream) -> str:
    text = f"{stream.id}  first {stream.first}  last {stream.last}  missing {stream.lost}"
    if stream.missing:
        shown = ", ".join(
            f"{start}" if start == end else f"{start}-{end}" for start, end in stream.missing[:_SHOWN_RANGES]
        )
        text += f" ({shown}{', …' if len(stream.missing) > _SHOWN_RANGES else ''})"
    return f"{text}  doubled {len(stream.doubled)}"


def _total(counted: Count) -> str:
    streams = counted.streams
    text = (
        f"{len(streams)} stream(s), {sum(stream.count for stream in streams)} record(s),"
        f" {sum(stream.lost for stream in streams)} missing, {sum(len(stream.doubled) for stream in streams)} doubled"
    )
    return f"{text}, {counted.foreign} id(s) of another spelling" if counted.foreign else text


def _document(counted: Count) -> dict[str, object]:
    return {
        "streams": [
            {
                "stream": stream.id,
                "first": stream.first,
                "last": stream.last,
                "records": stream.count,
                "lost": stream.lost,
                "missing": stream.missing,
                "doubled": [{"seq": number, "times": times} for number, times in stream.doubled],
            }
            for stream in counted.streams
        ],
        "records": sum(stream.count for stream in counted.streams),
        "lost": sum(stream.lost for stream in counted.streams),
        "doubled": sum(len(stream.doubled) for stream in counted.streams),
        "foreign": counted.foreign,
    }
