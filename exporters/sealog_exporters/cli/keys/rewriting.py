"""Writes the records of a store anew for a command, pass by pass, at a bounded rate."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from sealog.cli.terminal import out
from sealog.errors import SettingError, StoreError
from sealog_exporters.cli.people.stores import Ways
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from sealog_exporters.cli.people.stores import Place
    from sealog_exporters.store.erasing import Rewritable, Rewriting

__all__ = ["rewrite"]

_MOST_PASSES = 20
_PER_SECOND = 2000


def rewrite(place: Place, index_pattern: str, change: Rewriting, failed: Counter[str], *, dry_run: bool) -> int | None:
    """Change the records of a store, and print how many that were, or would be; gives the number.

    What went wrong goes to `failed`, by the place and why. None: the store can't be changed at all.
    """
    try:
        done = _rewritten(place, index_pattern, change, dry_run=dry_run)
    except (StoreError, SettingError) as error:
        failed[f"{place.label}: {error}"] += 1
        return None
    count = done.found if dry_run else done.changed
    out.print(f"{place.label}: {count} records {'would be' if dry_run else 'were'} changed", markup=False)
    failed.update({f"{place.label}: {why}": number for why, number in done.failed.items()})
    return count


def _rewritten(place: Place, index_pattern: str, change: Rewriting, *, dry_run: bool) -> Pass:
    """Repeat passes over a store until nobody changed anything meanwhile."""
    from sealog_exporters.people.erasure import pacer

    rules, ways = Rules(pace=pacer(_PER_SECOND)), _ways(index_pattern)
    total = Pass()
    for _ in range(_MOST_PASSES):
        with ExitStack() as stack:
            done = ways.open(place, stack).rewrite(change, rules, dry_run=dry_run)
        total.found += done.found
        total.changed += done.changed
        total.failed = done.failed
        if not done.changed_meanwhile:
            return total
    total.failed["records that others change all the time"] += done.changed_meanwhile
    return total


def _ways(index_pattern: str) -> Ways[Rewritable]:
    from sealog_exporters.elastic.rewriting import ElasticRewriter
    from sealog_exporters.people.files_rewriting import LogFilesRewriter
    from sealog_exporters.store.sqlite_rewriting import LogStoreRewriter

    return Ways(
        es=lambda url: ElasticRewriter(url, index_pattern=index_pattern),
        store=LogStoreRewriter,
        files=LogFilesRewriter,
        spool=_refuse_spool,
    )


def _refuse_spool(_: Path) -> Rewritable:
    raise SettingError("what waits in a spool is changed where it is stored")
