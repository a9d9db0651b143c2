"""The endpoint: where and how logs are sent, from OTEL_EXPORTER_OTLP_*.

Source: OpenTelemetry specification, "OpenTelemetry Protocol Exporter". A variable for logs overrides one for all.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, NamedTuple, cast
from urllib.parse import urlsplit

from opentelemetry.util.re import parse_env_headers

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Mapping

Protocol = Literal["grpc", "http/protobuf"]
Compression = Literal["none", "gzip", "deflate"]

_DEFAULTS = {"grpc": "http://localhost:4317", "http/protobuf": "http://localhost:4318"}
_LOGS_PATH = "/v1/logs"
_TIMEOUT = 10.0


class Endpoint(NamedTuple):
    """An OTLP endpoint for logs. `url` is complete; `timeout` in seconds; the rest as the specification names it."""

    protocol: Protocol
    url: str
    headers: tuple[tuple[str, str], ...] = ()
    timeout: float = _TIMEOUT
    compression: Compression = "none"
    certificate: str | None = None
    client_key: str | None = None
    client_certificate: str | None = None
    insecure: bool = False

    def __repr__(self) -> str:
        return f"Endpoint({self.protocol!r}, …)"  # headers hold logins, and so may the URL

    @property
    def netloc(self) -> str:
        """The address without scheme and path, as gRPC wants it."""
        return urlsplit(self.url).netloc


def read_endpoint(protocol: Protocol, environ: Mapping[str, str] = os.environ) -> Endpoint:
    """Read the endpoint of a protocol.

    Raises:
        SettingError: a variable has a value that is not allowed, or asks for what only OpenTelemetry's exporter does.
    """

    def get(name: str) -> str | None:
        return environ.get(f"OTEL_EXPORTER_OTLP_LOGS_{name}") or environ.get(f"OTEL_EXPORTER_OTLP_{name}")

    if any("EXPORTER_OTLP" in name and name.endswith("_CREDENTIAL_PROVIDER") for name in environ):
        raise SettingError("a credential provider for OTLP is set, which only OpenTelemetry's own exporter uses")
    url = _url(protocol, environ)
    compression = (get("COMPRESSION") or "none").strip().lower()
    if compression not in ("none", "gzip", *(("deflate",) if protocol == "http/protobuf" else ())):
        raise SettingError("OTEL_EXPORTER_OTLP_COMPRESSION must be none or gzip")
    return Endpoint(
        protocol=protocol,
        url=url,
        headers=tuple(parse_env_headers(get("HEADERS") or "", liberal=True).items()),
        timeout=_seconds(get("TIMEOUT")),
        compression=cast("Compression", compression),
        certificate=get("CERTIFICATE"),
        client_key=get("CLIENT_KEY"),
        client_certificate=get("CLIENT_CERTIFICATE"),
        insecure=_insecure(url, get("INSECURE")),
    )


def _url(protocol: Protocol, environ: Mapping[str, str]) -> str:
    own = environ.get("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT")
    common = environ.get("OTEL_EXPORTER_OTLP_ENDPOINT") or _DEFAULTS[protocol]
    if protocol == "grpc":
        url = own or common
        return url if "//" in url else f"//{url}"
    url = own or common.removesuffix("/") + _LOGS_PATH
    if urlsplit(url).scheme not in ("http", "https"):
        raise SettingError("OTEL_EXPORTER_OTLP_ENDPOINT must be a URL with http:// or https://")
    return url


def _insecure(url: str, setting: str | None) -> bool:
    scheme = urlsplit(url).scheme
    if scheme == "https":
        return False
    return scheme == "http" if setting is None else setting.strip().lower() == "true"


def _seconds(text: str | None) -> float:
    # The specification says milliseconds; OpenTelemetry Python has always read seconds, and users set what works.
    try:
        seconds = float(text) if text else _TIMEOUT
    except ValueError:
        raise SettingError("OTEL_EXPORTER_OTLP_TIMEOUT must be a number of seconds") from None
    return seconds if seconds > 0 else _TIMEOUT
