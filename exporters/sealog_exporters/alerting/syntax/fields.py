"""Reads the fields that several integrations have: secrets, files, URLs, time limits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import httpx

from sealog_exporters.alerting.syntax import json_schema
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.secret import Secret
from sealog_exporters.alerting.syntax.typed_map import FLAG, TEXT, Key, Map, Value, duration, optional

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

T = TypeVar("T")

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class SecretKey(Key[T]):
    """A key of a map for a secret: in the file, in an environment variable, or in a file of its own; at most one."""

    def keys(self) -> dict[str, Key[Any]]:
        """List the three keys by which it may be given."""
        return {
            self.name: Key(TEXT, self.about, None),
            f"{self.name}_env": optional(TEXT, "The environment variable that holds it."),
            f"{self.name}_file": optional(TEXT, "The file that holds it, relative to this one."),
        }

    def read(self, found: Map) -> Any:
        """Read where the secret is."""
        ways = self.keys()
        given = [key for key in ways if key in found.given]
        if len(given) > 1:
            raise found.node.error(f"give one of {', '.join(ways)}")
        if not given:
            if self.missing:
                raise found.node.error(self.missing.format(self.name))
            return None
        value = found.given[given[0]]
        if given[0] == self.name:
            return Secret("text", value.text())
        if given[0].endswith("_env"):
            if not _VARIABLE.fullmatch(value.text()):
                raise value.error("must be the name of an environment variable")
            return Secret("env", value.text())
        return Secret("file", read_path(value))


def needed_secret(about: str, missing: str = "has no `{0}` (or `{0}_env`, `{0}_file`)") -> SecretKey[Secret]:
    """Declare a secret that must be given in one of the three ways."""
    return SecretKey(cast("Value[Secret]", TEXT), about, None, missing)


def optional_secret(about: str) -> SecretKey[Secret | None]:
    """Declare a secret that may be left out."""
    return SecretKey(cast("Value[Secret | None]", TEXT), about, None)


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


URL_VALUE: Final = Value(read_url, json_schema.TEXT)
PATH: Final = Value(read_path, json_schema.TEXT)


class IntegrationMap(Map):
    """The keys that every integration has."""

    send_resolved = optional(FLAG, "Whether the end of an alert is notified too; default true.", default=True)
    timeout = optional(duration(1, 300 * NS), "How long an attempt may take; default 10s.", 10 * NS)

    @property
    def timeout_s(self) -> float:
        """The time limit of one attempt, in seconds."""
        return self.timeout / NS
