"""`sealog keys rewrap`: stored data keys get other recipients, so that an old epoch can be destroyed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sealog.cli.keys.files import Directory, DryRun, Passphrase, Reason, key_files
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError
from sealog_exporters.cli.keys.rewriting import rewrite
from sealog_exporters.cli.people.stores import IndexPattern, Stores, read_stores
from sealog_exporters.store.erasing import Rewriting
from sealog_exporters.store.mapping import mapped

if TYPE_CHECKING:
    from sealog.key_life.rewrap import Rewrapper
    from sealog.keys.keyring import Keyring

EXAMPLES = """Examples:

sealog keys rewrap --stores es:https://es.example --reason "epoch 1 is to end" --dry-run

sealog keys rewrap --stores es:https://es.example --epoch 1 --reason "epoch 1 is to end" --yes"""

_MARKS = ("key1~", "seal1k~")


def rewrap(  # noqa: PLR0913 - a command's options
    stores: Stores = [],  # noqa: B006 - Typer copies it
    epoch: Annotated[
        list[int] | None,
        typer.Option(help="Only data keys that are sealed to this epoch. Default: all but the newest."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="The bundle whose recipients they get. Default: the newest epoch's.")
    ] = None,
    reason: Reason = "",
    index_pattern: IndexPattern = "logs-*",
    directory: Directory = None,
    *,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the recipients that they have, too.")] = False,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Change the stores.")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Seal stored data keys to other recipients. Sealed values, blind indexes and texts stay as they are.

    A run that was cut off is run again: what was done stays done. Exit code 1: something could not be changed. Copies
    of the stores from before, and what waits in spools, still need the old epoch.
    """
    if dry_run == yes:
        raise SettingError("give one of --dry-run and --yes")
    if not reason.strip():
        raise SettingError("a change of keys needs a reason that says why: --reason TEXT")
    places = read_stores(stores)
    files = key_files(directory, None, passphrase_file)
    keyring = files.unlocked()
    rewrapper = _rewrapper(keyring, epoch or (), to, keep=keep)
    # A key may stand in any field, and one that is missed is lost with its epoch.
    change = Rewriting(lambda it: mapped(it, "", lambda _, text: rewrapper.rewrap(text)), rewrapper.rewrap, _MARKS)
    facts = {"reason": reason.strip(), "stores": [place.label for place in places], "keep": keep}
    if yes:
        files.record({"action": "rewrap", **facts})
    failed: Counter[str] = Counter()
    changed = 0
    for place in places:
        changed += rewrite(place, index_pattern, change, failed, dry_run=dry_run) or 0
    out.print(f"{rewrapper.changed} data keys {'would get' if dry_run else 'got'} other recipients", markup=False)
    for outcome, count in sorted(Counter(rewrapper.shut.values()).items()):
        failed[f"data keys stay as they are ({outcome})"] = count
    if yes:
        facts |= {"data_keys": rewrapper.changed, "records": changed, "failed": sum(failed.values())}
        files.record({"action": "rewrapped", **facts})
        files.sign(keyring)
    for why, count in failed.items():
        complain(f"{count} failed: {why}")
    if failed:
        raise typer.Exit(EXIT_FOUND_FAULT)


def _rewrapper(keyring: Keyring, numbers: list[int] | tuple[int, ...], to: Path | None, *, keep: bool) -> Rewrapper:
    """Make what rewraps.

    Raises:
        SettingError: there is no such epoch, or nothing to do.
        KeyFileError: the bundle is wrong, or another tenant's.
    """
    from sealog.key_life.rewrap import Rewrapper
    from sealog.keys.bundle import load_bundle

    target = keyring.bundle() if to is None else load_bundle(to)
    if target.tenant != keyring.tenant:
        raise SettingError(f"--to {to}: is of tenant {target.tenant}, and the keyring of tenant {keyring.tenant}")
    active = {one.number: one.recipient_id for one in keyring.epochs if one.status == "active"}
    if unknown := [number for number in numbers if number not in active]:
        raise SettingError(f"--epoch {unknown[0]}: the keyring has no active epoch of this number")
    only = [rid for number, rid in active.items() if number in (numbers or active)]
    if not numbers and to is None:
        only.remove(keyring.current().recipient_id)
    return Rewrapper(keyring.private_keys(), keyring.tenant, target.recipients, only=only, keep=keep)
