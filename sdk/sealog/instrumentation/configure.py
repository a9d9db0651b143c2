"""`configure`: sets up OpenTelemetry's providers and OTLP exporters, the logging handler, and sealing for a script.

It uses the stock distro, so the `OTEL_*` environment means what it means under `opentelemetry-instrument`, where this
call is not needed. Existing providers are kept and sealed.
"""

from __future__ import annotations

import logging
import os
from typing import NamedTuple

from opentelemetry.distro import OpenTelemetryConfigurator, OpenTelemetryDistro
from opentelemetry.instrumentation.logging import LoggingInstrumentor
from opentelemetry.sdk.environment_variables import OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME

from sealog.instrumentation.auto import pre_instrument
from sealog.instrumentation.handlers.level import is_unasked
from sealog.notices import say_once

_done: dict[int, _Arguments] = {}
"""The arguments of the first `configure`, by process id: a forked child may call it again."""


class _Arguments(NamedTuple):
    service: str | None
    endpoint: str | None
    level: int | str


def configure(service: str | None = None, *, endpoint: str | None = None, level: int | str = logging.INFO) -> None:
    """Export logs and traces over OTLP, sealed and correlated, from this call on. Never raises.

    `service` and `endpoint` (a URL) replace `OTEL_SERVICE_NAME` and `OTEL_EXPORTER_OTLP_ENDPOINT`, also for child
    processes. `level` is the level that the root logger lets pass, a number or a name such as `"DEBUG"`, unless the
    application chose one before. Queued records are sent when the process ends.

    Only the first call in a process counts. A later one changes nothing; one line on stderr names the arguments that
    differ. An argument that can't be used is ignored, and named there as well.
    """
    asked = _Arguments(service, endpoint, level)
    first = _done.setdefault(os.getpid(), asked)
    if first is not asked:
        _tell_differences(first, asked)
        return
    for name, argument, value in (
        (OTEL_SERVICE_NAME, "service", service),
        (OTEL_EXPORTER_OTLP_ENDPOINT, "endpoint", endpoint),
    ):
        _set(name, argument, value)
    # Metrics of a script that measures nothing would only be refused by collectors without a metrics pipeline.
    os.environ.setdefault("OTEL_METRICS_EXPORTER", "none")
    # First, so that each provider seals from the moment when it is made, even if something fails later.
    pre_instrument()
    try:
        OpenTelemetryDistro().configure()
        OpenTelemetryConfigurator().configure()  # type: ignore[no-untyped-call]  # OpenTelemetry's
        LoggingInstrumentor().instrument()
    except Exception as error:  # noqa: BLE001 - a script must run without its logs, and hear that it does
        say_once("configure", f"OpenTelemetry could not be set up ({type(error).__name__}: see the OTEL_* variables)")
    pre_instrument()
    root = logging.getLogger()
    if root.level == logging.WARNING or is_unasked():
        root.setLevel(_number_of(level))


def _tell_differences(first: _Arguments, asked: _Arguments) -> None:
    differing = [name for name, was, now in zip(_Arguments._fields, first, asked, strict=True) if was != now]
    if differing:
        say_once(
            "configure again",
            f"configure() was called before in this process, with another {' and another '.join(differing)};"
            " the first call counts",
        )


def _set(name: str, argument: str, value: object) -> None:
    if value is None:
        return
    try:
        os.environ[name] = value  # type: ignore[assignment]  # a caller without a type checker may give anything
    except (TypeError, ValueError):
        say_once(f"configure {argument}", f"configure(): {argument} is not a text that an environment takes; left out")


def _number_of(level: object) -> int:
    number = logging.getLevelName(level.upper()) if isinstance(level, str) else level
    if isinstance(number, int) and not isinstance(number, bool):
        return number
    say_once("configure level", "configure(): level is none that `logging` knows; INFO is used")
    return logging.INFO
