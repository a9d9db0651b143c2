"""`sealog search`: finds a person's records by value, through the blind index. No store holds the value."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from sealog import find_sealed_values
from sealog.cli.opening import blind_indexes, gatekeeper
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out, visible
from sealog_exporters.cli.stores.registry import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog_exporters.store.interface import StoredRecord

EXAMPLES = """Examples:

sealog search --entity email_address alice@example.com

sealog search --entity email_address alice@example.com --store http://127.0.0.1:9200

sealog search --entity email_address alice@example.com --open --reason "ticket 4711\""""

_TOKEN = re.compile(r"(seal1k?~[a-z0-9_]+~[a-z0-9]+~)[\w~-]+", re.ASCII)


_DEEPEST = 32


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
    passphrase_file: Annotated[
        Path | None, typer.Option(help="Its first line is the keyring's passphrase. Default: SEALOG_PASSPHRASE_FILE.")
    ] = None,
) -> None:
    """Find the records that hold a value. The value itself is never sent: only its blind index is.

    Each other field of a record that holds a sealed value is shown below it. Exit code 1: no record was found, a sealed
    value could not be opened, or one does not belong to its blind index.
    """
    if value == "-":
        value = sys.stdin.readline().rstrip("\n")
    indexes = blind_indexes(entity, value)
    faults = unopened = 0
    with ExitStack() as stack:
        records_in = open_store(store, stack)
        found = [record for index in indexes for record in records_in.search_index(index, limit)]
        found = sorted(found, key=lambda record: record.time_unix_nano, reverse=True)[:limit]
        keeper = None
        if open_values:
            keeper = stack.enter_context(closing(gatekeeper(reason, records_in.sealed_keys, passphrase_file)))
        for record in found:
            shown = _Shown(record, keeper)
            shown.print()
            unopened, faults = unopened + shown.unopened, faults + shown.forged
    err.print(f"{len(found)} record(s) found by blind index {' or '.join(indexes)}", markup=False)
    if unopened:
        complain(f"{unopened} sealed values could not be opened; each says why")
    if unopened or faults or not found:
        raise typer.Exit(EXIT_FOUND_FAULT)


class _Shown:
    """A record as it is printed, opened where there is a gatekeeper; it counts what is wrong with its values."""

    def __init__(self, record: StoredRecord, keeper: Gatekeeper | None) -> None:
        self._record = record
        self._keeper = keeper
        self.unopened = 0
        self.forged = 0

    def print(self) -> None:
        """Print the record, and below it each further field that holds a sealed value."""
        record = self._record
        time = datetime.fromtimestamp(record.time_unix_nano / 1e9, timezone.utc).isoformat(timespec="milliseconds")
        line = Text(f"{time} {visible(record.severity_text) or '-':5} {visible(record.service) or '-'} ")
        line.append(visible(self._opened("body", record.body_text)))
        line.append(f"  trace {visible(record.trace_id) or '-'}", style="dim")
        out.print(line)
        for field, text in _further_fields(record):
            out.print(Text(f"  {visible(field)}: {visible(self._opened(field, text))}"))

    def _opened(self, field: str, text: str) -> str:
        if self._keeper is None:
            return _TOKEN.sub(r"\1…", text)
        opened = self._keeper.open_text(text, self._record.keys, lambda _: field)
        self.unopened += opened.unopened
        self.forged += sum(doubt.kind == "index" for doubt in opened.doubts)
        return " ".join((opened.text, *(f"[{doubt}]" for doubt in opened.doubts)))


def _further_fields(record: StoredRecord) -> Iterator[tuple[str, str]]:
    """Give name and text of each field but the body that holds a sealed value."""
    named: dict[str, Any] = {
        **record.attributes,
        **{f"resource.{name}": value for name, value in record.resource.items()},
        "$event_name": record.event_name,
        "$scope": record.scope,
        "$severity_text": record.severity_text,
    }
    for name, value in named.items():
        for field, text in _texts(name, value, 0):
            if next(find_sealed_values(text), None) is not None:
                yield field, text


def _texts(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping) and depth < _DEEPEST:
        for key, item in value.items():
            yield from _texts(f"{name}.{key}", item, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, bytes) and depth < _DEEPEST:
        for item in value:
            yield from _texts(name, item, depth + 1)
