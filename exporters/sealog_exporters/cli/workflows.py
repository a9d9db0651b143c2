"""`sealog workflows`: reads trace files, and shows what a run of agents cost and what to change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sealog.cli.terminal import err, opened, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs import compare, plan, report, watch
from sealog_exporters.cli.workflow_runs.options import Headers, NewestOf, Reads, Server, StoreFile, TraceFile, TraceId

if TYPE_CHECKING:
    from sealog_exporters.workflows import Analysis
    from sealog_exporters.workflows.runs import History

EXAMPLES = """Examples:

sealog workflows analyze trace.json

sealog workflows analyze --store ~/.local/share/sealog/logs.sqlite

sealog workflows analyze --from http://127.0.0.1:16686 --trace 4bf92f3577b34da6a3ce929d0e0e4736 --json"""

_MAX_PRICES = 2**20
_BAR = 40  # characters of the timeline

app = typer.Typer(
    help="See what a run of agents cost, where its time went, and what to change.",
    no_args_is_help=True,
)


@app.command("analyze", epilog=EXAMPLES)
def analyze(  # noqa: PLR0913, PLR0917 - a command's options
    file: TraceFile = "",
    trace: TraceId = "",
    server: Server = "",
    store: StoreFile = "",
    headers: Headers = None,
    workflow: NewestOf = "",
    reads: Reads = None,
    prices: Annotated[
        str, typer.Option(help="JSON file with the prices of a million tokens, for model calls without a cost.")
    ] = "",
    history: Annotated[
        Path | None,
        typer.Option(help="File that plan --history writes: what earlier runs took, to find stragglers by."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Analyze one trace: how far it can be trusted, its critical path, and findings with what each would save.

    It works on sealed traces and needs no key.
    """
    from sealog_exporters.cli.workflow_runs.reading import read_one
    from sealog_exporters.cli.workflow_runs.sources import Place
    from sealog_exporters.workflows import analyse
    from sealog_exporters.workflows.prices import load_prices

    table = None
    if prices:
        with opened(prices) as stream:
            table = load_prices(stream.read(_MAX_PRICES), prices)

    known = None if history is None else _history(history)
    spans = read_one(file, trace, Place(server, store, headers), workflow)
    if known is not None and known.has(spans[0].trace_id):
        err.print(f"{history} has learned from this run too: its own stragglers count as usual there", markup=False)
    found = analyse(spans, reads=reads or (), prices=table, usual=None if known is None else known.usual_ns)
    if as_json:
        write_line(json.dumps(found.facts()))
    else:
        _print(found)


def _history(path: Path) -> History:
    from sealog_exporters.workflows.runs import History

    if not path.exists():
        raise SettingError(f"--history: {path} is not there; sealog workflows plan --history writes it")
    return History.load(path)


def _print(found: Analysis) -> None:
    def say(text: str) -> None:
        out.print(text, markup=False)

    cost = "" if found.cost is None else f", cost {found.cost:.4g}"
    tokens = "tokens unknown" if found.tokens is None else f"{found.tokens} tokens"
    say(f"trace {found.trace_id}: {found.wall_ms:.1f} ms, {found.spans} spans")
    say(f"{found.model_calls} model calls, {found.tool_calls} tool calls, {tokens}{cost}")
    say("\ntrace quality" if found.trace_quality else "\ntrace quality: nothing found")
    for doubt in found.trace_quality:
        say(f"  {doubt['kind']:24} {doubt['reason']}: {doubt['follows']}")
    say("\ncritical path")
    for segment in found.critical_path:
        say(_row(segment, found.wall_ms))
    say("\nfindings" if found.findings else "\nfindings: none")
    for one in found.findings:
        saves = "unknown" if one["saves_ms"] is None else f"{one['saves_ms']:.1f} ms"
        if one["saves_tokens"]:
            saves += f", {one['saves_tokens']} tokens"
        say(f"  {one['kind']:24} {one['confidence']:8} saves {saves}")
        say(f"  {'':24} {one['advice']}")


def _row(segment: dict[str, Any], wall_ms: float) -> str:
    begin = int(segment["start_ms"] / wall_ms * _BAR)
    length = max(1, round((segment["end_ms"] - segment["start_ms"]) / wall_ms * _BAR))
    bar = " " * begin + "█" * length
    return f"  {segment['end_ms'] - segment['start_ms']:10.1f} ms |{bar[: _BAR + 1]:{_BAR + 1}}| {segment['name']}"


app.command("plan", epilog=plan.EXAMPLES)(plan.plan)
app.command("compare", cls=compare.TwoSides, epilog=compare.EXAMPLES)(compare.compare)
app.command("report", epilog=report.EXAMPLES)(report.report)
app.command("watch", epilog=watch.EXAMPLES)(watch.watch)
