"""`sealog audit verify`: checks the trail with the keyring's key, earlier checkpoints and witnesses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.audit.trail_options import PublicKey
from sealog.cli.opening import audit_path, audit_public_key
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import AuditError

if TYPE_CHECKING:
    from sealog.audit.verify import Verdict

EXAMPLES = """Examples:

sealog audit verify

sealog audit verify --policy policy.txt --earlier /media/copies/audit.jsonl.checkpoint"""


def verify(
    public_key: PublicKey = None,
    policy: Annotated[
        Path | None,
        typer.Option(help="Whose signatures and cosignatures the checkpoint must have (c2sp.org/tlog-policy)."),
    ] = None,
    earlier: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that was kept elsewhere; what it signs must be the beginning."),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of lines.")] = False,
) -> None:
    """Check hashes, signatures and the number of entries, also against earlier checkpoints and witnesses.

    Exit code 1: the trail was changed, cut, torn or put back, its end is not signed, or the policy is not met.
    """
    from sealog.audit.history import checkpoint_in
    from sealog.audit.policy import load_policy
    from sealog.audit.verify import verify as check

    path, kept = audit_path(), []
    for one in earlier or ():
        signed = checkpoint_in(one)
        if signed is None:
            raise AuditError(f"{one} does not exist")
        kept.append((str(one), signed))
    trusted = None if policy is None else load_policy(policy)
    verdict = check(path, audit_public_key(public_key), policy=trusted, earlier=kept)
    if as_json:
        typer.echo(json.dumps({"entries": verdict.entries, "wrong": verdict.wrong, "notes": verdict.notes}))
        if verdict.wrong is not None:
            raise typer.Exit(EXIT_FOUND_FAULT)
        return
    told(path, verdict)


def told(path: Path, verdict: Verdict) -> None:
    """Say what a check found; where something is wrong, end with code 1."""
    for note in verdict.notes:
        out.print(f"{path}: {note}", markup=False)
    if verdict.wrong is not None:
        complain(f"{path}: {verdict.wrong}")
        raise typer.Exit(EXIT_FOUND_FAULT)
    out.print(f"{path}: {verdict.entries} entries, unbroken", markup=False)
