"""Reads the fields that several integrations have: secrets, files, URLs, time limits. Opens nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

DELIVERY_KEYS = ("send_resolved", "timeout")
"""Keys that every integration has: whether the end of an alert is sent, and the time limit of one attempt."""

_MAX_TIMEOUT_NS = 300 * NS
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def secret_keys(name: str) -> tuple[str, str, str]:
    """List the three keys by which a secret may be given."""
    return name, f"{name}_env", f"{name}_file"


def read_secret(node: YamlNode, keys: Mapping[str, YamlNode], name: str) -> Secret | None:
    """Read a secret that stands in the file, in an environment variable, or in a file of its own; at most one."""
    given = [key for key in secret_keys(name) if key in keys]
    if len(given) > 1:
        raise node.error(f"give one of {', '.join(secret_keys(name))}")
    if not given:
        return None
    value = keys[given[0]]
    if given[0] == name:
        return Secret("text", value.text())
    if given[0].endswith("_env"):
        if not _VARIABLE.fullmatch(value.text()):
            raise value.error("must be the name of an environment variable")
        return Secret("env", value.text())
    return Secret("file", read_path(value))


def needed_secret(node: YamlNode, keys: Mapping[str, YamlNode], name: str) -> Secret:
    """Read a secret that must be given in one of the three ways."""
    secret = read_secret(node, keys, name)
    if secret is None:
        raise node.error(f"has no `{name}` (or `{name}_env`, `{name}_file`)")
    return secret


def read_path(node: YamlNode) -> str:
    """Read a file's path, relative to the rule file; the file must be there."""
    path = Path(node.file).parent / node.text()
    if not path.is_file():
        raise node.error("there is no such file")
    return str(path)


def read_url(node: YamlNode) -> str:
    """Read a URL that can be posted to."""
    problem = "must be a URL such as https://example.org/hook"
    try:
        url = httpx.URL(node.text())
    except httpx.InvalidURL:
        raise node.error(problem) from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise node.error(problem)
    return str(url)


def needed_url(node: YamlNode, keys: Mapping[str, YamlNode]) -> str:
    """Read the key `url`, which must be given."""
    if "url" not in keys:
        raise node.error("has no `url`")
    return read_url(keys["url"])


def flag(node: YamlNode | None) -> bool:
    """Read true or false; true where nothing is given."""
    return True if node is None else node.boolean()


def timeout_s(node: YamlNode | None) -> float:
    """Read a time limit, in seconds."""
    return 10.0 if node is None else node.duration(1, _MAX_TIMEOUT_NS) / NS
