"""`sealog access`: what is kept of a person, as that person may see it."""

from __future__ import annotations

import glob
import os
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.opening import OpeningService, ServiceCa, TokenFile
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError, StoreError
from sealog_exporters.cli.people.answering import answering
from sealog_exporters.cli.people.stores import IndexPattern, Place, Stores, Ways, read_stores, spool_key_file
from sealog_exporters.cli.people.waiting import waiting_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sealog_exporters.people.report import Findings, Gap
    from sealog_exporters.people.subject import Subject
    from sealog_exporters.store.interface import Searchable, Selection, Selective, StoredRecord

EXAMPLES = """Examples:

sealog access --subject s.yaml --stores es:https://es.example,files:/var/log/*.log --request DSR-1 --out dsr.zip

sealog access --subject s.yaml --from 2026-01-01 --request DSR-1 --out dsr.zip

sealog access --subject s.yaml --request DSR-1 --out dsr.zip --opener https://opener.example:4350 --token-file t.txt"""

_DOUBTS = {
    "index": "their blind index is another value's",
    "origin": "none of the keyring's origins signed them",
    "other_record": "their data key came with another record",
}


def access(  # noqa: PLR0913, PLR0917 - a command's options
    subject: Annotated[Path, typer.Option(help="The person: a YAML file with `identifiers`.")],
    request: Annotated[str, typer.Option(help="The request's number, such as DSR-4711; it is in the audit trail.")],
    out_file: Annotated[Path, typer.Option("--out", help="The zip file to write; it must not be there.")],
    stores: Stores = [],  # noqa: B006 - Typer copies it
    from_: Annotated[
        str, typer.Option("--from", help="Records from this time on: 2026-12-24, RFC 3339, or 7d for so long ago.")
    ] = "",
    to: Annotated[str, typer.Option("--to", help="Records before this time.")] = "",
    index_pattern: IndexPattern = "logs-*",
    reason: Annotated[str, typer.Option(help="Why you open. Default: the request.")] = "",
    passphrase_file: Annotated[
        Path | None, typer.Option(help="Its first line is the keyring's passphrase. Default: SEALOG_PASSPHRASE_FILE.")
    ] = None,
    opener: Annotated[
        str, typer.Option(help="URL of an opening service (`sealog opener`) that opens: no keyring is needed here.")
    ] = "",
    token_file: TokenFile = None,
    opener_ca: ServiceCa = None,
) -> None:
    """Write a file with everything that the stores hold of a person (GDPR, Article 15).

    Every identifier is searched for in every epoch. The person's own values are opened; those of others stay sealed and
    are shown as `<email_address 2>`. The file says what could not be searched; then the exit code is 1. All openings
    are one entry of the audit trail, which is on disk first.
    """
    from sealog_exporters.people.bundle import write_bundle
    from sealog_exporters.people.report import Findings, Gap, Report, about

    _check(request, out_file)
    places = read_stores(stores)
    wanted = _selection(from_, to)
    with ExitStack() as stack:
        opened: list[Searchable] = []

        def look_up(key_id: str) -> list[str]:
            return [key for store in opened for key in store.sealed_keys(key_id)]

        why = reason or f"access request {request}"
        by = OpeningService(opener, token_file, opener_ca, "--opener") if opener else passphrase_file
        person = answering(stack, subject, request, why, by, look_up)
        findings = stack.enter_context(Findings())
        gaps = person.gaps
        searched = [
            {
                "store": place.label,
                "records": _collect(place, index_pattern, stack, opened, findings, gaps, person.subject, wanted),
            }
            for place in places
        ]
        open_one = person.announce(findings.tokens(person.subject), findings.count)
        report = Report(person.subject, person.policy.people, open_one, person.scanner)
        head = {
            "sealog_access": 1,
            "request": request,
            "made": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "period": {"from": from_ or None, "to": to or None},
            "searched": searched,
            "openings": person.openings,
        }

        def tail() -> dict[str, Any]:
            gaps.extend(
                Gap(f"{count} of the person's values: {outcome}", _why_shut(outcome))
                for outcome, count in sorted(report.unopened.items())
            )
            return {
                "about": about(person.policy.people, report.services),
                "entities": report.entities,
                "doubts": {kind: {"values": n, "why": _DOUBTS[kind]} for kind, n in sorted(report.doubted.items())},
                "not_searched": [{"what": gap.what, "why": gap.why} for gap in gaps],
            }

        digest = write_bundle(out_file, head, (report.record(store, record) for store, record in findings), tail)
    for one in searched:
        out.print(f"{one['store']}: {one['records']} records", markup=False)
    out.print(
        f"{out_file}: {findings.count} records, {report.opened} values opened, bundle sha256 {digest}", markup=False
    )
    for kind, count in sorted(report.doubted.items()):
        complain(f"{count} of the person's values are in doubt: {_DOUBTS[kind]}")
    for gap in gaps:
        complain(f"not searched: {gap.what}: {gap.why}")
    if gaps:
        raise typer.Exit(EXIT_FOUND_FAULT)


def _check(request: str, out_file: Path) -> None:
    if not request.strip():
        raise SettingError("--request: the request's number is expected, such as DSR-4711")
    if out_file.exists():
        raise SettingError(f"{out_file} is there already; --out names a new file")
    if not os.access(out_file.parent, os.W_OK | os.X_OK):
        raise SettingError(f"--out {out_file}: {out_file.parent} is no folder that can be written to")


def _collect(  # noqa: PLR0913, PLR0917 - all that a search of one store takes
    place: Place,
    index_pattern: str,
    stack: ExitStack,
    opened: list[Searchable],
    findings: Findings,
    gaps: list[Gap],
    subject: Subject,
    wanted: Selection,
) -> int:
    """Keep a store's records of the person; a store that fails becomes a gap."""
    from sealog_exporters.people.report import Gap

    before = findings.count
    try:
        places = each_file(place)
    except SettingError as error:
        gaps.append(Gap(place.label, str(error)))
        return 0
    waiting, why = 0, ""
    for one in places:
        try:
            store = open_for_reading(one, index_pattern, stack)
            if subject.indexes:
                for record in found_in(store, subject.indexes, wanted):
                    findings.add(place.label, record)
            opened.append(store)  # type: ignore[arg-type]  # each is both; one that failed is asked for no key
            count, why = waiting_in(store, subject)
            waiting += count
        except (StoreError, SettingError) as error:
            gaps.append(Gap(place.label, str(error)))
    if waiting:
        gaps.append(Gap(f"{place.label}: {waiting} records", f"they hold {why}"))
    return findings.count - before


def found_in(store: Selective, indexes: Sequence[str], only: Selection) -> Iterator[StoredRecord]:
    """Give every wanted record that holds one of some blind indexes, and spans as records where the store keeps spans.

    Raises `StoreError`, which names the store, also while it is read.
    """
    from sealog_exporters.store.interface import KeepsSpans

    yield from store.find(indexes, only)
    if isinstance(store, KeepsSpans):
        yield from store.spans.find(indexes, only)


def _why_shut(outcome: str) -> str:
    if outcome.startswith("not_permitted"):
        return "who answered the request may not open them (openers.yaml)"
    return "they can't be opened with the keys that are left"


def each_file(place: Place) -> list[Place]:
    """Split a pattern of files, so that one that can't be read keeps no other from being searched."""
    from sealog_exporters.people.files import matching

    if place.kind != "files":
        return [place]
    return [replace(place, name=glob.escape(str(path))) for path in matching(place.name)]


def open_for_reading(place: Place, index_pattern: str, stack: ExitStack) -> Selective:
    """Open a store that is searched, until `stack` ends.

    Raises:
        SettingError: there is none at this place.
        StoreError: what is there is no log store.
    """
    from sealog_exporters.elastic.reader import ElasticReader
    from sealog_exporters.people.files import LogFiles
    from sealog_exporters.people.spools import Spools
    from sealog_exporters.store.sqlite import LogStore

    ways: Ways[Selective] = Ways(
        es=lambda url: ElasticReader(url, index_pattern=index_pattern),
        files=LogFiles,
        spool=lambda folder: Spools(folder, spool_key_file(), os.urandom),
        store=lambda path: LogStore(path, read_only=True),
    )
    return ways.open(place, stack)


def _selection(from_: str, to: str) -> Selection:
    from sealog_exporters.cli.alerts.history import FOR_EVER_NS, moment_ns
    from sealog_exporters.store.interface import Selection

    now_ns = time.time_ns()
    from_ns = moment_ns(from_, "--from", now_ns) if from_ else 0
    to_ns = moment_ns(to, "--to", now_ns) if to else FOR_EVER_NS
    if from_ns >= to_ns:
        raise SettingError("--from must be before --to")
    return Selection(from_ns, to_ns)
