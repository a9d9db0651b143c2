"""`sealog elastic`: installs and checks what sealog needs in Elasticsearch. Each file has a few commands."""

from __future__ import annotations

import typer

from sealog_exporters.cli.elastic import retry, setup

app = typer.Typer(
    help="Install templates, lifecycle and roles in Elasticsearch; store dead letters again.", no_args_is_help=True
)
app.command("setup", epilog=setup.SETUP_EXAMPLES)(setup.setup)
app.command("templates", epilog=setup.TEMPLATES_EXAMPLES)(setup.templates)
app.command("retry", epilog=retry.EXAMPLES)(retry.retry)
