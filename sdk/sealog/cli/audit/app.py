"""`sealog audit`: collects its commands; without one it shows the newest entries and checks the trail."""

from __future__ import annotations

from typing import Annotated

import typer

from sealog.cli.audit import canary, proofs, publish, show, verify
from sealog.cli.audit.trail_options import PublicKey
from sealog.cli.audit.verify import told
from sealog.cli.opening import audit_path, audit_public_key

app = typer.Typer(help="Show who opened what and why, check that nobody changed the trail, and prove it to others.")
app.command("show", epilog=show.EXAMPLES)(show.show)
app.command("verify", epilog=verify.EXAMPLES)(verify.verify)
app.command("vkey")(proofs.vkey)
app.command("prove", epilog=proofs.EXAMPLES)(proofs.prove)
app.command("publish", epilog=publish.EXAMPLES)(publish.publish)
app.command("canary", epilog=canary.EXAMPLES)(canary.canary)
app.command("export", epilog=proofs.EXPORT_EXAMPLES)(proofs.export)


@app.callback(invoke_without_command=True)
def audit(
    context: typer.Context,
    last: Annotated[int, typer.Option(help="How many of the newest entries to show.", min=0)] = 20,
    public_key: PublicKey = None,
) -> None:
    """Show who opened what and why, newest last, and check hashes, signatures and the number of entries.

    Exit code 1: the trail was changed, cut or torn, or its end is not signed.
    """
    if context.invoked_subcommand is not None:
        return
    from sealog.audit.verify import verify as check

    path = audit_path()
    verdict = check(path, audit_public_key(public_key))
    show.table(path, last)
    told(path, verdict)
