"""`sealog elastic retry`: dead letters, listed or stored again."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from typing import Annotated

import typer

from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog_exporters.cli.elastic.setup import DEFAULT_URL, Url

EXAMPLES = """Examples:

sealog elastic retry --dry-run

sealog elastic retry

sealog elastic retry --target logs-shop.otel-default --reason document_parsing_exception"""


def retry(
    url: Url = DEFAULT_URL,
    target: Annotated[str, typer.Option(help="Only records of this data stream.")] = "",
    reason: Annotated[str, typer.Option(help="Only records refused for this type of reason.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count by target and reason, and store nothing.")] = False,
) -> None:
    """Store records again that their index refused for good, after its mapping was corrected.

    A dead letter is deleted when its record is stored. Exit code 1: some are refused again; their letters stay.
    """
    from sealog_exporters.elastic.connection import Connection
    from sealog_exporters.elastic.redelivery import letters, redeliver

    counted: Counter[str] = Counter()
    with closing(Connection(url)) as connection:
        for page in letters(connection, target=target, reason=reason):
            if dry_run:
                counted.update(f"{hit['_source']['target']}  {hit['_source']['reason']['type']}" for hit in page)
            else:
                counted += redeliver(connection, page)
    for what, count in sorted(counted.items()):
        out.print(f"{count:8}  {what}", markup=False)
    if not counted:
        out.print("there are no dead letters", markup=False)
    refused = 0 if dry_run else counted.total() - counted["stored"] - counted["there_already"]
    if refused:
        complain(f"{refused} record(s) are refused again and stay in sealog-dead-letter")
        raise typer.Exit(EXIT_FOUND_FAULT)
