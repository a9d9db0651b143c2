"""`sealog alerting`: the alerting exporter as a service of its own, behind a collector."""

from __future__ import annotations

from contextlib import closing, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from sealog_exporters.cli.serving import (
    ClientCa,
    GrpcAddress,
    HttpAddress,
    TlsCertificate,
    TlsKey,
    Tokens,
    address,
    serve,
)

EXAMPLES = """Examples:

sealog alerting --rules rules.yaml --state /var/lib/sealog

ALERT_THRESHOLD_ERROR=20 sealog alerting --rules rules.yaml --grpc 0.0.0.0:4327"""


def alerting(  # noqa: PLR0913, PLR0917 - a command's options
    rules: Annotated[Path, typer.Option(help="The rule file; docs/alerting/rules.md describes it.")],
    grpc: GrpcAddress = "127.0.0.1:4327",
    http: HttpAddress = "127.0.0.1:4328",
    state: Annotated[
        Path | None, typer.Option(help="Folder that keeps windows, cooldowns and unsent notifications across restarts.")
    ] = None,
    api: Annotated[str, typer.Option(help="127.0.0.1:PORT for the HTTP API and metrics, or off.")] = "127.0.0.1:4329",
    tokens: Tokens = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    client_ca: ClientCa = None,
    templates: Annotated[
        Path | None,
        typer.Option(help="File of templates; records get `sealog.template.id`, which rules can then use."),
    ] = None,
    set_aside_state: Annotated[
        bool, typer.Option("--set-aside-state", help="If the alerts' state is damaged, rename it and begin anew.")
    ] = False,
) -> None:
    """Watch a stream of log records and notify when a rule's threshold is reached.

    Send it OTLP from a collector's `otlp` exporter. Without --state a restart forgets what was counted. It ends at
    SIGTERM or Ctrl-C after it has answered what it received. The rule file is read again when it changes and at
    SIGHUP; a file with an error changes nothing. Files of tokens and certificates are read again when they change.
    """
    from sealog_exporters.alerting.config.loader import load_rules
    from sealog_exporters.otlp.server.access import access_of
    from sealog_exporters.otlp.server.tls import tls_of
    from sealog_exporters.services.watch import alerting_exporter
    from sealog_exporters.templates.stamper import Stamper

    rule_file = load_rules(rules)
    with closing(Stamper(templates)) if templates else nullcontext() as stamper:
        exporter = alerting_exporter(
            rule_file,
            grpc=address(grpc),
            http=address(http),
            state_dir=state,
            rules_path=rules,
            api=address(api),
            set_aside_damaged=set_aside_state,
            access=access_of(tokens),
            tls=tls_of(tls_cert, tls_key, client_ca),
            stamper=stamper,
        )
        serve(exporter, "alerting", f"{len(rule_file.rules)} rules from {rules}")
