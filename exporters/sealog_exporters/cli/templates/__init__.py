"""`sealog templates`: mines the templates of logs, and manages stored ones. Each file has a few of its commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer
from typer.core import TyperGroup

from sealog_exporters.cli.templates import diff, mine, tend

if TYPE_CHECKING:
    from typer._click import Context

_MINE = "mine"


class _FileFirst(TyperGroup):
    """Lets `sealog templates FILE` mean `sealog templates mine FILE`: the name of a command wins over a file's."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Put the command's name in front where there is none."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [_MINE, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_FileFirst,
    help="Find the templates of log lines, which is what lines of one logging statement share.",
    no_args_is_help=True,
)
app.command(_MINE, epilog=mine.EXAMPLES)(mine.mine)
app.command("diff", epilog=diff.EXAMPLES)(diff.diff)
app.command("list")(tend.list_templates)
app.command("show", epilog=tend.SHOW_EXAMPLES)(tend.show)
app.command("pin")(tend.pin)
app.command("name")(tend.name)
app.command("merge", epilog=tend.MERGE_EXAMPLES)(tend.merge)
app.command("split")(tend.split)
app.command("export", epilog=tend.EXPORT_EXAMPLES)(tend.export)
app.command("import")(tend.import_)
