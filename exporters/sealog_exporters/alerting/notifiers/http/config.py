"""Settings of an HTTP notifier, with `http_config` as in Alertmanager. Reads each secret when it is used."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.model.notifier import DeliveryError, reveal
from sealog_exporters.alerting.syntax.fields import PATH, IntegrationMap, needed_secret
from sealog_exporters.alerting.syntax.json_schema import LITERAL, any_of, ref
from sealog_exporters.alerting.syntax.secret import Secret
from sealog_exporters.alerting.syntax.typed_map import Map, Value, definitions, optional

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_HEADER_VALUE = re.compile(
    r"[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?", re.ASCII
)  # RFC 9110, 5.5, without what is obsolete
_NOT_SUPPORTED = frozenset(
    {
        "authorization",
        "basic_auth",
        "enable_http2",
        "follow_redirects",
        "no_proxy",
        "oauth2",
        "proxy_connect_header",
        "proxy_from_environment",
        "proxy_url",
    }
)
_NOT_SUPPORTED_TLS = frozenset(
    {"ca", "cert", "insecure_skip_verify", "key", "max_version", "min_version", "server_name"}
)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)  # RFC 9110, 5.6.2
_OWN_HEADERS = frozenset(
    {"connection", "content-length", "content-type", "host", "te", "transfer-encoding", "upgrade", "x-sealog-signature"}
)
Stamp = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Tls:
    """PEM files: the authorities for the receiver's certificate (empty: the system's list), and our own certificate."""

    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""

    def stamp(self) -> Stamp:
        """Return a value that changes when a file does.

        Raises:
            DeliveryError: a file is gone, which another try may find.
        """
        return tuple(_stamp(name, path) for name, path in self._files())

    def context(self) -> ssl.SSLContext:
        """Load the files. The receiver's certificate and host name are always checked.

        Raises:
            DeliveryError: a file is not what its name says, as in the middle of an exchange.
        """
        try:
            context = ssl.create_default_context(cafile=self.ca_file or None)
            if self.cert_file:
                # A key with a passphrase would make OpenSSL ask on the terminal.
                context.load_cert_chain(self.cert_file, self.key_file or None, password="")
        except (OSError, ValueError) as error:  # SSLError is an OSError
            raise DeliveryError(f"the files of tls_config can't be used ({type(error).__name__})") from None
        return context

    def _files(self) -> list[tuple[str, str]]:
        named = (("ca_file", self.ca_file), ("cert_file", self.cert_file), ("key_file", self.key_file))
        return [(name, path) for name, path in named if path]


@dataclass(frozen=True, slots=True)
class HttpConfig:
    """Headers, each with where its value is, and TLS; `None`: the system's authorities and no certificate of ours."""

    headers: tuple[tuple[str, Secret], ...] = ()
    tls: Tls | None = None

    def reveal_headers(self) -> dict[str, str]:
        """Read the values, for each request: a rotated one is used at once.

        Raises:
            DeliveryError: one can't be read, or can't stand in a header; the message names the header.
        """
        return {name: _value(name, reveal(secret)) for name, secret in self.headers}


def _value(name: str, text: str) -> str:
    if not _HEADER_VALUE.fullmatch(text):
        raise DeliveryError(f"the value of the header {name} holds what no header can")
    return text


def _stamp(name: str, path: str) -> tuple[int, int]:
    try:
        found = Path(path).stat()
    except OSError as error:
        raise DeliveryError(f"{name} of tls_config can't be read ({type(error).__name__})") from None
    return found.st_mtime_ns, found.st_size


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """A URL over HTTP, never shown because it may hold a token; the seconds a request may take, and what it carries."""

    url: str = field(repr=False)
    send_resolved: bool = True
    timeout_s: float = 10.0
    http: HttpConfig = field(default_factory=HttpConfig)


class HeaderMap(Map, part="header"):
    """A header's value that stands somewhere else: `{value_env: …}` and `{value_file: …}`."""

    value = needed_secret("The header's value.")


class TlsMap(Map, part="tls"):
    """Certificates."""

    later = _NOT_SUPPORTED_TLS
    ca_file = optional(PATH, "The authority that the receiver's certificate is checked against.", "")
    cert_file = optional(PATH, "The client's own certificate.", "")
    key_file = optional(PATH, "The key of that certificate.", "")


def _header_value(node: YamlNode) -> Secret:
    return HeaderMap(node).value if node.is_map else Secret("text", node.literal())


def _headers(node: YamlNode) -> tuple[tuple[str, Secret], ...]:
    """Read headers: `NAME: text`, or `NAME: {value_env: …}` and `{value_file: …}`."""
    headers: dict[str, tuple[str, Secret]] = {}
    for name, value in node.entries().items():
        if not _HEADER_NAME.fullmatch(name):
            raise value.error(f"`{name}` is not a header name")
        if name.lower() in _OWN_HEADERS or name.lower() in headers:
            raise value.error(f"the header `{name}` is set already")
        headers[name.lower()] = (name, _header_value(value))
    return tuple(headers.values())


def _tls(node: YamlNode) -> Tls:
    given = TlsMap(node)
    if "key_file" in given.given and "cert_file" not in given.given:
        raise node.error("needs `cert_file` with `key_file`")
    return Tls(given.ca_file, given.cert_file, given.key_file)


class HttpMap(Map, part="http_config"):
    """Headers and certificates."""

    later = _NOT_SUPPORTED
    http_headers = optional(
        Value(_headers, {"type": "object", "additionalProperties": any_of(LITERAL, ref("header"))}, (HeaderMap,)),
        "Headers that are added to each request.",
        (),
    )
    tls_config = optional(Value(_tls, ref("tls"), (TlsMap,)), "Certificates.")


def _http_config(node: YamlNode) -> HttpConfig:
    given = HttpMap(node)
    return HttpConfig(given.http_headers, given.tls_config)


class EndpointMap(IntegrationMap):
    """The keys of an integration over HTTP, beside its URL."""

    http_config = optional(
        Value(_http_config, ref("http_config"), (HttpMap,)), "Headers and certificates.", HttpConfig()
    )


SCHEMAS: Final = definitions([HttpMap])
"""Definitions for the JSON Schema of every integration that has an `http_config`."""
