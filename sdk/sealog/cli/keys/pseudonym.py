"""`sealog keys pseudonym`: makes a key for pseudonyms of a day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import out


def pseudonym(
    path: Annotated[Path, typer.Argument(help="The file to write, such as pseudonym.json.", metavar="FILE")],
) -> None:
    """Make a key for pseudonyms of a day, by which alert rules count IP addresses (SEALOG_PSEUDONYM_KEY).

    It is only for the applications of one tenant: with it one can find the address behind a pseudonym.
    """
    from sealog.keys.pseudonym_key import new_pseudonym_key

    new_pseudonym_key(path)
    out.print(f"pseudonym key  {path}  for applications (SEALOG_PSEUDONYM_KEY), and for nobody else", markup=False)
