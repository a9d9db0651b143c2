"""`sealog up`: the embedded collector for development."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.opening import OpeningService, ServiceCa
from sealog.cli.terminal import err
from sealog.errors import SettingError
from sealog_exporters.cli.places import default_store, templates_of
from sealog_exporters.cli.serving import GrpcAddress, HttpAddress, address, serve

EXAMPLES = """Examples:

sealog up

sealog up --rules rules.yaml --store ./logs.sqlite

sealog up --rules builtin:errors --api 127.0.0.1:4329

sealog up --grpc 127.0.0.1:14317 --http off

sealog up --page 0.0.0.0:4319 --page-token-file token

sealog up --page-token-file token --opener https://opener.example:4350 --opener-token-file opener-token"""

_PAGE = "127.0.0.1:4319"


def up(  # noqa: PLR0913, PLR0917 - a command's options
    grpc: GrpcAddress = "127.0.0.1:4317",
    http: HttpAddress = "127.0.0.1:4318",
    store: Annotated[
        Path | None, typer.Option(help="SQLite file for the records. Default: ~/.local/share/sealog/logs.sqlite.")
    ] = None,
    rules: Annotated[
        str,
        typer.Option(
            help="Rule file, or builtin:NAME. Default: 10 errors of a service in 5 minutes.", show_default=False
        ),
    ] = "",
    state: Annotated[Path | None, typer.Option(help="Folder for the alerts' state. Default: beside the store.")] = None,
    api: Annotated[str, typer.Option(help="127.0.0.1:PORT for the HTTP API of the alerts, or off.")] = "off",
    page: Annotated[
        str, typer.Option(help="HOST:PORT of the page to look at, or off. The default's port may be another if taken.")
    ] = _PAGE,
    page_token_file: Annotated[
        Path | None, typer.Option(help="Its first line is the page's token. Needed where --page is not on loopback.")
    ] = None,
    opener: Annotated[
        str, typer.Option(help="URL of an opening service (`sealog opener`) by which the page opens, audited there.")
    ] = "",
    opener_token_file: Annotated[
        Path | None, typer.Option(help="Its first line is the bearer token for the opening service.")
    ] = None,
    opener_ca: ServiceCa = None,
    templates: Annotated[
        Path | None, typer.Option(help="File of the records' templates. Default: beside the store.")
    ] = None,
    set_aside_state: Annotated[
        bool, typer.Option("--set-aside-state", help="If the alerts' state is damaged, rename it and begin anew.")
    ] = False,
) -> None:
    """Receive OTLP on this machine, keep log records, spans and metrics in SQLite, and watch alert rules.

    If the rule file names no receivers, alerts are printed here. The file is read again when it changes and at SIGHUP;
    one with an error changes nothing.

    Each record is stored with the id of its template, see `sealog templates` and `sealog insights`.

    The page shows logs, templates with what is new about them, privacy and alerts: docs/page.md.

    The newest 500,000 spans are kept, and metrics by the minute, in which values are masked. For production put a
    collector in its place: collector-config/.
    """
    from sealog_exporters.alerting.config import load_rules, rule_path
    from sealog_exporters.alerting.config.defaults import default_rules
    from sealog_exporters.alerting.delivery.terminal import TERMINAL, terminal_target
    from sealog_exporters.alerting.model.rule import Receiver
    from sealog_exporters.cli.page import page_of
    from sealog_exporters.services.embedded import embedded_collector

    store = store or default_store()
    store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    here = [Receiver(TERMINAL)]
    path = rule_path(rules) if rules else None
    load = partial(load_rules, receivers=here)
    if opener and opener_token_file is None:
        raise SettingError("--opener needs --opener-token-file")
    service = OpeningService(opener, opener_token_file, opener_ca, "--opener")
    shown = None if address(page) is None else page_of(store, page, page_token_file, service, is_default=page == _PAGE)
    collector = embedded_collector(
        load(path) if path else default_rules(here),
        grpc=address(grpc),
        http=address(http),
        store=store,
        state_dir=state or store.with_name(f"{store.name}.alerts"),
        extra_targets=[terminal_target(lambda line: err.print(line, markup=False))],
        rules_path=path,
        load=load,
        api=address(api),
        set_aside_damaged=set_aside_state,
        templates=templates or templates_of(store),
        page=shown,
    )

    def words() -> str:
        return f"records in {store}{f', page {shown.url}' if shown else ''}; Ctrl-C ends it"

    serve(collector, "up", words)
