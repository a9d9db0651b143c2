"""`sealog alerting`: the alerting exporter as a service of its own, behind a collector."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sealog.cli.terminal import err

EXAMPLES = """Examples:

sealog alerting --rules rules.yaml --state /var/lib/sealog

ALERT_THRESHOLD_ERROR=20 sealog alerting --rules rules.yaml --grpc 0.0.0.0:4327"""

OFF = "off"


def alerting(
    rules: Annotated[Path, typer.Option(help="The rule file; docs/alerting.md describes it.")],
    grpc: Annotated[str, typer.Option(help="HOST:PORT for OTLP/gRPC, or off.")] = "127.0.0.1:4327",
    http: Annotated[str, typer.Option(help="HOST:PORT for OTLP/HTTP, or off.")] = "127.0.0.1:4328",
    state: Annotated[
        Path | None, typer.Option(help="Folder where windows, cooldowns and unsent notifications outlive the process.")
    ] = None,
) -> None:
    """Watch a stream of log records and notify when a rule's threshold is reached.

    Send it OTLP from a collector's `otlp` exporter. Without --state a restart forgets what was counted. It ends at
    SIGTERM or Ctrl-C after it has answered what it received.
    """
    import asyncio

    from sealog_exporters.alerting.rulefile.loader import load_rules
    from sealog_exporters.services.lifetime import end_signal
    from sealog_exporters.services.watch import alerting_exporter

    rule_file = load_rules(rules)

    async def serve() -> None:
        exporter = alerting_exporter(rule_file, grpc=_address(grpc), http=_address(http), state_dir=state)
        with end_signal() as ended:
            async with exporter as receiver:
                ports = f"gRPC port {receiver.grpc_port or OFF}, HTTP port {receiver.http_port or OFF}"
                err.print(f"alerting: {len(rule_file.rules)} rules, {ports}", markup=False)
                await ended.wait()

    asyncio.run(serve())


def _address(text: str) -> str | None:
    return None if text == OFF else text
