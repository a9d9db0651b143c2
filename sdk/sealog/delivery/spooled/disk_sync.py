"""How often the spool is synced to the disk, and what is said when that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.notices import say_once

if TYPE_CHECKING:
    from sealog.spool.spool import Spool

SYNC_EVERY = 0.5
"""Seconds between syncs, unless each record is synced (`SEALOG_DURABILITY=sync`): a loss of power costs as much."""


def sync(disk: Spool) -> None:
    """Sync what was written to the disk; a failure is printed once, and delivery goes on."""
    try:
        disk.sync()
    except OSError as error:
        say_once("spool-sync", f"the spool can't be made durable ({error.strerror}); records may be lost with power")
