"""`sealog workflows compare`: compares runs before a change with runs after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from sealog.cli.terminal import EXIT_FOUND_FAULT, err, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs.options import Headers, ServerOfRuns, StoreFile, Workflow

EXAMPLES = """Examples:

sealog workflows compare monday.json tuesday.json -- wednesday.json thursday.json

sealog workflows compare before.jsonl -- after.jsonl --plan plan.json --out mended.json

sealog workflows compare --from http://127.0.0.1:16686 4bf92f3577b34da6a3ce929d0e0e4736 -- 00f067aa0ba902b7"""

_BETWEEN = "\0"
"""Stands for `--`, which Click would take away; no name of a file can hold it."""

_UNITS = {"wall_ms": "ms", "ms": "ms", "tokens": "tokens", "cost": "cost", "failure_rate": "failure rate"}


class TwoSides(TyperCommand):
    """A command whose arguments are parted by `--`; options may stand on either side."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep `--` among the arguments."""
        return super().parse_args(ctx, [_BETWEEN if one == "--" else one for one in args])


def compare(  # noqa: PLR0913, PLR0917 - a command's options
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="BEFORE... -- AFTER...", help="Traces of runs before and after a change.")
    ],
    server: ServerOfRuns = "",
    store: StoreFile = "",
    headers: Headers = None,
    workflow: Workflow = "",
    plan: Annotated[Path | None, typer.Option(help="The plan that the runs after the change followed.")] = None,
    to: Annotated[
        Path | None, typer.Option("--out", help="Write the plan without what missed its prediction into this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Compare runs before a change with runs after it. Nothing within the noise between runs is credited.

    With --plan, each prediction is put beside what was measured, and what missed by more than 10 % is withdrawn. Exit
    code 1: something got worse, or was withdrawn.
    """
    before, after = _sides(files)
    from sealog_exporters.cli.workflow_runs.reading import read_runs, write_file
    from sealog_exporters.cli.workflow_runs.sources import Place
    from sealog_exporters.workflows.runs import check_plan
    from sealog_exporters.workflows.runs import compare as compared

    if to is not None and plan is None:
        raise SettingError("--out needs --plan: it is the plan without what missed")
    followed = None if plan is None else _read_plan(plan)
    place = Place(server, store, headers)
    first = read_runs(before, workflow, place=place)
    second = read_runs(after, workflow or first[0].root, place=place)
    found = compared(first, second)
    if followed is not None:
        found["predictions"], kept = check_plan(followed, second)
        if to is not None:
            write_file(to, json.dumps(kept, indent=2, ensure_ascii=False) + "\n")
            err.print(f"plan written to {to}", markup=False)
    if as_json:
        write_line(json.dumps(found))
    else:
        _print(found)
    if found["regressions"] or any(row["withdrawn"] for row in found.get("predictions", ())):
        context.exit(EXIT_FOUND_FAULT)


def _sides(words: list[str]) -> tuple[list[str], list[str]]:
    if words.count(_BETWEEN) != 1 or _BETWEEN in {words[0], words[-1]}:
        raise SettingError(
            "compare needs files before and after one --, such as: compare before.json -- after.json; "
            "with --from or --store, ids of traces"
        )
    middle = words.index(_BETWEEN)
    return words[:middle], words[middle + 1 :]


def _read_plan(path: Path) -> dict[str, Any]:
    from sealog.coordinator import Plan

    return dict(Plan.read(path).document)


def _print(found: dict[str, Any]) -> None:
    def say(text: str) -> None:
        out.print(text, markup=False)

    versions = [found[side]["versions"] for side in ("before", "after")]
    named = f" (version {', '.join(versions[0])} to {', '.join(versions[1])})" if all(versions) else ""
    say(f"{found['before']['runs']} runs before, {found['after']['runs']} after{named}")
    for one in found["whole"]:
        say(f"  {_UNITS[one['what']]:14} {_difference(one)}")
    for one in found["calls"]:
        if one["verdict"] in {"less", "more"}:
            say(f"  {one['kind']} {one['name']}, {_UNITS[one['what']]}: {_difference(one)}")
    for what in ("new", "gone"):
        if calls := found[f"{what}_calls"]:
            say(f"  {what}: {', '.join(one['name'] for one in calls)}")
    if "predictions" in found:
        say("\npredicted and measured")
        for row in found["predictions"]:
            say(f"  {row['item']}: {_measured(row)}{'; withdrawn' if row['withdrawn'] else ''}")


def _measured(row: dict[str, Any]) -> str:
    if row["miss"] is not None:
        return f"{row['predicted_ms']:.1f} ms predicted, {row['measured_ms']:.1f} ms measured ({row['miss']:+.1%})"
    if row["predicted_ms"] is not None or row["item"] == "plan":
        return "not measured"
    return f"equal calls were made {'again' if row['withdrawn'] else 'once'}"


def _difference(one: dict[str, Any]) -> str:
    moved = f"{one['before']:g} to {one['after']:g}"
    if one["verdict"] == "too_few_runs":
        return f"{moved}: too few runs to tell it from noise"
    if one["verdict"] == "within_noise":
        return f"{moved}: within the noise between runs"
    return f"{moved}: {abs(one['credited']):g} {one['verdict']} is beyond noise"
