"""`sealog keys protect`: another protector for the keyring, or a new passphrase."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from sealog.cli.keys.files import Directory, Passphrase, key_files
from sealog.cli.terminal import err, out, passphrase_asker
from sealog.errors import SettingError
from sealog.secret_file import first_line

if TYPE_CHECKING:
    from sealog.keys.protectors.interface import Protector

EXAMPLES = """Examples:

sealog keys protect --with passphrase

sealog keys protect --with transit:sealog

sealog keys protect --with aws-kms:alias/sealog

sealog keys protect --with gcp-kms:projects/P/locations/L/keyRings/R/cryptoKeys/K

sealog keys protect --with 'pkcs11:token=sealog;object=keyring'"""

With: TypeAlias = Annotated[
    str,
    typer.Option(
        "--with",
        help="passphrase, owner-only-file, transit:KEY, aws-kms:KEY, gcp-kms:KEY, or pkcs11:token=TOKEN;object=KEY.",
    ),
]
_NEW = "--new-passphrase-file"
NewPassphrase: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        _NEW,
        help="Its first line is the new passphrase, or a token's PIN. Default: ask on the terminal.",
    ),
]


def protect(
    with_: With,
    directory: Directory = None,
    passphrase_file: Passphrase = None,
    new_passphrase_file: NewPassphrase = None,
) -> None:
    """Move the keyring to another protector, or give it a new passphrase. Logs, bundles and epochs stay as they are.

    The address and the credentials of a key service come from its own variables: BAO_ADDR and BAO_TOKEN, AWS_PROFILE,
    GOOGLE_APPLICATION_CREDENTIALS, PKCS11_MODULE. Sealing never needs the service.
    """
    from sealog.key_life.protect import protect as move

    files = key_files(directory, None, passphrase_file)
    kind = move(files, protector_maker(with_, new_passphrase_file))
    out.print(f"{files.keyring} is protected by {kind} now; copies from before still open as before", markup=False)


def protector_maker(with_: str, new_passphrase_file: Path | None) -> Callable[[str], Protector]:
    """Return the function that makes the protector that `--with` names, for a tenant.

    Raises:
        SettingError: there is none of this name.
    """
    from sealog.keys.protectors import Enveloped, OwnerFile, Passphrase, key_service

    if with_ == OwnerFile.TYPE:
        return lambda _: OwnerFile()
    if with_ == Passphrase.TYPE:
        return lambda _: Passphrase.new(_new_passphrase(new_passphrase_file))
    service = key_service(with_, passphrase_asker(new_passphrase_file, "PIN of the token: ", _NEW))
    return lambda tenant: Enveloped.new(service, tenant)


def _new_passphrase(file: Path | None) -> str:
    if file is not None:
        return first_line(file, _NEW)
    if not sys.stdin.isatty():
        raise SettingError("there is no terminal to ask for the new passphrase: --new-passphrase-file FILE")
    while True:
        first = str(typer.prompt("New passphrase", hide_input=True))
        if first == typer.prompt("Once more", hide_input=True):
            return first
        err.print("The two differ; once again.")
