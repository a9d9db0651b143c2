"""Reads `http_config`, in Alertmanager's shape: headers and certificates. Reads no secret and no key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.http_config import HttpConfig, Tls
from sealog_exporters.alerting.syntax.fields import needed_secret, read_path, secret_keys
from sealog_exporters.alerting.syntax.secret import Secret

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_LATER = frozenset(
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
_LATER_TLS = frozenset({"ca", "cert", "insecure_skip_verify", "key", "max_version", "min_version", "server_name"})
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", re.ASCII)  # RFC 9110, 5.6.2
_OURS = frozenset(
    {"connection", "content-length", "content-type", "host", "te", "transfer-encoding", "upgrade", "x-sealog-signature"}
)


def read_http_config(node: YamlNode | None) -> HttpConfig:
    """Read it; nothing where it is not given."""
    if node is None:
        return HttpConfig()
    keys = node.keys(("http_headers", "tls_config"), _LATER)
    return HttpConfig(
        headers=_headers(keys["http_headers"]) if "http_headers" in keys else (),
        tls=_tls(keys["tls_config"]) if "tls_config" in keys else None,
    )


def _headers(node: YamlNode) -> tuple[tuple[str, Secret], ...]:
    """Read headers: `NAME: text`, or `NAME: {value_env: …}` and `{value_file: …}`."""
    headers: dict[str, tuple[str, Secret]] = {}
    for name, value in node.entries().items():
        if not _NAME.fullmatch(name):
            raise value.error(f"`{name}` is not a header name")
        if name.lower() in _OURS or name.lower() in headers:
            raise value.error(f"the header `{name}` is set already")
        headers[name.lower()] = (name, _value(value))
    return tuple(headers.values())


def _value(node: YamlNode) -> Secret:
    if not node.is_map:
        return Secret("text", node.literal())
    return needed_secret(node, node.keys(secret_keys("value")), "value")


def _tls(node: YamlNode) -> Tls:
    keys = node.keys(("ca_file", "cert_file", "key_file"), _LATER_TLS)
    if "key_file" in keys and "cert_file" not in keys:
        raise node.error("needs `cert_file` with `key_file`")
    return Tls(**{name: read_path(value) for name, value in keys.items()})
