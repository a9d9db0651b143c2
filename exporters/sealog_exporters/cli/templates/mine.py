"""`sealog templates FILE`: the templates of a log, or of each of its lines. It keeps no line longer than it must."""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import err, flush_if_streaming, lines_of, out, write_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.templates import Miner, Template

EXAMPLES = """Examples:

sealog templates app.log

sealog templates app.log --json

sealog templates - --assign --json < app.log"""


def mine(
    file: Annotated[str, typer.Argument(help="Log file, one record a line; - reads stdin.")],
    assign: Annotated[
        bool, typer.Option("--assign", help="Print the template of each line, in order, once all are read.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
    limit: Annotated[int, typer.Option(help="How many templates at most, the most frequent first.", min=1)] = 50,
    state: Annotated[
        Path | None, typer.Option(help="File of templates to continue from, which is updated; made if it is missing.")
    ] = None,
) -> None:
    """Find the templates of a log: which statements wrote its lines, and how often.

    Reads plain lines, and the message in JSON, logfmt, klog, zap and TiKV's format. Sealed values stay sealed: a
    template has `<email_address>` in their place. Run it on sealed logs: words that never vary are shown.

    With --assign --json it prints {"line": 1, "template_id": "…", "template": "…"} for each line, with the template
    after all lines were read. Templates that were dropped to bound the memory are printed as `other`.
    """
    from sealog_exporters.templates import Miner
    from sealog_exporters.templates.snapshot import load, save

    miner = Miner() if state is None else load(state)
    lines = array("q")
    with lines_of(file) as source:
        for line in source:
            seen = miner.add(line.removesuffix("\r"))
            if assign:
                lines.append(seen.index)
    templates = miner.templates()
    if state is not None:
        save(miner, state)
    if assign:
        _print_lines(miner, templates, lines, as_json=as_json)
    elif as_json:
        for template in templates[:limit]:
            write_line(json.dumps(facts(template)))
    else:
        print_table(templates, limit)
    flush_if_streaming(file)


def _print_lines(miner: Miner, templates: Iterable[Template], lines: array[int], *, as_json: bool) -> None:
    from sealog_exporters.templates import OTHER

    texts = {template.id: printable(template.text) for template in templates}
    ids = miner.ids()
    shown = {name: f'{json.dumps(name)}, "template": {json.dumps(text)}}}' for name, text in texts.items()}
    for number, index in enumerate(lines, 1):
        name = ids.get(index, OTHER)
        write_line(f'{{"line": {number}, "template_id": {shown[name]}' if as_json else f"{name}  {texts[name]}")


def print_table(templates: list[Template], limit: int, total: int = 0) -> None:
    """Print id, count, share (of `total`, or of all that are given) and text of the first templates."""
    total = total or sum(template.count for template in templates)
    for template in templates[:limit]:
        share = template.count / total
        marks = " ".join(filter(None, (template.name, "pinned" if template.pinned else "")))
        text = printable(template.text) + (f"  [{marks}]" if marks else "")
        out.print(f"{template.id:16}  {template.count:>9}  {share:6.1%}  {text}", markup=False)
    if len(templates) > limit:
        rest = sum(template.count for template in templates[limit:])
        err.print(f"{len(templates) - limit} more templates with {rest} of {total} lines; see --limit", markup=False)


def facts(template: Template) -> dict[str, object]:
    """Give what is known of a template, as JSON has it."""
    return {
        "template_id": template.id,
        "template": printable(template.text),
        "count": template.count,
        "bytes": template.size,
        "forms": template.forms,
        "fields": list(template.fields),
        "first_unix_nano": template.first_ns,
        "last_unix_nano": template.last_ns,
        "name": template.name,
        "pinned": template.pinned,
    }


def printable(text: str) -> str:
    """Give a text of which bytes that are no UTF-8 are shown as U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
