"""Lists what is to be installed in an Elasticsearch with certain features.

The bodies are the JSON files in `assets/`; here the parts that depend on retention, tenants and features are filled in.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sealog_exporters.elastic.setup.features import Features

__all__ = ["Asset", "Retention", "catalog"]

_DAYS = re.compile(r"([1-9][0-9]{0,4})d", re.ASCII)
_TENANT = re.compile(r"[a-z0-9_.]{1,100}", re.ASCII)
_SETTINGS, _MAPPINGS = "sealog-logs@settings", "sealog-logs@mappings"
_POLICY = "sealog-logs"
_MOST_BETWEEN_ROLLOVERS = 30
_WARM_AFTER = 2


@dataclass(frozen=True)
class Retention:
    """How many days log records are kept: of all tenants, and of tenants by name.

    Raises:
        SettingError: a number of days is spelled otherwise than `30d`, or a tenant can't be a namespace.
    """

    days: int = 30
    tenants: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, general: str, tenants: list[str]) -> Retention:
        """Read `30d`, and `NAME=365d` of each tenant.

        Raises:
            SettingError: one is spelled otherwise; names the option.
        """
        of_tenants = {}
        for text in tenants:
            name, equals, days = text.partition("=")
            if not equals or not _TENANT.fullmatch(name):
                raise SettingError(
                    f"--tenant {text!r}: NAME=DAYS is expected, such as acme=365d; a name has lower-case letters,"
                    " digits, _ and . only, because it becomes the data streams' namespace"
                )
            of_tenants[name] = _days("--tenant", days)
        return cls(_days("--retention", general), of_tenants)


@dataclass(frozen=True)
class Asset:
    """One thing to install: `PUT path` with `body`. `kind` and `name` are what people call it."""

    kind: str
    name: str
    path: str
    body: Mapping[str, Any]

    @property
    def file_name(self) -> str:
        """The asset's name as a file."""
        return f"{self.path.strip('/').replace('/', '__')}.json"


def catalog(retention: Retention, features: Features) -> list[Asset]:
    """Give what is to be installed, in an order in which each part exists before another names it."""
    assets = [*_policies(retention, features)]
    assets.append(_component(_SETTINGS, "logs-settings"))
    assets.append(_component(_MAPPINGS, "logs-mappings"))
    assets.extend(_templates(retention, features))
    if features.security:
        assets.extend(
            Asset("role", f"sealog-{name}", f"/_security/role/sealog-{name}", _load(f"role-{name}"))
            for name in ("gateway", "search", "operator")
        )
    return assets


def _policies(retention: Retention, features: Features) -> Iterator[Asset]:
    if not (features.data_streams and features.lifecycle_policies):
        return
    for name, days in ((_POLICY, retention.days), *((f"{_POLICY}-{t}", d) for t, d in retention.tenants.items())):
        body = _load("lifecycle")
        phases = body["policy"]["phases"]
        # An index is deleted by the age of its youngest record: with ten in a row nothing stays a tenth too long.
        phases["hot"]["actions"]["rollover"]["max_age"] = f"{min(_MOST_BETWEEN_ROLLOVERS, max(1, days // 10))}d"
        phases["delete"]["min_age"] = f"{days}d"
        if days <= _WARM_AFTER:
            del phases["warm"]
        yield Asset("lifecycle policy", name, f"/_ilm/policy/{name}", body)


def _component(name: str, file: str) -> Asset:
    return Asset("component template", name, f"/_component_template/{name}", _load(file))


def _templates(retention: Retention, features: Features) -> Iterator[Asset]:
    yield _template("sealog-logs", "logs-template", retention.days, _POLICY, features)
    for tenant, days in retention.tenants.items():
        asset = _template(f"sealog-logs-{tenant}", "logs-template", days, f"{_POLICY}-{tenant}", features)
        yield Asset(
            asset.kind,
            asset.name,
            asset.path,
            {**asset.body, "index_patterns": [f"logs-*.otel-{tenant}"], "priority": asset.body["priority"] + 1},
        )
    yield _template("sealog-dead-letter", "dead-letter-template", retention.days, _POLICY, features)


def _template(name: str, file: str, days: int, policy: str, features: Features) -> Asset:
    body = _load(file)
    template = body["template"]
    if not features.data_streams:
        del body["data_stream"]
    elif features.lifecycle_policies:
        template.setdefault("settings", {}).setdefault("index", {})["lifecycle"] = {"name": policy}
    else:
        template["lifecycle"] = {"data_retention": f"{days}d"}
    if features.failure_store:
        template["data_stream_options"] = {"failure_store": {"enabled": True}}
    if not template:
        del body["template"]
    return Asset("index template", name, f"/_index_template/{name}", body)


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((files(__package__) / "assets" / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def _days(option: str, text: str) -> int:
    found = _DAYS.fullmatch(text)
    if found is None:
        raise SettingError(f"{option} {text!r}: a number of days is expected, such as 30d")
    return int(found[1])
