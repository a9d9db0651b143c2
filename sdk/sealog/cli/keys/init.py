"""`sealog init`: makes a keyring and its bundle. No private key is ever printed."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.terminal import err, out, passphrase_asker
from sealog.errors import KeyFileError
from sealog.secret_file import first_line
from sealog.settings import BUNDLE_NAME, KEYRING_NAME, config_dir, load_settings

if TYPE_CHECKING:
    from sealog.keys.bundle import Bundle
    from sealog.keys.protectors.interface import Protector

EXAMPLES = """Examples:

sealog init

sealog init --index-service --dir /etc/sealog/index

SEALOG_PASSPHRASE_FILE=pass.txt sealog init --dir /etc/sealog --tenant shop"""


def init(
    directory: Annotated[
        Path | None, typer.Option("--dir", help="Where the two files go. Default: ~/.config/sealog.")
    ] = None,
    tenant: Annotated[
        str, typer.Option(help="Whose data it is; keys of one tenant open nothing of another.")
    ] = "default",
    index_service: Annotated[
        bool, typer.Option("--index-service", help="Make the keyring of an index service, which opens nothing.")
    ] = False,
) -> None:
    """Make a keyring (private: opens) and a bundle (for applications: seals).

    On a terminal it asks for a passphrase. Without a terminal it uses SEALOG_PASSPHRASE_FILE if that is set, else it
    makes a keyring that only its owner can read, and says so. A file is never overwritten; a keyring whose bundle is
    missing, as after an interrupted run, gets one. An index service has index-service.json in a bundle's place, which
    `sealog keys index-service` names in bundles.
    """
    from sealog.audit.trail import AUDIT_NAME, AuditTrail
    from sealog.keys.bundle import save_bundle
    from sealog.keys.keyring import new_keyring, save_keyring

    if index_service:
        _index_service(directory or config_dir() / "index", tenant)
        return
    folder = directory or config_dir()
    keyring_path, bundle_path = folder / KEYRING_NAME, folder / BUNDLE_NAME
    if keyring_path.exists() and not bundle_path.exists():
        _finish(keyring_path, bundle_path)
        return
    for path in (keyring_path, bundle_path):
        if path.exists():
            raise KeyFileError(f"{path} exists already; nothing was changed (--dir makes another set)")
    protector, words = _choose_protector()
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    keyring = new_keyring(tenant, protector, now)
    # The keyring first: where another run is quicker, this one leaves nothing behind.
    save_keyring(keyring, keyring_path, replace=False)
    AuditTrail(folder / AUDIT_NAME).checkpoint(keyring.signing_key(), now)
    bundle = keyring.bundle()
    save_bundle(bundle, bundle_path, replace=False)
    out.print(
        f"bundle   {bundle_path}  for every application (SEALOG_BUNDLE): it seals, and opens nothing", markup=False
    )
    out.print(
        f"keyring  {keyring_path}  only for people who open values: it opens everything; back it up ({words})",
        markup=False,
    )
    _print_signer(bundle)


def _print_signer(bundle: Bundle) -> None:
    from sealog.keys.bundle import fingerprint

    assert bundle.signer is not None  # noqa: S101 - a keyring signs its bundles
    out.print(
        f"signer   {fingerprint(bundle.signer)}  to pin where applications run (SEALOG_BUNDLE_SIGNER):"
        " they refuse a bundle of other keys",
        markup=False,
    )


def _index_service(folder: Path, tenant: str) -> None:
    from sealog.audit.trail import AUDIT_NAME, AuditTrail
    from sealog.cli.keys.files import key_files
    from sealog.keys.index_service import INDEX_SERVICE_NAME
    from sealog.keys.keyring import new_keyring, save_keyring

    path = folder / KEYRING_NAME
    if path.exists():
        raise KeyFileError(f"{path} exists already; nothing was changed (--dir makes another set)")
    protector, words = _choose_protector()
    files = key_files(folder)
    keyring = new_keyring(tenant, protector, files.time, "index")
    save_keyring(keyring, path, replace=False)
    AuditTrail(folder / AUDIT_NAME).checkpoint(keyring.signing_key(), files.time)
    files.write_bundle(keyring)
    out.print(f"public   {folder / INDEX_SERVICE_NAME}  for `sealog keys index-service`", markup=False)
    out.print(
        f"keyring  {path}  only for what makes indexes (SEALOG_INDEX_KEYRING); back it up ({words})", markup=False
    )


def _finish(keyring_path: Path, bundle_path: Path) -> None:
    """Make the bundle of a keyring that has none, as an interrupted `sealog init` leaves it."""
    from sealog.keys.bundle import save_bundle
    from sealog.keys.keyring import load_keyring

    keyring = load_keyring(keyring_path, passphrase_asker(load_settings().passphrase_file))
    bundle = keyring.bundle()
    save_bundle(bundle, bundle_path, replace=False)
    out.print(f"bundle   {bundle_path}  made for the keyring that is there, which was not changed", markup=False)
    _print_signer(bundle)


def _choose_protector() -> tuple[Protector, str]:
    from sealog.keys.protectors import OwnerFile, Passphrase

    settings = load_settings()
    if settings.passphrase_file is not None:
        passphrase = first_line(settings.passphrase_file, "SEALOG_PASSPHRASE_FILE")
        return Passphrase.new(passphrase), "passphrase from SEALOG_PASSPHRASE_FILE"
    if not sys.stdin.isatty():
        return OwnerFile(), "no terminal to ask for a passphrase: protected by file mode 0600 alone"
    while True:
        first = typer.prompt(
            "Passphrase for the keyring (empty: file mode 0600 alone)", default="", hide_input=True, show_default=False
        )
        if not first:
            return OwnerFile(), "protected by file mode 0600 alone"
        if first == typer.prompt("Once more", hide_input=True, default="", show_default=False):
            return Passphrase.new(first), "protected by your passphrase"
        err.print("The two differ; once again.")
