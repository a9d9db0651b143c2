"""Writes the records of a store anew for a command, pass by pass, at a bounded rate."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.store.erasing import Pass, Rules

if TYPE_CHECKING:
    from sealog_exporters.cli.people.stores import Place
    from sealog_exporters.store.erasing import Rewritable, Rewriting

__all__ = ["rewritten"]

_MOST_PASSES = 20
_PER_SECOND = 2000


def rewritten(place: Place, index_pattern: str, change: Rewriting, *, dry_run: bool) -> Pass:
    """Repeat passes over a store until nobody changed anything meanwhile; gives what they found and changed.

    Raises:
        SettingError: there is no such store, or it can't be written anew.
        StoreError: it can't be reached, or refuses.
    """
    from sealog_exporters.people.erasure import pacer

    rules = Rules(pace=pacer(_PER_SECOND))
    total = Pass()
    for _ in range(_MOST_PASSES):
        with ExitStack() as stack:
            done = _open(place, index_pattern, stack).rewrite(change, rules, dry_run=dry_run)
        total.found += done.found
        total.changed += done.changed
        total.failed = done.failed
        if not done.changed_meanwhile:
            return total
    total.failed["records that others change all the time"] += done.changed_meanwhile
    return total


def _open(place: Place, index_pattern: str, stack: ExitStack) -> Rewritable:
    from sealog_exporters.elastic.rewriting import ElasticRewriter
    from sealog_exporters.people.files_rewriting import LogFilesRewriter
    from sealog_exporters.store.sqlite_rewriting import LogStoreRewriter

    if place.kind == "es":
        return stack.enter_context(ElasticRewriter(place.name, index_pattern=index_pattern))
    if place.kind == "files":
        return LogFilesRewriter(place.name)
    if place.kind == "spool":
        raise SettingError("what waits in a spool is changed where it is stored")
    if not Path(place.name).is_file():
        raise SettingError(f"{place.name} is no file")
    return stack.enter_context(LogStoreRewriter(Path(place.name)))
