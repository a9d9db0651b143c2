"""`sealog index`: makes blind indexes of the index tags in stores, of which no gateway made any."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from sealog.cli.keys.files import DryRun
from sealog.cli.opening import PassphraseFile, index_service_reader
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError
from sealog.records import attributes as names
from sealog_exporters.cli.keys.rewriting import rewrite
from sealog_exporters.cli.people.stores import IndexPattern, Stores, read_stores
from sealog_exporters.people.index_tags import IndexTurner
from sealog_exporters.store.erasing import Rewriting

EXAMPLES = """Examples:

sealog index --stores es:https://es.example --dry-run

sealog index --stores es:https://es.example --yes"""

_MARKS = ("tag1~", "tagkey1~")


def index(
    stores: Stores = [],  # noqa: B006 - Typer copies it
    index_pattern: IndexPattern = "logs-*",
    *,
    dry_run: DryRun = False,
    yes: Annotated[bool, typer.Option("--yes", help="Change the stores.")] = False,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Make blind indexes of the index tags in stored records, by the index service's keyring (SEALOG_INDEX_KEYRING).

    Values that can be guessed are found by search, access and erase once this was done; a gateway or sealer with that
    keyring does it before records are stored. No value is opened. A run that was cut off is run again: what was done
    stays done. Exit code 1: something could not be changed, or tags were forged or damaged.
    """
    if dry_run == yes:
        raise SettingError("give one of --dry-run and --yes")
    read = index_service_reader(passphrase_file)
    if read is None:
        raise SettingError("SEALOG_INDEX_KEYRING must name the index service's keyring (`sealog init --index-service`)")
    places, service = read_stores(stores), read()
    failed: Counter[str] = Counter()
    for place in places:
        turner = IndexTurner(service)
        change = Rewriting(turner.document, turner.line, _MARKS, names.INDEX_TAG)
        if rewrite(place, index_pattern, change, failed, dry_run=dry_run) is None:
            continue
        if turner.counts["left"]:
            out.print(f"{place.label}: tags for another index service or epoch stay", markup=False)
        if refused := turner.counts["refused"]:
            failed[f"{place.label}: index tags are forged or damaged, and go"] = refused
    for why, number in failed.items():
        complain(f"{number} failed: {why}")
    if failed:
        raise typer.Exit(EXIT_FOUND_FAULT)
