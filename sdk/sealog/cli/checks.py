"""The doctor's checks: each gives one finding and, where something is wrong, the one line that mends it."""

from __future__ import annotations

import datetime as dt
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from sealog.errors import SealogError
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping


_CLOCKS_DIFFER_DAYS = 1.0 / 24


@dataclass(frozen=True)
class Check:
    """What was looked at, what was found, whether that is good, and how to mend it if not."""

    name: str
    good: bool
    finding: str
    mend: str = ""


def mode_check() -> Check:
    """Look at SEALOG_MODE."""
    try:
        mode = load_settings().mode
    except SealogError as error:
        return Check("mode", False, str(error), "set SEALOG_MODE=seal or leave it out")
    if mode == "off":
        return Check(
            "mode", False, "SEALOG_MODE=off: records go out as they are", "set SEALOG_MODE=seal or leave it out"
        )
    return Check("mode", True, mode)


def bundle_check(now: float) -> Check:
    """Look at the bundle. `now` is in seconds since the Unix epoch."""
    from sealog.keys.bundle import load_bundle

    try:
        path = load_settings().bundle
        bundle = load_bundle(path)
    except SealogError as error:
        return Check("bundle", False, str(error), "`sealog init`, or set SEALOG_BUNDLE to the bundle you were given")
    text = f"{path}: tenant {bundle.tenant}, epoch {bundle.epoch}"
    try:
        age = (now - dt.datetime.fromisoformat(bundle.created).timestamp()) / 86400
    except ValueError:
        return Check("bundle", False, f"{text} of no date that can be read", "its `created` must be a date of ISO 8601")
    text += f", {max(0, int(age))} day(s) old, {len(bundle.recipients)} recipient(s)"
    if age < -_CLOCKS_DIFFER_DAYS:
        return Check("bundle", False, f"{text}, made in the future", "is this machine's clock right?")
    return Check("bundle", True, text)


def chain_check() -> Check:
    """Look at the logger provider of this process."""
    from opentelemetry._logs import get_logger_provider

    from sealog.processor.processor import SealingProcessor
    from sealog.wiring.chain import processors

    provider = get_logger_provider()
    chain = processors(provider)
    if chain is None:
        return Check(
            "chain",
            False,
            f"{type(provider).__name__} has no order of processors that can be assured",
            "use OpenTelemetry's LoggerProvider; is OTEL_SDK_DISABLED set?",
        )
    order = " → ".join(type(processor).__name__ for processor in chain) or "empty"
    if not chain or not isinstance(chain[0], SealingProcessor):
        return Check("chain", False, f"the first processor is not sealog's: {order}", "see what stderr said at start")
    if len(chain) == 1:
        return Check("chain", False, f"{order}: nothing exports logs", "set OTEL_LOGS_EXPORTER=otlp")
    return Check("chain", True, order)


def endpoint(environ: Mapping[str, str]) -> tuple[str, str]:
    """Give protocol and address of where this environment sends its logs."""
    protocol = environ.get("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL") or environ.get("OTEL_EXPORTER_OTLP_PROTOCOL") or "grpc"
    own = environ.get("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")
    common = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT")
    if protocol == "grpc":
        return protocol, own or common or "http://localhost:4317"
    return protocol, own or (common or "http://localhost:4318").rstrip("/") + "/v1/logs"


def endpoint_check(environ: Mapping[str, str], timeout: float) -> Check:
    """Send an empty export to where this environment sends its logs. `timeout` in seconds."""
    protocol, address = endpoint(environ)
    failure = (_grpc_failure if protocol == "grpc" else _http_failure)(address, timeout)
    where = f"{_without_credentials(address)} ({protocol})"
    if failure is None:
        return Check("endpoint", True, f"{where} takes logs")
    return Check(
        "endpoint",
        False,
        f"{where}: {failure}",
        "start a collector there (`sealog up`) or set OTEL_EXPORTER_OTLP_ENDPOINT",
    )


def _grpc_failure(address: str, timeout: float) -> str | None:
    import grpc
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2_grpc import LogsServiceStub

    parts = urlsplit(address if "//" in address else f"//{address}")
    secure = parts.scheme == "https"
    target = parts.netloc.rpartition("@")[2]
    channel = grpc.secure_channel(target, grpc.ssl_channel_credentials()) if secure else grpc.insecure_channel(target)
    with channel:
        export = LogsServiceStub(channel).Export  # type: ignore[no-untyped-call]  # generated code
        try:
            export(ExportLogsServiceRequest(), timeout=timeout)
        except grpc.RpcError as error:
            code = getattr(error, "code", None)  # every error of a call has one, whatever the stubs say
            return str(code().name) if callable(code) else type(error).__name__
    return None


def _http_failure(address: str, timeout: float) -> str | None:
    if urlsplit(address).scheme not in {"http", "https"}:
        return "no http:// or https:// address"
    request = urllib.request.Request(  # noqa: S310 - the scheme was looked at above
        address, data=b"", headers={"Content-Type": "application/x-protobuf"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310
            return None
    except urllib.error.HTTPError as error:
        return f"HTTP {error.code}"
    except (OSError, ValueError) as error:
        return str(getattr(error, "reason", type(error).__name__))


def _without_credentials(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
