"""`sealog insights`: what is new, gone, louder, costly or leaking in a store. It reads, and keeps nothing."""

from __future__ import annotations

import json
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import err, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.stores.registry import open_store

if TYPE_CHECKING:
    from sealog_exporters.insights import Insight

EXAMPLES = """Examples:

sealog insights

sealog insights --since 24h --baseline week --store https://es.example.com:9200

sealog insights --since 15m --json"""

_WEEK_NS = 7 * 86_400 * 10**9
_LARGEST = 100_000  # of a unit


def insights(
    since: Annotated[str, typer.Option(help="How far back to look, such as 15m, 1h or 7d.")] = "1h",
    baseline: Annotated[
        str, typer.Option(help="What to compare with: previous (the time before), week (the same time last week).")
    ] = "previous",
    store: Annotated[
        str, typer.Option(help="SQLite file of `sealog up`, or Elasticsearch's URL. Default: what `sealog up` writes.")
    ] = "",
    until: Annotated[float | None, typer.Option(help="End of the time, seconds since the epoch. Default: now.")] = None,
    limit: Annotated[int, typer.Option(help="How many at most, the weightiest first.", min=1)] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Say what is worth a look: templates that are new, gone, louder or costly, errors, and where personal data is new.

    It works on sealed records and needs no key. Versions of one service are compared within the time itself.
    """
    from sealog_exporters.insights import Tally, Window
    from sealog_exporters.insights import insights as found_in
    from sealog_exporters.templates import Miner

    length = _duration_ns(since)
    end = int((time.time() if until is None else until) * 10**9)
    if baseline not in {"previous", "week"}:
        raise SettingError("--baseline: previous or week is expected")
    now = Window(end - length, end)
    shift = length if baseline == "previous" else _WEEK_NS
    before = Window(now.start_ns - shift, now.end_ns - shift)
    miner = Miner()
    tallies = []
    with ExitStack() as stack:
        records_in = open_store(store, stack)
        for window in (before, now):
            tally = Tally(miner)
            for record in records_in.history(max(window.start_ns, 0), max(window.end_ns, 0)):
                tally.add(record)
            tallies.append(tally)
    for one in found_in(miner, tallies[1], tallies[0])[:limit]:
        if as_json:
            write_line(json.dumps(_facts(one, now, before)))
        else:
            _print(one)
    err.print(f"{tallies[1].records} records, {tallies[0].records} in the baseline", markup=False)


def _print(one: Insight) -> None:
    about = one.template or one.service
    out.print(f"{one.kind:15} {one.service or '-':15} {one.template_id:16}  {about}", markup=False)
    out.print(f"{'':15} {one.reason}", markup=False)


def _facts(one: Insight, now: object, before: object) -> dict[str, object]:
    from dataclasses import asdict

    facts = asdict(one)
    weight = facts.pop("weight")
    return facts | {"weight": None if weight == float("inf") else weight, "window": vars(now), "baseline": vars(before)}


def _duration_ns(text: str) -> int:
    units = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
    if not (text[:-1].isascii() and text[:-1].isdigit() and text[-1:] in units and 0 < int(text[:-1]) <= _LARGEST):
        raise SettingError("--since: a number and s, m, h, d or w is expected, such as 1h")
    return int(text[:-1]) * units[text[-1]] * 10**9
