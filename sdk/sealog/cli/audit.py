"""`sealog audit`: shows the audit trail and checks that nobody changed it."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from sealog.cli.opening import audit_path
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out

EXAMPLES = """Examples:

sealog audit

sealog audit --last 0 && echo untouched"""


def audit(last: Annotated[int, typer.Option(help="How many of the newest entries to show.", min=0)] = 20) -> None:
    """Show who opened what and why, newest last, and check hashes and signatures of the whole trail."""
    from sealog.audit.trail import verify

    path = audit_path()
    count, wrong = verify(path)
    lines = path.read_bytes().splitlines()
    table = Table("time", "actor", "entity", "outcome", "reason")
    for line in lines[len(lines) - last :] if last else []:
        entry = json.loads(line)
        if entry.get("action") == "open":
            table.add_row(
                *(Text(str(entry.get(name, ""))) for name in ("time", "actor", "entity", "outcome", "reason"))
            )
    if table.row_count:
        out.print(table)
    if wrong is not None:
        complain(f"{path}: {wrong}")
        raise typer.Exit(EXIT_FOUND_FAULT)
    out.print(f"{path}: {count} entries, unbroken", markup=False)
