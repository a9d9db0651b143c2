"""`sealog keys`: gathers its commands."""

from __future__ import annotations

import typer

from sealog.cli.keys import listing, pseudonym, rotation, status

app = typer.Typer(help="Look at keys, renew them and end them.", no_args_is_help=True)
app.command("list")(listing.list_keys)
app.command("rotate", epilog=rotation.EXAMPLES)(rotation.rotate)
app.command("disable")(status.disable)
app.command("enable")(status.enable)
app.command("destroy", epilog=status.EXAMPLES)(status.destroy)
app.command("pseudonym")(pseudonym.pseudonym)
