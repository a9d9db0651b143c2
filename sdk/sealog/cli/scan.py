"""`sealog scan`: shows what would be sealed. It changes nothing and prints no value that it found."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import EXIT_USAGE, STDIN, complain, err, flush_if_streaming, lines_of, out, write_line
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.records.finding import Finding

    Findings = list[Finding]

EXAMPLES = """Examples:

sealog scan app.log

tail -f app.log | sealog scan --json -

sealog scan --jsonl-field message --json records.jsonl

echo hunter2 | sealog scan --key db.password"""


def scan(
    file: Annotated[str, typer.Argument(help="A text file, or - for stdin.")] = STDIN,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="One object a line: line, findings (entity, group, start, end in code points)."),
    ] = False,
    key: Annotated[str | None, typer.Option(help="Scan each line as the value of this attribute.")] = None,
    jsonl_field: Annotated[
        str | None, typer.Option(help="Lines are JSON objects: scan the string in this field.")
    ] = None,
) -> None:
    """Find what would be sealed, line by line; it streams, so the input may be endless.

    With --json a line that is not what --jsonl-field expects has an "error" and no findings, and the exit code is 2.
    """
    if key is not None and jsonl_field is not None:
        raise SettingError("--key and --jsonl-field can't be used together")
    find = _finder(key)
    counts: Counter[str] = Counter()
    number = bad = 0
    with lines_of(file) as lines:
        for number, line in enumerate(lines, start=1):
            text, error = (line, None) if jsonl_field is None else _field(line, jsonl_field)
            findings = find(text)
            counts.update(found.entity for found in findings)
            if error is not None:
                bad += 1
                complain(f"line {number}: {error}")
            if as_json:
                write_line(_as_json(number, findings, error))
            elif findings:
                out.print(_as_words(file, number, text, findings), markup=False)
            flush_if_streaming(file)
    if not as_json:
        found = ", ".join(f"{count} {entity}" for entity, count in counts.most_common()) or "nothing found"
        err.print(f"{number} lines: {found}", markup=False)
    if bad:
        raise typer.Exit(EXIT_USAGE)


def _finder(key: str | None) -> Callable[[str], Findings]:
    from sealog.detect.scanner import default_scanner
    from sealog.records.finding import Finding

    scanner = default_scanner()
    rule = None if key is None else scanner.entity_of_key(key)
    if rule is None:
        return scanner.scan
    return lambda text: [Finding(rule.entity, rule.group, 0, len(text))] if text else []


def _field(line: str, name: str) -> tuple[str, str | None]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return "", "not JSON"
    value: Any = record.get(name) if isinstance(record, dict) else None
    return (value, None) if isinstance(value, str) else ("", f"no string in field {name!r}")


def _as_json(number: int, findings: Findings, error: str | None) -> str:
    value: dict[str, Any] = {"line": number, "findings": [found._asdict() for found in findings]}
    if error is not None:
        value["error"] = error
    return json.dumps(value)


def _as_words(file: str, number: int, text: str, findings: Findings) -> str:
    pieces: list[str] = []
    position = 0
    for found in findings:
        pieces += (text[position : found.start], f"<{found.entity}>")
        position = found.end
    shown = "".join((*pieces, text[position:]))
    # Control characters in a log line must not reach the terminal.
    return f"{file}:{number}:{findings[0].start + 1}: " + "".join(c if c.isprintable() else "·" for c in shown)
