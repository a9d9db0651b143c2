"""`sealog keys disable`, `enable` and `destroy`: change what an epoch still opens."""

from __future__ import annotations

import sys
from typing import Annotated, TypeAlias

import typer

from sealog.cli.keys.files import BundleOption, Directory, DryRun, Passphrase, Reason, key_files
from sealog.cli.terminal import out
from sealog.errors import SettingError

EXAMPLES = """Examples:

sealog keys destroy 3 --reason "retention: 12 months are over" --dry-run

sealog keys destroy 3 --reason "retention: 12 months are over" --yes

sealog keys destroy --tenant shop --reason "contract ended" --yes"""

Number: TypeAlias = Annotated[int, typer.Argument(help="The epoch's number, see `sealog keys list`.", min=1)]


def disable(
    epoch: Number, reason: Reason = "", directory: Directory = None, passphrase_file: Passphrase = None
) -> None:
    """Disable an epoch: it opens nothing and is not searched until it is enabled. Its keys stay in the keyring."""
    from sealog.key_life.status import set_status

    set_status(key_files(directory, None, passphrase_file), epoch, "disabled", reason)
    out.print(f"epoch {epoch} is disabled", markup=False)


def enable(epoch: Number, reason: Reason = "", directory: Directory = None, passphrase_file: Passphrase = None) -> None:
    """Let a disabled epoch open again."""
    from sealog.key_life.status import set_status

    set_status(key_files(directory, None, passphrase_file), epoch, "active", reason)
    out.print(f"epoch {epoch} is active", markup=False)


def destroy(  # noqa: PLR0913 - options of a command
    epochs: Annotated[list[int] | None, typer.Argument(help="Numbers of epochs, see `sealog keys list`.")] = None,
    tenant: Annotated[
        str, typer.Option(help="Instead of numbers: destroy every epoch of the tenant of this name.")
    ] = "",
    reason: Reason = "",
    directory: Directory = None,
    bundle: BundleOption = None,
    *,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask. Without a terminal it is needed.")] = False,
    passphrase_file: Passphrase = None,
) -> None:
    """Destroy epochs for good: nothing opens what was sealed for them, not even in backups of log stores.

    A signed tombstone stays in the keyring. Copies of the keyring file still have the keys: destroy those as well.
    """
    from sealog.key_life.status import destroy as end

    files = key_files(directory, bundle, passphrase_file)
    header = files.header()
    if bool(epochs) == bool(tenant):
        raise SettingError("name either epochs or --tenant")
    if tenant and tenant != header.tenant:
        raise SettingError(f"--tenant {tenant}: {files.keyring} is the keyring of tenant {header.tenant}")
    stones = end(files, epochs or (), reason, dry_run=True)
    what = ", ".join(f"epoch {stone.number} (made {stone.created})" for stone in stones) or "nothing"
    if dry_run or not stones:
        out.print(f"would destroy of tenant {header.tenant}: {what}", markup=False)
        return
    if not yes:
        _confirm(f"Destroy {what} of tenant {header.tenant} for good?")
    end(files, epochs or (), reason)
    out.print(f"destroyed of tenant {header.tenant}: {what}", markup=False)
    out.print(f"copies of {files.keyring} still open it: destroy them too", markup=False)


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        raise SettingError("there is no terminal to ask whether you are sure; nothing was changed (--yes says so)")
    typer.confirm(question, abort=True)
