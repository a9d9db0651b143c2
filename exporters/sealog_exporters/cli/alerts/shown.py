"""Shared by commands about alerts: the argument for rule files, and printing a line."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from sealog.cli.terminal import out
from sealog.printable import visible

Rules = Annotated[str, typer.Argument(help="The rule file, or builtin:NAME.", metavar="RULES", show_default=False)]
RuleFiles = Annotated[list[str], typer.Argument(help="Rule files, or builtin:NAME.", metavar="FILE…")]


def line(text: str, style: str = "") -> None:
    """Print a line; label values come from logs, so nothing in them may move the cursor."""
    out.print(Text(visible(text), style=style))
