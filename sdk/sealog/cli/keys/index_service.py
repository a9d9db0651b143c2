"""`sealog keys index-service`: names the index service for which applications tag values that can be guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.keys.files import BundleOption, Directory, Passphrase, key_files
from sealog.cli.terminal import out
from sealog.errors import SettingError

EXAMPLES = """Examples:

sealog keys index-service /etc/sealog/index/index-service.json

sealog keys index-service --remove"""


def index_service(
    file: Annotated[
        Path | None, typer.Argument(help="The public file of the service, index-service.json.", metavar="FILE")
    ] = None,
    *,
    remove: Annotated[bool, typer.Option("--remove", help="Name none: such values have no index any more.")] = False,
    directory: Directory = None,
    bundle: BundleOption = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Name the index service in the keyring and its bundle: phone numbers, cards and ids can be searched for then.

    Applications take the changed bundle within seconds. Name the service again after its own keys were rotated.
    """
    from sealog.key_life.index_service import name_index_service

    if (file is None) != remove:
        raise SettingError("give either the service's FILE or --remove")
    epoch = name_index_service(key_files(directory, bundle, passphrase_file), file)
    what = "no index service" if epoch is None else f"epoch {epoch} of the index service"
    out.print(f"the bundle names {what} from now on", markup=False)
