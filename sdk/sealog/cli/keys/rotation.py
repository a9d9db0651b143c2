"""`sealog keys rotate`: makes a new epoch of the keyring, and its bundle for applications."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.keys.files import BundleOption, Directory, DryRun, Passphrase, key_files
from sealog.cli.terminal import complain, out
from sealog.errors import SealogError, SettingError

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.key_life.rotate import Rotation

EXAMPLES = """Examples:

sealog keys rotate

sealog keys rotate --if-due --every 30

sealog keys rotate --dir /etc/sealog/shop --if-due --serve"""

_LOOK_EVERY_S = 3600.0


def rotate(
    directory: Directory = None,
    bundle: BundleOption = None,
    *,
    if_due: Annotated[
        bool, typer.Option("--if-due", help="Only if the current epoch is older than --every; for a timer.")
    ] = False,
    every: Annotated[int, typer.Option(help="Days that an epoch is sealed for.", min=1, max=3650)] = 30,
    serve: Annotated[bool, typer.Option("--serve", help="Keep running, and check every hour. Needs --if-due.")] = False,
    dry_run: DryRun = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Make a new epoch: a new key pair and index key in the keyring, and replace the bundle by one with them.

    Running applications seal with it within seconds, without a restart. Everything that was sealed before still opens
    and is still found. The next run finishes one that was interrupted.
    """
    if serve and (not if_due or dry_run):
        raise SettingError("--serve goes with --if-due, and not with --dry-run")

    def once() -> Rotation:
        from sealog.key_life.rotate import rotate as make

        files = key_files(directory, bundle, passphrase_file)
        done = make(files, every=timedelta(days=every), only_if_due=if_due, dry_run=dry_run)
        if done.bundle_written or not serve:
            out.print(_told(done, dry_run=dry_run), markup=False)
        return done

    if serve:
        _serve(once)
    else:
        once()


def _told(done: Rotation, *, dry_run: bool) -> str:
    tenant = f"tenant {done.tenant}"
    if done.why is None and not done.bundle_written:
        return f"{tenant}: nothing is due; epoch {done.epoch} is the current one"
    if done.why is None:
        return f"{tenant}: the bundle of epoch {done.epoch} {'would be' if dry_run else 'is'} written anew"
    verb = "would be made" if dry_run else "is made, and its bundle is in place"
    return f"{tenant}: epoch {done.epoch} {verb}, since {done.why}"


def _serve(once: Callable[[], object]) -> None:
    """Check now and every hour until SIGTERM or Ctrl-C. Failures are reported, and tried again at the next check."""
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set():
        try:
            once()
        except SealogError as error:
            complain(f"{error}; the next look is in an hour")
        ended.wait(_LOOK_EVERY_S)
