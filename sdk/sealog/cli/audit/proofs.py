"""`sealog audit vkey`, `prove`, `export`: an auditor verifies their output without sealog and without the keyring."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.audit.show import moment
from sealog.cli.audit.trail_options import PublicKey, proven_trail
from sealog.cli.opening import audit_public_key
from sealog.cli.terminal import out
from sealog.errors import AuditError

EXAMPLES = """Examples:

sealog audit prove 17 > entry-17.tlog-proof"""

EXPORT_EXAMPLES = """Examples:

sealog audit export november.zip --from 2026-11-01 --to 2026-12-01"""


def vkey(public_key: PublicKey = None) -> None:
    """Print the trail's verifier key (c2sp.org/signed-note), for auditors, witnesses and trust policies."""
    from sealog.audit.checkpoint import log_key

    typer.echo(str(log_key(audit_public_key(public_key))))


def prove(
    number: Annotated[int, typer.Argument(help="The entry's number, see `sealog audit show`.", min=1)],
    public_key: PublicKey = None,
) -> None:
    """Print a proof that an entry is in the trail (c2sp.org/tlog-proof@v1), with the entry in its `extra` line.

    With the verifier key it can be checked offline: the leaf is the entry's line without its line feed.
    """
    from sealog.audit.proof import prove as make

    trail = proven_trail(public_key)
    typer.echo(bytes(make(trail.lines, trail.tree, number - 1, trail.signed)), nl=False)


def export(
    file: Annotated[Path, typer.Argument(help="The ZIP file to write; one that is there stays.")],
    since: Annotated[str, typer.Option("--from", help="From this day or moment on (ISO 8601, UTC).")] = "",
    until: Annotated[str, typer.Option("--to", help="Before this day or moment (ISO 8601, UTC).")] = "",
    public_key: PublicKey = None,
) -> None:
    """Write entries of a time into a ZIP file, each with its proof, the checkpoint and the verifier key."""
    from sealog.audit.checkpoint import log_key
    from sealog.audit.proof import prove as make
    from sealog.audit.verify import entry_of

    since_, until_ = moment(since, "--from"), moment(until, "--to")
    trail = proven_trail(public_key)
    count = 0
    try:
        with file.open("xb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("vkey.txt", f"{log_key(trail.public_key)}\n")
            archive.writestr("checkpoint", bytes(trail.signed))
            lines = []
            for position, line in enumerate(trail.lines[: trail.signed.checkpoint.size]):
                time = str((entry_of(line) or {}).get("time", ""))
                if since_ <= time and (not until_ or time < until_):
                    proof = make(trail.lines, trail.tree, position, trail.signed)
                    archive.writestr(f"proofs/{position + 1}.tlog-proof", bytes(proof))
                    lines.append(line + b"\n")
            archive.writestr("entries.jsonl", b"".join(lines))
            count = len(lines)
    except OSError as error:
        raise AuditError(f"{file} can't be written: {error.strerror}") from error
    out.print(f"{file}: {count} entries with their proofs", markup=False)
