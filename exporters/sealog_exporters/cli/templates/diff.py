"""`sealog templates diff`: which templates are new, gone, more or less frequent."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import lines_of, opened, out, write_line
from sealog.errors import SettingError
from sealog_exporters.cli.templates.mine import printable

if TYPE_CHECKING:
    from sealog_exporters.templates import Miner
    from sealog_exporters.templates.seen import Seen

EXAMPLES = """Examples:

sealog templates diff --before yesterday.log --after today.log

sealog templates diff --before v1.json --after v2.json --json"""


def diff(
    before: Annotated[str, typer.Option(help="Log file, or what `sealog templates export` printed.")],
    after: Annotated[str, typer.Option(help="The same, of a later time or version.")],
    floor: Annotated[int, typer.Option(help="Rates of fewer lines than this, before and after, are left out.")] = 20,
    ratio: Annotated[float, typer.Option(help="How many times as frequent makes a change.", min=1.1)] = 2.0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Compare two logs: templates that are new, gone, more frequent or less.

    Logs of different length can be compared: a count is expected to change as the median template does. A gone template
    had at least --floor lines.
    """
    from sealog_exporters.templates import Miner
    from sealog_exporters.templates.differences import differences

    miner = Miner()
    old, new = _read(miner, before), _read(miner, after)
    if not old or not new:
        raise SettingError(f"{'--before' if not old else '--after'}: empty, so there is nothing to compare with")
    templates = {template.id: template for template in miner.templates()}
    for one in differences(_by_id(old), _by_id(new), floor=floor, ratio=ratio):
        text = printable(templates[one.id].text)
        if as_json:
            facts = {
                "kind": one.kind,
                "template_id": one.id,
                "template": text,
                "before": one.before,
                "after": one.after,
                "expected": round(one.expected, 1),
            }
            write_line(json.dumps(facts | {"ratio": one.ratio and round(one.ratio, 2)}))
        else:
            times = f"{one.ratio:.1f} times" if one.ratio else ""
            out.print(f"{one.kind:5} {one.before:>8} {one.after:>8}  {times:>12}  {one.id}  {text}", markup=False)


def _read(miner: Miner, name: str) -> list[tuple[Seen, int]]:
    """Count a log or a snapshot into the miner; gives each form's record with how many lines were of it."""
    from sealog_exporters.templates.snapshot import MAX_BYTES, include, is_snapshot

    with opened(name) as file:
        begin = file.peek(32) if hasattr(file, "peek") else b""
        if is_snapshot(begin):
            found = include(miner, file.read(MAX_BYTES).decode("utf-8", "replace"), name)
            return [(miner.include(_empty(seen)), seen.count) for seen in found]
    counts: Counter[int] = Counter()
    records: dict[int, Seen] = {}
    with lines_of(name) as lines:
        for line in lines:
            seen = miner.add(line.removesuffix("\r"))
            counts[seen.index] += 1
            records[seen.index] = seen
    return [(records[index], count) for index, count in counts.items()]


def _empty(seen: Seen) -> Seen:
    from dataclasses import replace

    return replace(seen, count=0, size=0)


def _by_id(counted: list[tuple[Seen, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for seen, count in counted:
        found[seen.id] += count
    return found
