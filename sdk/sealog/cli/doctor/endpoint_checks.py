"""The doctor's checks of the endpoint: they send an empty export by the same transport as records."""

from __future__ import annotations

import urllib.error
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from sealog.cli.doctor.checks import Check
from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog.delivery.transports.endpoint import Endpoint

_MENDS = (
    (
        2,
        ("HTTP 401", "HTTP 403", "HTTP 407", "gRPC UNAUTHENTICATED", "gRPC PERMISSION_DENIED"),
        "set OTEL_EXPORTER_OTLP_HEADERS to the credentials that it wants, such as authorization=Bearer%20…",
    ),
    (
        3,
        ("SSL", "HTTP 495", "HTTP 496"),
        "set OTEL_EXPORTER_OTLP_CERTIFICATE to its authority's file; is it the name that its certificate has?",
    ),
    (
        4,
        ("HTTP 404", "HTTP 405", "gRPC UNIMPLEMENTED"),
        "is this an OTLP endpoint for logs? `/v1/logs` is added to OTEL_EXPORTER_OTLP_ENDPOINT",
    ),
    (
        5,
        ("BadStatusLine", "RemoteDisconnected", "gRPC INTERNAL"),
        "is it of the other protocol? set OTEL_EXPORTER_OTLP_PROTOCOL to grpc or http/protobuf",
    ),
    (
        6,
        ("FileNotFoundError", "PermissionError"),
        "do OTEL_EXPORTER_OTLP_CERTIFICATE, _CLIENT_CERTIFICATE and _CLIENT_KEY name files that can be read?",
    ),
)
"""The problem (see `Check`), the beginning of the failure's text, and how to correct it."""

_ELSE = "start a collector there (`sealog up`) or set OTEL_EXPORTER_OTLP_ENDPOINT"


def endpoint_checks(environ: Mapping[str, str], timeout: float, now: float) -> list[Check]:
    """Send an empty export to where this environment sends its logs, and compare clocks. `timeout` in seconds.

    `now` is in seconds since the Unix epoch.
    """
    from sealog.cli.doctor.environment_checks import clock_check
    from sealog.delivery.transports.endpoint import read_endpoint

    if any("EXPORTER_OTLP" in name and name.endswith("_CREDENTIAL_PROVIDER") for name in environ):
        return [Check("endpoint", True, "not asked: only OpenTelemetry's exporter uses a credential provider")]
    setting = environ.get("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL") or environ.get("OTEL_EXPORTER_OTLP_PROTOCOL") or "grpc"
    try:
        endpoint = read_endpoint("grpc" if setting == "grpc" else "http/protobuf", environ)
    except SettingError as error:
        return [Check("endpoint", False, str(error), "mend or unset that variable", 1)]
    endpoint = endpoint._replace(timeout=timeout)
    failure = _failure(endpoint)
    where = f"{_without_credentials(endpoint.url)} ({endpoint.protocol})"
    if failure is not None:
        return [_unreached(where, failure)]
    reached = [Check("endpoint", True, f"{where} takes logs")]
    clock = None if endpoint.protocol == "grpc" else clock_check(_date(endpoint), now)
    return reached if clock is None else [*reached, clock]


def _failure(endpoint: Endpoint) -> str | None:
    from sealog.delivery.transports import connect

    try:
        transport = connect(endpoint)
    except (OSError, ValueError) as error:
        return type(error).__name__
    try:
        answer = transport.send(b"")
    finally:
        transport.close()
    return None if answer.verdict == "taken" else answer.why


def _unreached(where: str, failure: str) -> Check:
    for problem, kinds, mend in _MENDS:
        if failure.startswith(kinds):
            return Check("endpoint", False, f"{where}: {failure}", mend, problem)
    return Check("endpoint", False, f"{where}: {failure}", _ELSE, 7)


def _date(endpoint: Endpoint) -> str | None:
    """Give the date of an HTTP endpoint's answer to an empty export, whatever else it answers."""
    from sealog.delivery.transports.over_http import tls_context

    headers = {"Content-Type": "application/x-protobuf", **dict(endpoint.headers)}
    request = urllib.request.Request(endpoint.url, data=b"", headers=headers, method="POST")  # noqa: S310 - http(s) only
    context = tls_context(endpoint) if urlsplit(endpoint.url).scheme == "https" else None
    try:
        with urllib.request.urlopen(request, timeout=endpoint.timeout, context=context) as answer:  # noqa: S310 - same
            return str(answer.headers["Date"]) if answer.headers["Date"] else None
    except urllib.error.HTTPError as error:
        with error:
            return error.headers.get("Date")
    except (OSError, ValueError):
        return None


def _without_credentials(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
