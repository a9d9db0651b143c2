"""The output of `sealog scan`: text, JSON lines, or SARIF. None of them contains a value that was found."""

from __future__ import annotations

import json
from importlib.metadata import version
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from rich.text import Text

from sealog.cli.terminal import STDIN, out, write_line
from sealog.printable import visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.cli.scan.scan_input import Scanned

    Show = Callable[[str, int, Scanned], None]

_STYLES = {"secret": "bold red", "payment": "magenta", "national_id": "magenta", "contact": "cyan", "person": "cyan"}


def words(context: int | None) -> Show:
    """Return the function that prints a line with entities for findings and `context` code points around each."""

    def show(file: str, number: int, scanned: Scanned) -> None:
        if scanned.paths:
            for path, found in zip(scanned.paths, scanned.findings, strict=True):
                line = Text(f"{file}:{number}: {visible(path)}: ")
                out.print(line.append(f"<{found.entity}>", _STYLES.get(found.group, "yellow")))
        elif scanned.findings:
            line = Text(f"{file}:{number}:{scanned.findings[0].start + 1}: ")
            out.print(line.append_text(_with_names(scanned, context)))

    return show


def json_line(file: str, number: int, scanned: Scanned, *, with_file: bool = False) -> None:
    """Print a line's findings as one JSON object."""
    value: dict[str, Any] = {"file": file} if with_file else {}
    findings: list[dict[str, Any]] = [found._asdict() for found in scanned.findings]
    for finding, path in zip(findings, scanned.paths, strict=False):
        finding["path"] = path
    value.update(line=number, findings=findings)
    if scanned.error is not None:
        value["error"] = scanned.error
    write_line(json.dumps(value))


class Sarif:
    """Gathers findings into one SARIF 2.1.0 log (OASIS), for code hosts that show them beside the code."""

    def __init__(self) -> None:
        self._results: list[dict[str, Any]] = []

    def add(self, file: str, number: int, scanned: Scanned) -> None:
        """Add a line's findings; positions count from 1."""
        for index, found in enumerate(scanned.findings):
            region = {"startLine": number}
            where = f" in {visible(scanned.paths[index])}" if scanned.paths else ""
            if not scanned.paths:
                region.update(startColumn=found.start + 1, endColumn=found.end + 1)
            uri = "stdin" if file == STDIN else quote(file)
            self._results.append(
                {
                    "ruleId": found.entity,
                    "level": "error" if found.group == "secret" else "warning",
                    "message": {"text": f"{found.entity} ({found.group}){where} would be sealed"},
                    "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}],
                }
            )

    def print(self) -> None:
        """Print the log."""
        entities = sorted({result["ruleId"] for result in self._results})
        driver = {"name": "sealog", "version": version("sealog"), "rules": [{"id": entity} for entity in entities]}
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": self._results}
        schema = "https://json.schemastore.org/sarif-2.1.0.json"
        write_line(json.dumps({"version": "2.1.0", "$schema": schema, "runs": [run]}, indent=1))


def _with_names(scanned: Scanned, context: int | None) -> Text:
    shown = Text()
    position = 0
    for found in scanned.findings:
        shown.append(_between(scanned.text[position : found.start], context, first=position == 0, last=False))
        shown.append(f"<{found.entity}>", _STYLES.get(found.group, "yellow"))
        position = found.end
    return shown.append(_between(scanned.text[position:], context, first=False, last=True))


def _between(text: str, context: int | None, *, first: bool, last: bool) -> str:
    left, right = (0 if first else context or 0), (0 if last else context or 0)
    if context is None or len(text) <= left + right:
        return visible(text)
    return f"{visible(text[:left])}…{visible(text[len(text) - right :] if right else '')}"
