"""`sealog keys`: collects its commands."""

from __future__ import annotations

import typer

from sealog.cli.keys import backup, index_service, listing, origins, protection, pseudonym, recipients, rotation, status

app = typer.Typer(help="Show, rotate, protect, back up, disable and destroy keys.", no_args_is_help=True)
app.command("list")(listing.list_keys)
app.command("rotate", epilog=rotation.EXAMPLES)(rotation.rotate)
app.command("disable")(status.disable)
app.command("enable")(status.enable)
app.command("destroy", epilog=status.EXAMPLES)(status.destroy)
app.command("protect", epilog=protection.EXAMPLES)(protection.protect)
app.command("add-recipient", epilog=recipients.EXAMPLES)(recipients.add_recipient)
app.command("remove-recipient")(recipients.remove_recipient)
app.command("recover", epilog=recipients.RECOVER_EXAMPLES)(recipients.recover)
app.command("backup", epilog=backup.EXAMPLES)(backup.backup)
app.command("restore")(backup.restore)
app.command("index-service", epilog=index_service.EXAMPLES)(index_service.index_service)
app.command("add-origin", epilog=origins.EXAMPLES)(origins.add_origin)
app.command("remove-origin")(origins.remove_origin)
app.command("pseudonym")(pseudonym.pseudonym)
