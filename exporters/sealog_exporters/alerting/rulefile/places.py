"""Reads places to tell that describe themselves: Slack, PagerDuty, Alertmanager, OTLP. Reads no secret itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, cast

import httpx

from sealog_exporters.alerting.durations import NS
from sealog_exporters.alerting.notifiers import pagerduty
from sealog_exporters.alerting.notifiers.alertmanager import AlertmanagerConfig
from sealog_exporters.alerting.notifiers.otlp import OtlpConfig
from sealog_exporters.alerting.notifiers.pagerduty import PagerDutyConfig
from sealog_exporters.alerting.notifiers.slack import SlackConfig
from sealog_exporters.alerting.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.notifiers.interface import Place
    from sealog_exporters.alerting.rulefile.spot import Spot

_MAX_TIMEOUT_NS = 300 * NS
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def read_places(keys: Mapping[str, Spot]) -> list[Place]:
    """Read all places of a receiver, kind by kind."""
    return [read(item) for name, read in PLACES.items() if name in keys for item in keys[name].items()]


def secret_keys(name: str) -> tuple[str, str, str]:
    """List the three keys by which a secret may be given."""
    return name, f"{name}_env", f"{name}_file"


def read_secret(spot: Spot, keys: Mapping[str, Spot], name: str) -> Secret | None:
    """Read a secret that stands in the file, in an environment variable, or in a file of its own; at most one."""
    given = [key for key in secret_keys(name) if key in keys]
    if len(given) > 1:
        raise spot.error(f"give one of {', '.join(secret_keys(name))}")
    if not given:
        return None
    value = keys[given[0]]
    if given[0] == name:
        return Secret("text", value.text())
    if given[0].endswith("_env"):
        if not _VARIABLE.fullmatch(value.text()):
            raise value.error("must be the name of an environment variable")
        return Secret("env", value.text())
    path = Path(value.file).parent / value.text()
    if not path.is_file():
        raise value.error("there is no such file")
    return Secret("file", str(path))


def read_url(spot: Spot) -> str:
    """Read a URL that can be posted to."""
    problem = "must be a URL such as https://example.org/hook"
    try:
        url = httpx.URL(spot.text())
    except httpx.InvalidURL:
        raise spot.error(problem) from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise spot.error(problem)
    return str(url)


def flag(spot: Spot | None) -> bool:
    """Read true or false; true where nothing is given."""
    return True if spot is None else spot.boolean()


def timeout_s(spot: Spot | None) -> float:
    """Read a time limit, in seconds."""
    return 10.0 if spot is None else spot.duration(1, _MAX_TIMEOUT_NS) / NS


def _slack(spot: Spot) -> Place:
    keys = spot.keys((*secret_keys("api_url"), "send_resolved", "timeout"))
    url = _needed(spot, keys, "api_url")
    return SlackConfig(url, flag(keys.get("send_resolved")), timeout_s(keys.get("timeout")))


def _pagerduty(spot: Spot) -> Place:
    keys = spot.keys((*secret_keys("routing_key"), "url", "send_resolved", "timeout"))
    return PagerDutyConfig(
        _needed(spot, keys, "routing_key"),
        read_url(keys["url"]) if "url" in keys else pagerduty.URL,
        flag(keys.get("send_resolved")),
        timeout_s(keys.get("timeout")),
    )


def _needed(spot: Spot, keys: Mapping[str, Spot], name: str) -> Secret:
    secret = read_secret(spot, keys, name)
    if secret is None:
        raise spot.error(f"has no `{name}` (or `{name}_env`, `{name}_file`)")
    if secret.kind == "text" and name.endswith("url"):
        read_url(keys[name])
    return secret


def _by_url(make: Callable[[str, bool, float], Place]) -> Callable[[Spot], Place]:
    def read(spot: Spot) -> Place:
        keys = spot.keys(("url", "send_resolved", "timeout"))
        if "url" not in keys:
            raise spot.error("has no `url`")
        return make(read_url(keys["url"]), flag(keys.get("send_resolved")), timeout_s(keys.get("timeout")))

    return read


PLACES: Mapping[str, Callable[[Spot], Place]] = {
    "alertmanager_configs": _by_url(cast("Callable[[str, bool, float], Place]", AlertmanagerConfig)),
    "otlp_configs": _by_url(cast("Callable[[str, bool, float], Place]", OtlpConfig)),
    "pagerduty_configs": _pagerduty,
    "slack_configs": _slack,
}
