"""Finds the key files that a command of `sealog keys` changes, and the user in whose name it does."""

from __future__ import annotations

import os
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from sealog.cli.terminal import passphrase_asker
from sealog.settings import BUNDLE_NAME, KEYRING_NAME, load_settings

if TYPE_CHECKING:
    from sealog.key_life.key_files import KeyFiles

Directory: TypeAlias = Annotated[
    Path | None, typer.Option("--dir", help="The folder of keyring and bundle. Default: SEALOG_KEYRING and its folder.")
]
BundleOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--bundle", help="The bundle. Default: SEALOG_BUNDLE, else bundle.json beside the keyring."),
]
Passphrase: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", help="Its first line is the keyring's passphrase. Default: SEALOG_PASSPHRASE_FILE."
    ),
]
Reason: TypeAlias = Annotated[str, typer.Option(help="Why: it is written into the audit trail.")]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")]


def key_files(directory: Path | None, bundle: Path | None = None, passphrase_file: Path | None = None) -> KeyFiles:
    """Give the files that the options name, or else the settings; in the name of who runs this, now."""
    from sealog.audit.actor import actor
    from sealog.key_life.key_files import KeyFiles

    settings = load_settings()
    keyring = settings.keyring if directory is None else directory / KEYRING_NAME
    if bundle is None:
        named = directory is None and os.environ.get("SEALOG_BUNDLE")
        bundle = settings.bundle if named else keyring.with_name(BUNDLE_NAME)
    ask = passphrase_asker(passphrase_file or settings.passphrase_file)
    return KeyFiles(keyring, bundle, ask, actor(), datetime.now(timezone.utc))
