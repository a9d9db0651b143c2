"""`sealog workflows report`: shows the timeline of one run, or writes it as an HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from sealog.cli.terminal import err, out
from sealog_exporters.cli.workflow_runs.options import Headers, NewestOf, Reads, Server, StoreFile, TraceFile, TraceId

if TYPE_CHECKING:
    from sealog_exporters.workflows.views import Row, Timeline

EXAMPLES = """Examples:

sealog workflows report trace.json

sealog workflows report trace.json --html report.html"""

_BAR = 50  # characters of the timeline
_NAMES = 40
_DEEPEST = 12
_ROWS, _HTML_ROWS = 60, 2_000


def report(  # noqa: PLR0913, PLR0917 - a command's options
    file: TraceFile = "",
    trace: TraceId = "",
    server: Server = "",
    store: StoreFile = "",
    headers: Headers = None,
    workflow: NewestOf = "",
    reads: Reads = None,
    html: Annotated[Path | None, typer.Option(help="File for a report in HTML, in place of printing.")] = None,
) -> None:
    """Show the timeline of one run with its critical path, or write it into an HTML file with the findings.

    The HTML is one file without scripts, and loads nothing.
    """
    from sealog_exporters.cli.workflow_runs.reading import read_one, write_file
    from sealog_exporters.cli.workflow_runs.sources import Place
    from sealog_exporters.workflows import analyse
    from sealog_exporters.workflows.views import html_report, timeline

    spans = read_one(file, trace, Place(server, store, headers), workflow)
    if html is None:
        _print(timeline(spans, _ROWS))
        return
    write_file(html, html_report(analyse(spans, reads=reads or ()), timeline(spans, _HTML_ROWS)))
    err.print(f"report written to {html}", markup=False)


def _print(run: Timeline) -> None:
    path, rest = Text("█", "bold red"), Text("─", "dim")
    out.print(Text.assemble(path, " critical path  ", rest, f" other time  over {run.wall_ms:.1f} ms"))
    for row in run.rows:
        out.print(_row(row, run.wall_ms))
    if run.left_out:
        out.print(f"{run.left_out} shorter spans left out; --html shows up to {_HTML_ROWS}", markup=False)


def _row(row: Row, wall_ms: float) -> Text:
    name = "  " * min(row.depth, _DEEPEST) + row.name
    name = name if len(name) <= _NAMES else name[: _NAMES - 1] + "…"
    scale = _BAR / wall_ms if wall_ms else 0.0
    cells = [" "] * _BAR
    first = min(_BAR - 1, int(row.start_ms * scale))
    last = max(first + 1, round(row.end_ms * scale))
    cells[first:last] = "─" * (min(last, _BAR) - first)
    for begin, end in row.on_path:
        for place in range(round(begin * scale), min(_BAR, round(end * scale))):  # what fills half of a character
            cells[place] = "█"
    line = Text(f"{name:{_NAMES}} {row.end_ms - row.start_ms:10.1f} ms ")
    for cell in cells:
        line.append(cell, "bold red" if cell == "█" else "dim")
    if row.failed:
        line.append(" failed", "red")
    return line
