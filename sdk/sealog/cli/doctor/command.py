"""`sealog doctor`: checks an environment as an application would find it. It changes nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from sealog.cli.doctor.checks import Check, bundle_check, chain_check, mode_check, settings_check
from sealog.cli.doctor.endpoint_checks import endpoint_checks
from sealog.cli.doctor.setting_checks import setting_checks
from sealog.cli.doctor.spool_checks import spool_checks
from sealog.cli.terminal import EXIT_FOUND_FAULT, complain, out
from sealog.errors import SettingError
from sealog.settings import ONLY_LOOKING, load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog.delivery.settings import DeliverySettings

EXAMPLES = """Examples:

sealog doctor

OTEL_EXPORTER_OTLP_ENDPOINT=http://gateway:4317 sealog doctor

opentelemetry-instrument sealog doctor

sealog doctor --send

sealog doctor --pid 4711

sealog doctor --status 127.0.0.1:4330"""


def doctor(
    timeout: Annotated[float, typer.Option(help="Seconds to wait for the endpoint.", min=0.1)] = 5.0,
    send: Annotated[
        bool, typer.Option("--send", help="Send one sealed test record, which your back end will store.")
    ] = False,
    pid: Annotated[
        int | None, typer.Option(help="Check this running process instead of the environment.", min=1)
    ] = None,
    status: Annotated[
        str | None, typer.Option(help="Check the gateway or sealer whose --status is this HOST:PORT.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object: the findings, or with --pid the process's status as it is.")
    ] = False,
) -> None:
    """Check that records would be sealed and delivered: bundle, chain, limits, endpoint, clock; or check a process.

    It starts itself under `opentelemetry-instrument` unless it runs under that already, so it sees the same chain of
    processors as an application in this environment. It sends the endpoint an empty export, or with `--send` a record.

    With `--pid` it reads the status that a process writes every five seconds: how much it sealed and dropped, what
    failed, and which of its handlers print in the clear. That needs no endpoint.

    With `--status` it asks a running `sealog gateway` or `sealog sealer` for its health and counts.
    """
    if status is not None:
        from sealog.cli.doctor.service_checks import service_checks

        _tell(service_checks(status, timeout), as_json=as_json)
        return
    if pid is not None:
        _look_at(pid, as_json=as_json)
        return
    if ONLY_LOOKING not in os.environ and not _is_instrumented():
        raise typer.Exit(_run_instrumented())
    _tell(_environment_checks(timeout, send=send), as_json=as_json)


def _environment_checks(timeout: float, *, send: bool) -> Iterator[Check]:
    import time

    from opentelemetry._logs import get_logger_provider

    from sealog.cli.doctor import environment_checks as of
    from sealog.cli.doctor.framework_checks import framework_checks
    from sealog.instrumentation.handlers.logging_report import logging_facts
    from sealog.instrumentation.providers.otel_internals.limits import length_limit

    yield of.version_check()
    yield of.distro_check(os.environ)
    misspelled = settings_check()
    if misspelled is not None:
        yield misspelled
    else:
        yield mode_check()
        yield bundle_check(time.time())
        yield from setting_checks(os.environ, load_settings())
        yield of.console_check()
    yield chain_check()
    yield of.limit_check(length_limit(get_logger_provider()))
    facts = logging_facts()
    yield of.captured_check(facts)
    yield of.level_check(facts)
    yield from framework_checks(os.environ)
    yield from spool_checks(_delivery(), time.time())
    yield from endpoint_checks(os.environ, timeout, time.time())
    if send:
        yield _send(timeout)


def _delivery() -> DeliverySettings | SettingError:
    from sealog.delivery.settings import load_delivery

    try:
        return load_delivery()
    except SettingError as error:
        return error


def _send(timeout: float) -> Check:
    from opentelemetry._logs import SeverityNumber, get_logger_provider

    from sealog.cli.doctor.environment_checks import record_check
    from sealog.instrumentation.process.self_metrics import UIDS
    from sealog.instrumentation.process.self_metrics import counts as all_counts

    provider = get_logger_provider()

    def emit(text: str) -> str:
        logger = provider.get_logger("sealog.doctor")
        logger.emit(body=text, severity_number=SeverityNumber.INFO, severity_text="INFO")
        return f"{UIDS.stream}-{UIDS.minted}"

    def counts() -> dict[str, int]:
        seen = all_counts(provider)
        sealed = sum(one["count"] for one in seen["values"] if one["outcome"] == "sealed")
        return {"delivered": seen["exports"].get("delivered", 0), "sealed": sealed}

    return record_check(
        emit,
        counts,
        lambda: getattr(provider, "force_flush", lambda _: None)(int(timeout * 1000)),
    )


def _look_at(pid: int, *, as_json: bool) -> None:
    import json
    import time

    from sealog.cli.doctor.process_checks import process_checks
    from sealog.metrics.status import read_status, status_dir

    folder = status_dir(os.environ)
    if folder is None:
        raise SettingError("SEALOG_STATUS_DIR=off: no process is told to write its status")
    status = read_status(folder, pid)
    if as_json:
        typer.echo(json.dumps(status))
        return
    _tell(process_checks(status, time.time()))


def _tell(checks: Iterable[Check], *, as_json: bool = False) -> None:
    import json

    told = []
    for check in checks:
        told.append(check)
        if not as_json:
            _show(check)
    if as_json:
        good = all(check.good for check in told)
        typer.echo(json.dumps({"good": good, "findings": [_as_dict(check) for check in told]}))
    if not all(check.good for check in told):
        raise typer.Exit(EXIT_FOUND_FAULT)


def _is_instrumented() -> bool:
    from opentelemetry._logs import get_logger_provider
    from opentelemetry.sdk._logs import LoggerProvider

    return isinstance(get_logger_provider(), LoggerProvider)


def _run_instrumented() -> int:
    program = shutil.which("opentelemetry-instrument", path=str(Path(sys.executable).parent)) or shutil.which(
        "opentelemetry-instrument"
    )
    if program is None:
        complain("opentelemetry-instrument is not installed here; `pip install opentelemetry-distro`")
        return EXIT_FOUND_FAULT
    # The doctor must not log into the user's back end, and nothing it starts should wait for exporters.
    environ = {**os.environ, ONLY_LOOKING: "1", "OTEL_METRICS_EXPORTER": "none", "OTEL_TRACES_EXPORTER": "none"}
    command = [program, sys.executable, "-m", "sealog.cli.main", *sys.argv[1:]]
    return subprocess.run(command, env=environ, check=False).returncode  # noqa: S603 - our own program and arguments


def _as_dict(check: Check) -> dict[str, object]:
    return {
        "code": check.code,
        "name": check.name,
        "good": check.good,
        "finding": check.finding,
        "mend": check.mend,
    }


def _show(check: Check) -> None:
    mark = Text("ok   ", style="green") if check.good else Text("WRONG", style="bold red")
    out.print(mark, Text(f" {check.name}: {check.finding}"), Text(f" {check.code}", style="dim"))
    if check.mend:
        out.print(Text(f"       → {check.mend}"))
