"""`sealog search`: finds a person's records by value, through the blind index. No store holds the value."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack, closing
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from sealog.cli.opening import blind_indexes, gatekeeper
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out
from sealog_exporters.cli.places import open_store

if TYPE_CHECKING:
    from sealog_exporters.store.interface import StoredRecord

EXAMPLES = """Examples:

sealog search --entity email_address alice@example.com

sealog search --entity email_address alice@example.com --store http://127.0.0.1:9200

sealog search --entity email_address alice@example.com --open --reason "ticket 4711\""""

_TOKEN = re.compile(r"(seal1k?~[a-z0-9_]+~[a-z0-9]+~)[\w~-]+", re.ASCII)


def search(
    value: Annotated[
        str, typer.Argument(help="The value to look for; - reads it from stdin, off the shell's history.")
    ],
    entity: Annotated[str, typer.Option(help="What the value is, such as email_address.")],
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    open_values: Annotated[
        bool, typer.Option("--open", help="Open the records found; needs --reason, is audited.")
    ] = False,
    reason: Annotated[str, typer.Option(help="Why you open.")] = "",
    limit: Annotated[int, typer.Option(help="How many records at most, the newest first.", min=1)] = 20,
) -> None:
    """Find the records that hold a value. The value itself is never sent: only its blind index is.

    Exit code 1: no record was found, or a sealed value stayed shut.
    """
    if value == "-":
        value = sys.stdin.readline().rstrip("\n")
    indexes = blind_indexes(entity, value)
    unopened = 0
    with ExitStack() as stack:
        records_in = open_store(store, stack)
        found = [record for index in indexes for record in records_in.search_index(index, limit)]
        found = sorted(found, key=lambda record: record.time_unix_nano, reverse=True)[:limit]
        keeper = stack.enter_context(closing(gatekeeper(reason, records_in.sealed_keys))) if open_values else None
        for record in found:
            body = record.body_text
            if keeper is not None:
                opened = keeper.open_text(body, record.keys)
                body, unopened = opened.text, unopened + opened.unopened
            _show(record, body, shorten=keeper is None)
    err.print(f"{len(found)} record(s) found by blind index {' or '.join(indexes)}", markup=False)
    if unopened:
        complain(f"{unopened} sealed values could not be opened; each says why")
    if unopened or not found:
        raise typer.Exit(EXIT_FOUND_FAULT)


def _show(record: StoredRecord, body: str, *, shorten: bool) -> None:
    time = datetime.fromtimestamp(record.time_unix_nano / 1e9, timezone.utc).isoformat(timespec="milliseconds")
    shown = _TOKEN.sub(r"\1…", body) if shorten else body
    line = Text(f"{time} {record.severity_text or '-':5} {record.service or '-'} ")
    line.append(_printable(shown))
    line.append(f"  trace {record.trace_id or '-'}", style="dim")
    out.print(line)


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() or character == "\n" else "·" for character in text)
