"""One call for a plain script: OpenTelemetry's providers and OTLP exporters, the logging handler, and sealing first.

It uses the stock distro, so the `OTEL_*` environment means what it means under `opentelemetry-instrument`, where
nobody needs this call. Providers that are there already are kept and sealed.
"""

from __future__ import annotations

import logging
import os

from opentelemetry.distro import OpenTelemetryConfigurator, OpenTelemetryDistro
from opentelemetry.instrumentation.logging import LoggingInstrumentor
from opentelemetry.sdk.environment_variables import OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME

from sealog.notices import say_once
from sealog.wiring.auto import pre_instrument
from sealog.wiring.level import is_unasked

_done: list[int] = []


def configure(service: str | None = None, *, endpoint: str | None = None, level: int = logging.INFO) -> None:
    """Set logs and traces up to go out sealed over OTLP, correlated, from this call on. Never raises.

    `service` and `endpoint` take the place of `OTEL_SERVICE_NAME` and `OTEL_EXPORTER_OTLP_ENDPOINT`, also for child
    processes. `level` is what the root logger lets pass, unless the application chose one before. What is still queued
    goes out when the process ends. Calling it again changes nothing.
    """
    if os.getpid() in _done:
        return
    _done.append(os.getpid())
    for name, value in ((OTEL_SERVICE_NAME, service), (OTEL_EXPORTER_OTLP_ENDPOINT, endpoint)):
        if value is not None:
            os.environ[name] = value
    # Metrics of a script that measures nothing would only be refused by collectors without a metrics pipeline.
    os.environ.setdefault("OTEL_METRICS_EXPORTER", "none")
    # First, so that each provider seals from the moment when it is made, whatever fails after that.
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
        root.setLevel(level)
