"""`sealog audit`: shows the audit trail and checks that nobody changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from sealog.cli.opening import audit_path, audit_public_key
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out, visible

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = """Examples:

sealog audit

sealog audit --last 0 && echo untouched

sealog audit --public-key 3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"""

_COLUMNS = ("time", "actor", "entity", "outcome", "reason")


def audit(
    last: Annotated[int, typer.Option(help="How many of the newest entries to show.", min=0)] = 20,
    public_key: Annotated[
        str | None, typer.Option(help="The key that signs the trail, in hexadecimal. Default: the keyring's.")
    ] = None,
) -> None:
    """Show who opened what and why, newest last, and check hashes, signatures and the number of entries.

    Exit code 1: the trail was changed, cut or torn, or its end is not signed.
    """
    from sealog.audit.verify import verify

    path = audit_path()
    verdict = verify(path, audit_public_key(public_key))
    _show(path, last)
    for note in verdict.notes:
        out.print(f"{path}: {note}", markup=False)
    if verdict.wrong is not None:
        complain(f"{path}: {verdict.wrong}")
        raise typer.Exit(EXIT_FOUND_FAULT)
    out.print(f"{path}: {verdict.entries} entries, unbroken", markup=False)


def _show(path: Path, last: int) -> None:
    from sealog.audit.verify import entry_of

    table = Table(*_COLUMNS)
    lines = path.read_bytes().splitlines() if last and path.exists() else []
    for line in lines[-last:]:
        entry = entry_of(line)
        if entry is None:
            table.add_row("", "", "", "can't be read", "")
        elif entry.get("action") == "open":
            doubts = entry.get("doubts")
            outcome = (
                f"{entry.get('outcome', '')} ({', '.join(map(str, doubts))})" if doubts else entry.get("outcome", "")
            )
            shown = {**entry, "outcome": outcome}
            table.add_row(*(Text(visible(str(shown.get(name, "")))) for name in _COLUMNS))
    if table.row_count:
        out.print(table)
