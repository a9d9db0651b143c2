"""`sealog verify`: proves from a store's record ids that nothing was lost. It reads ids only and opens nothing."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError
from sealog_exporters.cli.stores.registry import open_store

if TYPE_CHECKING:
    from sealog_exporters.store.streams import Count, Stream

EXAMPLES = """Examples:

sealog verify

sealog verify --store http://127.0.0.1:9200 --json

sealog verify --store logs.sqlite --from-first

sealog verify --pid 4711"""

_SHOWN_RANGES = 5


def verify(
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    index: Annotated[str, typer.Option(help="Elasticsearch's indices, as in a search path.")] = "logs-*",
    from_first: Annotated[
        bool, typer.Option("--from-first", help="Records before a stream's first are not missing: retention took them.")
    ] = False,
    pid: Annotated[
        int | None, typer.Option(help="Compare with what this running process has numbered so far.", min=1)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with every missing range.")] = False,
) -> None:
    """Check that no record is missing: report the first, last, missing and doubled ids of each stream.

    A stream is one process's records, numbered from 1. Records lost after a stream's last one leave no gap; `--pid`
    asks the process itself how far it has come. Exit code 1: records are missing, or there are none.
    """
    from sealog_exporters.store.streams import count

    numbered = None if pid is None else _numbered(pid)  # before the store is read: it may only have more by then
    with ExitStack() as stack:
        counted = count(open_store(store, stack, index_pattern=index).uids(), from_first=from_first)
    if as_json:
        typer.echo(json.dumps(_document(counted, numbered)))
    else:
        for stream in counted.streams:
            out.print(_line(stream), markup=False)
        out.print(_total(counted), markup=False)
        if numbered is not None:
            out.print(_told(numbered, counted), markup=False)
    if not counted.streams:
        complain("no record with an id of sealog's is in this store")
    late = numbered is not None and numbered.unaccounted(counted) > 0
    if late or not counted.streams or any(stream.missing for stream in counted.streams):
        raise typer.Exit(EXIT_FOUND_FAULT)


@dataclass(frozen=True)
class _Numbered:
    """How many records a process has numbered in its stream, and how many of them wait in it, a moment ago."""

    pid: int
    stream: str
    records: int
    waiting: int

    def after_last(self, counted: Count) -> int:
        """How many were numbered after the last one that the store has."""
        last = next((stream.last for stream in counted.streams if stream.id == self.stream), 0)
        return max(0, self.records - last)

    def unaccounted(self, counted: Count) -> int:
        """How many of those do not wait in the process either."""
        return max(0, self.after_last(counted) - self.waiting)


def _numbered(pid: int) -> _Numbered:
    from sealog.metrics.status import read_status, status_dir

    folder = status_dir(os.environ)
    if folder is None:
        raise SettingError("SEALOG_STATUS_DIR=off: no process is told to write its status")
    status = read_status(folder, pid)
    waiting = max((facts["waiting"] for facts in status["delivery"]), default=0)
    return _Numbered(pid, status["stream"], status["records"], waiting)


def _told(numbered: _Numbered, counted: Count) -> str:
    after = numbered.after_last(counted)
    text = (
        f"pid {numbered.pid}: {numbered.records} record(s) numbered in {numbered.stream}, {after} after the last here"
    )
    lost = numbered.unaccounted(counted)
    return f"{text}, {after - lost} of them wait in the process" + (f", {lost} do not" if lost else "")


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


def _document(counted: Count, numbered: _Numbered | None) -> dict[str, object]:
    of_process = (
        None
        if numbered is None
        else {
            **asdict(numbered),
            "after_last": numbered.after_last(counted),
            "unaccounted": numbered.unaccounted(counted),
        }
    )
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
        **({"process": of_process} if of_process else {}),
    }
