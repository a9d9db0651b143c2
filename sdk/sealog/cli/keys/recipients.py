"""`sealog keys add-recipient`, `remove-recipient` and `recover`: keys kept offline to recover the keyring."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from sealog.cli.keys.files import Directory, Passphrase, key_files
from sealog.cli.keys.protection import NewPassphrase, With, protector_maker
from sealog.cli.terminal import out
from sealog.errors import SettingError

EXAMPLES = """Examples:

sealog keys add-recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p

sealog keys add-recipient "$(cat break-glass.pub)\""""

RECOVER_EXAMPLES = """Examples:

sealog keys recover --identity /media/safe/key.txt --with passphrase"""

Recipient: TypeAlias = Annotated[
    str, typer.Argument(help="An age public key (age1…), or an SSH one in quotes (ssh-ed25519 …, ssh-rsa …).")
]
_MOST_BYTES = 1 << 16


def add_recipient(recipient: Recipient, directory: Directory = None, passphrase_file: Passphrase = None) -> None:
    """Let the holder of one more key recover the keyring: a break-glass key that is kept offline.

    It opens the keyring file, so keep a copy of that with it. It opens later epochs too. Records get no longer.
    """
    from sealog.key_life.recovery import add_recipient as add

    spelled = add(key_files(directory, None, passphrase_file), recipient)
    out.print(f"{spelled} can recover the keyring from now on", markup=False)


def remove_recipient(recipient: Recipient, directory: Directory = None, passphrase_file: Passphrase = None) -> None:
    """Remove a recovery recipient, which can still open earlier copies of the keyring."""
    from sealog.key_life.recovery import remove_recipient as remove

    files = key_files(directory, None, passphrase_file)
    remove(files, recipient)
    out.print(f"removed; copies of {files.keyring} from before still open for it", markup=False)


def recover(
    identity: Annotated[
        Path,
        typer.Option(help="The file of the private key: AGE-SECRET-KEY-1…, or an SSH private key without passphrase."),
    ],
    with_: With = "passphrase",
    directory: Directory = None,
    new_passphrase_file: NewPassphrase = None,
) -> None:
    """Put the keyring under another protector, with a recovery recipient's private key instead of the lost secret."""
    from sealog.key_life.recovery import recover as restore

    files = key_files(directory)
    try:
        with identity.open("rb") as file:
            content = file.read(_MOST_BYTES)
    except OSError as error:
        raise SettingError(f"--identity {identity} can't be read: {error.strerror}") from error
    keyring = restore(files, content, protector_maker(with_, new_passphrase_file)(files.header().tenant))
    kind = keyring.protector.header()["type"]
    out.print(f"{files.keyring} is recovered, and protected by {kind} now", markup=False)
