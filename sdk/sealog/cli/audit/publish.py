"""`sealog audit publish`: sends the checkpoint to witnesses and keeps their cosignatures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.audit.trail_options import PublicKey, proven_trail
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import AuditError, SettingError

EXAMPLES = """Examples:

sealog audit publish --witness https://witness.example

sealog audit publish --policy policy.txt --copy /media/copies/audit.checkpoint"""


def publish(
    witness: Annotated[list[str] | None, typer.Option(help="A witness's URL; may be repeated.")] = None,
    policy: Annotated[
        Path | None,
        typer.Option(help="A trust policy: its witnesses that have a URL are asked, and their keys checked."),
    ] = None,
    copy: Annotated[
        Path | None, typer.Option(help="Write the checkpoint to this file too, for `verify --earlier`.")
    ] = None,
    public_key: PublicKey = None,
) -> None:
    """Have the checkpoint cosigned. A witness learns a name, a number and a hash, and no entry.

    Exit code 1: a witness can't be reached, or has seen another history; the others' signatures are kept.
    """
    from sealog.audit.policy import load_policy
    from sealog.audit.trail import AuditTrail
    from sealog.audit.witness import cosigned

    trusted = None if policy is None else load_policy(policy)
    known = [one for one in trusted.witnesses.values() if one.url] if trusted else []
    asked = [(url, None) for url in witness or ()] + [(one.url or "", one.key) for one in known]
    if not asked and copy is None:
        raise SettingError("name a witness by --witness URL or --policy FILE, or a file by --copy")
    trail = proven_trail(public_key)
    signed, failed = trail.signed, 0
    for url, key in asked:
        try:
            signed = cosigned(url, signed, trail.tree, key)
        except AuditError as error:
            complain(str(error))
            failed += 1
        else:
            out.print(f"{url} has cosigned {signed.checkpoint.size} entries", markup=False)
    if signed is not trail.signed:
        AuditTrail(trail.path).publish(signed)
    if copy is not None:
        copy.write_bytes(bytes(signed))
        out.print(f"{copy} has the checkpoint of {signed.checkpoint.size} entries", markup=False)
    if failed:
        raise typer.Exit(EXIT_FOUND_FAULT)
