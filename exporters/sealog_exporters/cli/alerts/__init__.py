"""`sealog alerts`: works on rule files, stored records and a running service. Each file has a few of its commands."""

from __future__ import annotations

import typer

from sealog_exporters.cli.alerts import backtest, check, make, send, service

app = typer.Typer(
    help="Check, test and import alert rules; show what fires and why it was notified or not; silence alerts.",
    no_args_is_help=True,
)
app.command("check", epilog=check.CHECK_EXAMPLES)(check.check)
app.command("test", epilog=check.TEST_EXAMPLES)(check.test)
app.command("backtest", epilog=backtest.EXAMPLES)(backtest.backtest)
app.command("import-sigma", epilog=make.SIGMA_EXAMPLES)(make.import_sigma)
app.command("rules", epilog=make.RULES_EXAMPLES)(make.rules)
app.command("schema", epilog=make.SCHEMA_EXAMPLES)(make.schema)
app.command("list", epilog=service.LIST_EXAMPLES)(service.list_alerts)
app.command("why", epilog=service.WHY_EXAMPLES)(service.why)
app.command("silence", epilog=service.SILENCE_EXAMPLES)(service.silence)
app.command("reload")(service.reload)
app.command("send-test", epilog=send.EXAMPLES)(send.send_test)
