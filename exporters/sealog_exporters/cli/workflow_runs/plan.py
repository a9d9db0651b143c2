"""`sealog workflows plan`: makes a plan from runs of a workflow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from sealog.cli.terminal import err, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs.options import Headers, Reads, ServerOfRuns, StoreFile, Workflow

EXAMPLES = """Examples:

sealog workflows plan runs.jsonl --out plan.json

sealog workflows plan monday.json tuesday.json --reads get_weather

sealog workflows plan --from http://127.0.0.1:16686 4bf92f3577b34da6a3ce929d0e0e4736 00f067aa0ba902b7

sealog workflows plan --store ~/.local/share/sealog/logs.sqlite --newest 20

sealog workflows plan --schema > plan.schema.json"""


def plan(  # noqa: PLR0913, PLR0917 - a command's options
    files: Annotated[
        list[str] | None,
        typer.Argument(
            help="Traces of runs: OTLP (JSON, JSON Lines, protobuf), or JSON of Jaeger or Langfuse; - is stdin."
        ),
    ] = None,
    server: ServerOfRuns = "",
    store: StoreFile = "",
    headers: Headers = None,
    newest: Annotated[
        int, typer.Option(min=0, max=200, help="Read so many runs of --from or --store, the newest.")
    ] = 0,
    workflow: Workflow = "",
    reads: Reads = None,
    to: Annotated[
        Path | None, typer.Option("--out", help="Write the plan into this file, and a summary to stdout.")
    ] = None,
    history: Annotated[
        Path | None, typer.Option(help="File of what earlier runs took: these runs are added, and time-outs use all.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the JSON Schema of plans.")] = False,
) -> None:
    """Make a plan from runs: what may run in parallel, time-outs, retries, caching, concurrency and a token budget.

    Each item has its evidence and its predicted saving. sealog.coordinator runs the plan. It needs no key.
    """
    if schema:
        from sealog.coordinator import schema as plan_schema

        write_line(json.dumps(plan_schema(), indent=2))
        return
    if bool(files) == bool(newest) or (newest and not (server or store)):
        raise SettingError("plan needs files with traces, or --from or --store with ids of traces or with --newest")
    from sealog_exporters.cli.workflow_runs.reading import read_runs, write_file
    from sealog_exporters.cli.workflow_runs.sources import Place
    from sealog_exporters.workflows.plans import make_plan
    from sealog_exporters.workflows.runs import History

    known = None if history is None else History.load(history)
    runs = read_runs(files or (), workflow, reads=reads or (), place=Place(server, store, headers), newest=newest)
    if history is not None and known is not None:
        known.add(runs)
        known.save(history)
    found = make_plan(runs, None if known is None else known.usual_ns)
    text = json.dumps(found, indent=2, ensure_ascii=False).encode("utf-8", "replace").decode()  # halves of characters
    if to is None:
        write_line(text)
        return
    write_file(to, text + "\n")
    _print(found)
    err.print(f"plan written to {to}", markup=False)


def _print(found: dict[str, Any]) -> None:
    def say(text: str) -> None:
        out.print(text, markup=False)

    made, predicted = found["made_from"], found["predicted"]
    after = "no prediction" if predicted["wall_ms"] is None else f"{predicted['wall_ms']:.1f} ms predicted"
    say(f"{made['runs']} runs, {made['wall_ms']:.1f} ms; {after}")
    for one in found["parallel_groups"]:
        say(f"  at once     {', '.join(one['nodes'])} ({one['confidence']}): {_saves(one['predicted'])}")
    for one in found["parallel_calls"]:
        say(f"  by hand     {', '.join(one['tools'])} at once in {one['node']}: {_saves(one['predicted'])}")
    for one in found["calls"]:
        for row in _rows(one):
            say(f"  {row}")
    if "token_budget" in found:
        say(f"  budget      {found['token_budget']['tokens']} tokens a run")
    for one in found["withheld"]:
        say(f"  withheld    {one['what']}: {one['reason']}")


def _rows(call: dict[str, Any]) -> Iterator[str]:
    name = f"{call['kind']} {call['name']}"
    if timeout := call.get("timeout"):
        yield f"time-out    {name}: {timeout['ms']:g} ms, from {timeout['evidence']['calls']} calls"
    if retry := call.get("retry"):
        yield f"retry       {name}: {retry['max_attempts']} attempts, pause {retry['pause_ms']:g} ms"
    if cache := call.get("cache"):
        yield f"cache       {name}: {cache['max_age_ms']:g} ms ({cache['confidence']}): {_saves(cache['predicted'])}"
    if concurrency := call.get("concurrency"):
        yield f"concurrency {name}: {concurrency['limit']} at one time"


def _saves(predicted: dict[str, Any]) -> str:
    if predicted.get("saves_ms") is None:
        return "saving unknown"
    tokens = f", {predicted['saves_tokens']:g} tokens" if predicted.get("saves_tokens") else ""
    return f"saves {predicted['saves_ms']:.1f} ms{tokens}"
