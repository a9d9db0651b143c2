"""Reads and describes an integration that is nothing but a URL: `url`, `http_config` and what every integration has."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sealog_exporters.alerting.notifiers.http.config import read_http_config
from sealog_exporters.alerting.syntax.fields import DELIVERY_KEYS, flag, needed_url, timeout_s
from sealog_exporters.alerting.syntax.json_schema import DELIVERY, TEXT, mapping, ref

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.notifiers.http.config import HttpConfig
    from sealog_exporters.alerting.syntax.json_schema import Schema
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

C = TypeVar("C")


def read_endpoint(node: YamlNode, make: Callable[[str, bool, float, HttpConfig], C]) -> C:
    """Read the settings; `make` takes the URL, `send_resolved`, the timeout in seconds and the HTTP settings."""
    keys = node.keys(("url", "http_config", *DELIVERY_KEYS))
    return make(
        needed_url(node, keys),
        flag(keys.get("send_resolved")),
        timeout_s(keys.get("timeout")),
        read_http_config(keys.get("http_config")),
    )


def endpoint_schema(url: str) -> Schema:
    """Describe the settings; `url` says what its URL is."""
    return mapping(
        {"url": TEXT, "http_config": ref("http_config"), **DELIVERY},
        required=("url",),
        about={"url": url, "http_config": "Headers and certificates."},
    )
