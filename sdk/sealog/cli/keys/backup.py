"""`sealog keys backup` and `restore`: copies the keyring, tests that the copy opens, and puts it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.keys.files import BundleOption, Directory, Passphrase, key_files
from sealog.cli.keys.protection import NewPassphrase, protector_maker
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out, passphrase_asker
from sealog.settings import load_settings

EXAMPLES = """Examples:

sealog keys backup /media/safe/keyring.json

sealog keys backup --verify /media/safe/keyring.json"""


def backup(
    file: Annotated[Path, typer.Argument(help="The copy to write, or with --verify to test.")],
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Open the copy as after a loss, and write nothing.")] = False,
    with_: Annotated[
        str,
        typer.Option("--with", help="Another protector for the copy, see `sealog keys protect`. Default: the same."),
    ] = "",
    directory: Directory = None,
    passphrase_file: Passphrase = None,
    new_passphrase_file: NewPassphrase = None,
) -> None:
    """Copy the keyring and test the copy: a value is sealed for each epoch and opened with the copy alone.

    Exit code 1: an epoch does not open, or the copy lacks one that the keyring has. Its passphrase is asked for, or
    read from --new-passphrase-file, or from --passphrase-file if it is the keyring's own.
    """
    from sealog.key_life.backup import backup as copy
    from sealog.key_life.backup import drill

    files = key_files(directory, None, passphrase_file)
    if not verify:
        copy(files, file, protector_maker(with_, new_passphrase_file) if with_ else None)
    asker = passphrase_asker(
        new_passphrase_file or passphrase_file or load_settings().passphrase_file, "Passphrase of the copy: "
    )
    found = drill(file, asker, files.header() if files.keyring.exists() else None)
    for fault in found.faults:
        complain(f"{file} {fault}")
    opened = ", ".join(map(str, found.opened)) or "none"
    out.print(f"{file}: tenant {found.tenant}; epochs that open: {opened}", markup=False)
    if found.faults:
        raise typer.Exit(EXIT_FOUND_FAULT)


def restore(
    file: Annotated[Path, typer.Argument(help="A copy that `sealog keys backup` wrote.")],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Overwrite a keyring, with a copy that has all its epochs.")
    ] = False,
    directory: Directory = None,
    bundle: BundleOption = None,
    passphrase_file: Passphrase = None,
) -> None:
    """Put a copy in the keyring's place, and a bundle of its current epoch if there is none."""
    from sealog.key_life.backup import restore as put_back

    files = key_files(directory, bundle, passphrase_file)
    keyring = put_back(files, file, replace=replace)
    numbers = ", ".join(str(epoch.number) for epoch in keyring.epochs) or "none"
    out.print(f"{files.keyring} is restored: tenant {keyring.tenant}, epochs {numbers}", markup=False)
