"""`sealog up`: the embedded collector for development."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import err
from sealog_exporters.cli.places import default_store

EXAMPLES = """Examples:

sealog up

sealog up --rules rules.yaml --store ./logs.sqlite

sealog up --grpc 127.0.0.1:14317 --http off"""


def up(
    grpc: Annotated[str, typer.Option(help="HOST:PORT for OTLP/gRPC, or off.")] = "127.0.0.1:4317",
    http: Annotated[str, typer.Option(help="HOST:PORT for OTLP/HTTP (protobuf and JSON), or off.")] = "127.0.0.1:4318",
    store: Annotated[
        Path | None, typer.Option(help="SQLite file for the records. Default: ~/.local/share/sealog/logs.sqlite.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="Rule file. Default: 10 errors of a service in 5 minutes, told here.")
    ] = None,
    state: Annotated[Path | None, typer.Option(help="Folder for the alerts' state. Default: beside the store.")] = None,
) -> None:
    """Receive OTLP on this machine, keep log records in SQLite, and watch alert rules.

    Traces and metrics are accepted and not kept. For production put a collector in its place: collector-config/.
    """
    from sealog_exporters.alerting.defaults import default_rules
    from sealog_exporters.alerting.notifiers.terminal import TERMINAL, terminal_target
    from sealog_exporters.alerting.rulefile.loader import load_rules
    from sealog_exporters.alerting.rules import Receiver
    from sealog_exporters.cli.serving import address, serve
    from sealog_exporters.services.embedded import embedded_collector

    store = store or default_store()
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    collector = embedded_collector(
        load_rules(rules) if rules is not None else default_rules([Receiver(TERMINAL)]),
        grpc=address(grpc),
        http=address(http),
        store=store,
        state_dir=state or store.with_name(f"{store.name}.alerts"),
        also=[terminal_target(lambda line: err.print(line, markup=False))],
    )
    serve(collector, "up", f"records in {store}; Ctrl-C ends it")
