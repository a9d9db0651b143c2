"""`sealog search`: finds a person's records by value, through the blind index. No store holds the value."""

from __future__ import annotations

import itertools
import json
import re
import sys
import time
from contextlib import ExitStack
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from sealog.cli.json_fields import fields_within
from sealog.cli.opening import (
    OpeningService,
    PassphraseFile,
    ServiceCa,
    TokenFile,
    blind_indexes,
    opener_of,
    remote_opener,
)
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, err, out
from sealog.errors import SettingError
from sealog.printable import visible
from sealog.records import attributes as names
from sealog_exporters.cli.places import known_templates
from sealog_exporters.cli.stores.registry import open_store
from sealog_exporters.store.fields import further_fields
from sealog_exporters.store.interface import EVERYTHING, Selection, Selective, Templated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.gatekeeper.remote import RemoteOpener
    from sealog_exporters.store.interface import Searchable, Store, StoredRecord

EXAMPLES = """Examples:

sealog search --entity email_address alice@example.com

sealog search --entity email_address alice@example.com --store http://127.0.0.1:9200

sealog search --entity email_address alice@example.com --from 7d --service shop --json

sealog search --template 5f3c0c6a1d7be0a2 --from 1h

sealog search --entity email_address alice@example.com --open --reason "ticket 4711"

sealog search --entity email_address alice@example.com --reason "t 4711" --opener https://o.example --token-file t.txt

sealog search --from 1h --open --reason "ticket 4711" --opener https://opener.example:4350 --token-file token.txt"""

_TRACE = re.compile(r"[0-9a-fA-F]{32}", re.ASCII)
_TEMPLATE_ID = re.compile(r"[0-9a-f]{16}|other", re.ASCII)
_INDEX_IN_TOKEN = re.compile(r"seal1k?~[a-z0-9_]+~([a-z0-9]+)~", re.ASCII)
_TOKEN = re.compile(r"(seal1k?~[a-z0-9_]+~[a-z0-9]+~)[\w~-]+", re.ASCII)


def search(  # noqa: PLR0913, PLR0917 - a command's options
    value: Annotated[
        str, typer.Argument(help="The value to look for; - reads it from stdin, off the shell's history.")
    ] = "",
    entity: Annotated[str, typer.Option(help="What the value is, such as email_address.")] = "",
    template: Annotated[
        list[str] | None, typer.Option(help="Id, former id or name of a template whose records are looked for instead.")
    ] = None,
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    open_values: Annotated[
        bool, typer.Option("--open", help="Open the records found; needs --reason, is audited.")
    ] = False,
    reason: Annotated[
        str, typer.Option(help="Why you open, ask the opening service, or search where openers.yaml is.")
    ] = "",
    limit: Annotated[int, typer.Option(help="How many records at most, the newest first; 0: all.", min=0)] = 20,
    from_: Annotated[
        str, typer.Option("--from", help="Records from this time on: 2026-12-24, RFC 3339, or 7d for so long ago.")
    ] = "",
    to: Annotated[str, typer.Option("--to", help="Records before this time.")] = "",
    service: Annotated[str, typer.Option(help="Records of this service only.")] = "",
    trace: Annotated[str, typer.Option(help="Records of this trace only (32 hexadecimal digits).")] = "",
    version: Annotated[str, typer.Option(help="Records of this service.version only.")] = "",
    min_severity: Annotated[
        int, typer.Option(help="Records of this severity number and above only; 17: errors.", min=0, max=24)
    ] = 0,
    sealed: Annotated[str, typer.Option(help="Records only in which this entity was sealed or masked.")] = "",
    sealed_in: Annotated[
        str, typer.Option(help="Records only in which the entity of --sealed was sealed or masked in this attribute.")
    ] = "",
    no_trace: Annotated[bool, typer.Option("--no-trace", help="Records without a trace only.")] = False,
    index_pattern: Annotated[
        str, typer.Option("--index", help="Elasticsearch's indices, as in a search path.")
    ] = "logs-*",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line for each record.")] = False,
    passphrase_file: PassphraseFile = None,
    opener: Annotated[
        str,
        typer.Option(
            help="URL of an opening service (`sealog opener`) that knows indexes and opens: no key is needed here."
        ),
    ] = "",
    token_file: TokenFile = None,
    opener_ca: ServiceCa = None,
    templates: Annotated[
        Path | None, typer.Option(help="File that knows former ids and names of templates. Default: `sealog up`'s.")
    ] = None,
) -> None:
    """Find the records that hold a value. The value itself is never sent: only its blind index is.

    With --template the records of one template are found instead, under all ids that it had. Without value and
    template, all records that the other options ask for. With --opener the opening service gives the index of a value,
    for --reason. Without it, and where there is no keyring, a value is looked for in the bundle's epoch alone.

    Below a record stands in which fields the value was found, and each other field that holds a sealed value. Exit code
    1: no record was found, a sealed value could not be opened, or one does not belong to its blind index.
    """
    if value == "-":
        value = sys.stdin.readline().rstrip("\n")
    at_service = OpeningService(opener, token_file, opener_ca, "--opener")
    indexes = _indexes(entity, value, reason, at_service) if value or entity else []
    wanted = _selection(from_, to, service, trace, version, min_severity, sealed, sealed_in, no_trace=no_trace)
    if indexes and template:
        raise SettingError("--template: can't be used together with VALUE")
    if not indexes and not template and wanted == EVERYTHING:
        raise SettingError("give VALUE or --template")
    found = faults = unopened = 0
    with ExitStack() as stack:
        records_in = open_store(store, stack, index_pattern=index_pattern)
        ids = template_ids(template, known_templates(templates, store)) if template else []
        keeper = None
        if open_values:
            keeper = opener_of(stack, reason, passphrase_file, at_service, records_in.sealed_keys)
        records = _found(records_in, indexes, wanted) if indexes else _selected(records_in, ids, wanted)
        for record in itertools.islice(records, limit or None):
            shown = _Shown(record, keeper, frozenset(indexes))
            if as_json:
                typer.echo(json.dumps(shown.document(), ensure_ascii=False))
            else:
                shown.print()
            found, unopened, faults = found + 1, unopened + shown.unopened, faults + shown.forged
    by = f" by blind index {' or '.join(indexes)}" if indexes else ""
    err.print(f"{found} record(s) found{by}", markup=False)
    if unopened:
        complain(f"{unopened} sealed values could not be opened; each says why")
    if unopened or faults or not found:
        raise typer.Exit(EXIT_FOUND_FAULT)


class _Shown:
    """A record as it is printed, opened where there is a gatekeeper; it counts what is wrong with its values."""

    def __init__(self, record: StoredRecord, keeper: Gatekeeper | RemoteOpener | None, indexes: frozenset[str]) -> None:
        self._record = record
        self._keeper = keeper
        self._indexes = indexes
        self.unopened = 0
        self.forged = 0

    def print(self) -> None:
        """Print the record, and below it each further field that holds a sealed value."""
        record = self._record
        moment = datetime.fromtimestamp(record.time_unix_nano / 1e9, timezone.utc).isoformat(timespec="milliseconds")
        line = Text(f"{moment} {visible(record.severity_text) or '-':5} {visible(record.service) or '-'} ")
        line.append(visible(self._opened("body", record.body_text)))
        line.append(f"  trace {visible(record.trace_id) or '-'}", style="dim")
        out.print(line)
        if self._indexes:
            out.print(Text(f"  found in: {', '.join(map(visible, self.matched()))}", style="dim"))
        for field, text in further_fields(record):
            out.print(Text(f"  {visible(field)}: {visible(self._opened(field, text))}"))

    def matched(self) -> list[str]:
        """Name the fields that hold the value; where no text does, the list of the record's indexes that named it.

        Empty where no value was looked for.
        """
        if not self._indexes:
            return []
        fields = [("body", self._record.body_text), *further_fields(self._record)]
        return [
            name for name, text in fields if any(match[1] in self._indexes for match in _INDEX_IN_TOKEN.finditer(text))
        ] or [names.INDEX]

    def document(self) -> dict[str, Any]:
        """Give the record as a JSON object; texts are opened where there is a gatekeeper."""
        record = self._record
        fields = {field: self._opened(field, text) for field, text in further_fields(record)}
        return {
            "time": datetime.fromtimestamp(record.time_unix_nano / 1e9, timezone.utc).isoformat(
                timespec="microseconds"
            ),
            "time_unix_nano": record.time_unix_nano,
            "service": record.service,
            "severity": record.severity_text,
            "trace_id": record.trace_id,
            "span_id": record.span_id,
            "uid": record.uid,
            "template_id": record.template_id,
            "body": self._opened("body", record.body_text),
            "matched": self.matched(),
            "fields": fields,
        }

    def _opened(self, field: str, text: str) -> str:
        if self._keeper is None:
            return _TOKEN.sub(r"\1…", text)
        opened = self._keeper.open_text(text, self._record.keys, fields_within(field, text))
        self.unopened += opened.unopened
        self.forged += sum(doubt.kind == "index" for doubt in opened.doubts)
        return " ".join((opened.text, *(f"[{doubt}]" for doubt in opened.doubts)))


def _indexes(entity: str, value: str, reason: str, service: OpeningService) -> list[str]:
    """Give a value's blind indexes, by the opening service where one is named."""
    if not service.url:
        return blind_indexes(entity, value, reason=reason)
    with ExitStack() as stack:
        return blind_indexes(entity, value, opener=remote_opener(stack, reason, service))


def _found(store: Searchable, indexes: Sequence[str], wanted: Selection) -> Iterator[StoredRecord]:
    """Give the wanted records, newest first. A store that can't select is read whole."""
    if isinstance(store, Selective):
        return store.find(indexes, wanted)
    records = [record for index in indexes for record in store.search_index(index, sys.maxsize) if wanted.holds(record)]
    return iter(sorted(records, key=lambda record: record.time_unix_nano, reverse=True))


def _selected(store: Store, ids: Sequence[str], wanted: Selection) -> Iterator[StoredRecord]:
    if isinstance(store, Templated):
        return store.select(ids, wanted)
    raise SettingError("--store: this kind of store is searched by value only")


def template_ids(names: Sequence[str], state: Path | None) -> list[str]:
    """Give every id that records of templates carry, by ids, former ids, names or beginnings of ids.

    An id that the file does not know stands for itself.

    Raises:
        SettingError: one is neither, or there is no file to know it.
    """
    from sealog_exporters.cli.templates.tend import one_of
    from sealog_exporters.templates.snapshot import load

    if state is None:
        if not all(map(_TEMPLATE_ID.fullmatch, names)):
            raise SettingError("--template: must be a whole id where no file of templates is given (--templates)")
        return list(names)
    miner = load(state)
    templates = miner.templates()
    known = {one.id for one in templates}
    ids: list[str] = []
    for name in names:
        is_unknown = _TEMPLATE_ID.fullmatch(name) and miner.current(name) not in known
        ids += [name] if is_unknown else miner.former_ids(one_of(miner, templates, name).id)
    return ids


def _selection(  # noqa: PLR0913, PLR0917 - a command's options
    from_: str,
    to: str,
    service: str,
    trace: str,
    version: str,
    min_severity: int,
    entity: str,
    attribute: str,
    *,
    no_trace: bool,
) -> Selection:
    from sealog_exporters.cli.alerts.history import FOR_EVER_NS, moment_ns

    if trace and not _TRACE.fullmatch(trace):
        raise SettingError("--trace: 32 hexadecimal digits are expected")
    if attribute and not entity:
        raise SettingError("--sealed-in needs --sealed")
    now_ns = time.time_ns()
    from_ns = moment_ns(from_, "--from", now_ns) if from_ else 0
    to_ns = moment_ns(to, "--to", now_ns) if to else FOR_EVER_NS
    if from_ns >= to_ns:
        raise SettingError("--from must be before --to")
    return Selection(from_ns, to_ns, service, trace.lower(), version, min_severity, entity, no_trace, attribute)
