"""`sealog scan`: shows what would be sealed. It prints no value that it found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, EXIT_USAGE, STDIN, complain, err
from sealog.errors import SettingError
from sealog.settings import load_settings

if TYPE_CHECKING:
    from sealog.cli.scan.scan_input import ActionOf, Read, Scanned
    from sealog.detect.engine.scanner import Scanner

EXAMPLES = """Examples:

sealog scan app.log

tail -f app.log | sealog scan --json -

sealog scan --jsonl-field message --json records.jsonl

sealog scan --records --fail-on secret --fail-on credit_card otlp.jsonl

echo hunter2 | sealog scan --key db.password"""

_ANY = "any"


def scan(  # noqa: C901, PLR0913, PLR0917 - the options of a command
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Text files, or - for stdin.")] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One object a line: line, findings (entity, group, start, end in code points)."),
    ] = False,
    sarif: Annotated[bool, typer.Option("--sarif", help="One SARIF 2.1.0 log at the end, for code hosts.")] = False,
    key: Annotated[str | None, typer.Option(help="Scan each line as the value of this attribute.")] = None,
    jsonl_field: Annotated[
        str | None, typer.Option(help="Lines are JSON objects: scan the string in this field.")
    ] = None,
    records: Annotated[
        bool, typer.Option("--records", help="Lines are JSON objects or OTLP/JSON: scan all of them, with their keys.")
    ] = False,
    policy: Annotated[Path | None, typer.Option(help="A policy file instead of the one that is set.")] = None,
    context: Annotated[
        int | None, typer.Option(min=0, help="Show this many characters beside a finding, not the whole line.")
    ] = None,
    fail_on: Annotated[
        list[str] | None, typer.Option(help="Exit code 1 if this entity, group or `any` is found. May be repeated.")
    ] = None,
) -> None:
    """Find what would be sealed, line by line; it streams, so the input may be endless.

    A line of text is read with the lines around it, because tables, forms, JSON, XML, YAML and keys have several lines.

    With --json a line that --jsonl-field or --records can't read has an "error" and no findings, and the exit code
    is 2.
    """
    from sealog.cli.scan.scan_lines import look_at
    from sealog.cli.scan.scan_output import Sarif, json_line, words
    from sealog.policy.protection import protection

    if sum((key is not None, jsonl_field is not None, records)) > 1:
        raise SettingError("--key, --jsonl-field and --records can't be used together")
    if as_json and sarif:
        raise SettingError("--json and --sarif can't be used together")
    scanner, action_of = protection(policy or load_settings().policy, only_looks=True)
    read = _reader(scanner, key, jsonl_field, records=records)
    sources = files or [STDIN]
    log = Sarif()
    show = log.add if sarif else words(context)
    if as_json:
        many = len(sources) > 1

        def show(file: str, number: int, scanned: Scanned) -> None:
            json_line(file, number, scanned, with_file=many)

    fatal = _fatal(fail_on or [], scanner)
    counts: Counter[tuple[str, str]] = Counter()
    total = bad = 0

    def take(source: str, number: int, scanned: Scanned) -> None:
        nonlocal total, bad
        scanned = _but_kept(scanned, action_of)
        counts.update((found.entity, found.group) for found in scanned.findings)
        total += 1
        bad += scanned.error is not None
        if scanned.error is not None:
            complain(f"line {number}: {scanned.error}")
        show(source, number, scanned)

    look_at(sources, scanner, read, take)
    if sarif:
        log.print()
    elif not as_json:
        found = ", ".join(f"{count} {entity}" for (entity, _), count in counts.most_common()) or "nothing found"
        err.print(f"{total} lines: {found}", markup=False)
    if bad:
        raise typer.Exit(EXIT_USAGE)
    if _is_fatal(counts, fatal):
        raise typer.Exit(EXIT_FOUND_FAULT)


def _is_fatal(counts: Counter[tuple[str, str]], fatal: frozenset[str]) -> bool:
    return any(_ANY in fatal or not fatal.isdisjoint(entity_and_group) for entity_and_group in counts)


def _reader(scanner: Scanner, key: str | None, jsonl_field: str | None, *, records: bool) -> Read | None:
    """Return the function that scans a line, or None if lines are plain text."""
    from sealog.cli.scan.scan_input import field_reader, record_reader, value_reader

    if records:
        return record_reader(scanner)
    if jsonl_field is not None:
        return field_reader(scanner, jsonl_field)
    return None if key is None else value_reader(scanner, key)


def _fatal(names: list[str], scanner: Scanner) -> frozenset[str]:
    known = {_ANY, *scanner.entities, *scanner.entities.values()}
    for name in names:
        if name not in known:
            raise SettingError(f"--fail-on {name}: neither an entity, a group nor `any`; see `sealog policy show`")
    return frozenset(names)


def _but_kept(scanned: Scanned, action_of: ActionOf | None) -> Scanned:
    """Leave out values that the policy's callback keeps."""
    from sealog.cli.scan.scan_input import Scanned

    if action_of is None or not scanned.findings:
        return scanned
    paths = scanned.paths or ["$"] * len(scanned.findings)
    stay = [action_of(found.entity, path) != "keep" for found, path in zip(scanned.findings, paths, strict=True)]
    if all(stay):
        return scanned
    return Scanned(
        scanned.text,
        [found for found, stays in zip(scanned.findings, stay, strict=True) if stays],
        [path for path, stays in zip(scanned.paths, stay, strict=False) if stays],
        scanned.error,
    )
