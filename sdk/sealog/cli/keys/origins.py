"""`sealog keys add-origin` and `remove-origin`: applications that sign what they seal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from sealog.cli.keys.files import Directory, Passphrase, key_files
from sealog.cli.terminal import out

EXAMPLES = """Examples:

sealog keys add-origin shop --out shop.origin.json"""

Name: TypeAlias = Annotated[str, typer.Argument(help="The application, such as shop.")]


def add_origin(
    name: Name,
    path: Annotated[Path, typer.Option("--out", help="The file to write: the application's private key.")],
    directory: Directory = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Let an application sign what it seals, so that opening tells its values from forged ones.

    The file is for this application alone (SEALOG_ORIGIN_KEY); the keyring keeps the public half. Once a keyring has an
    origin, values of applications without one are doubted when they are opened.
    """
    from sealog.key_life.origins import add_origin as add

    add(key_files(directory, None, passphrase_file), name, path)
    out.print(f"origin key  {path}  for {name} (SEALOG_ORIGIN_KEY), and for nobody else", markup=False)


def remove_origin(name: Name, directory: Directory = None, passphrase_file: Passphrase = None) -> None:
    """Remove an application. What it sealed still opens, and is doubted as long as the keyring has other origins."""
    from sealog.key_life.origins import remove_origin as remove

    remove(key_files(directory, None, passphrase_file), name)
    out.print(
        f"{name} is removed: what it sealed still opens, and is doubted if the keyring has other origins", markup=False
    )
