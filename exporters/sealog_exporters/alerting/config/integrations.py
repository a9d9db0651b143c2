"""Reads places to tell that describe themselves: Slack, PagerDuty and more. Reads no secret itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.config.http_config import read_http_config
from sealog_exporters.alerting.notifiers import apprise, pagerduty
from sealog_exporters.alerting.notifiers.alertmanager import AlertmanagerConfig
from sealog_exporters.alerting.notifiers.apprise import AppriseConfig
from sealog_exporters.alerting.notifiers.otlp import OtlpConfig
from sealog_exporters.alerting.notifiers.pagerduty import PagerDutyConfig
from sealog_exporters.alerting.notifiers.slack import SlackConfig
from sealog_exporters.alerting.syntax.fields import flag, needed_secret, read_url, secret_keys, timeout_s

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.http_config import HttpConfig
    from sealog_exporters.alerting.model.notifier import Integration
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


def read_places(keys: Mapping[str, YamlNode]) -> list[Integration]:
    """Read all places of a receiver, kind by kind."""
    return [read(item) for name, read in PLACES.items() if name in keys for item in keys[name].items()]


def _apprise(node: YamlNode) -> Integration:
    keys = node.keys((*secret_keys("url"), "send_resolved", "timeout"))
    if not apprise.installed():
        raise node.error(f"needs Apprise, which is not installed: {apprise.HOW_TO_INSTALL}")
    return AppriseConfig(
        needed_secret(node, keys, "url"), flag(keys.get("send_resolved")), timeout_s(keys.get("timeout"))
    )


def _slack(node: YamlNode) -> Integration:
    keys = node.keys((*secret_keys("api_url"), "send_resolved", "timeout"))
    url = needed_secret(node, keys, "api_url")
    if url.kind == "text":
        read_url(keys["api_url"])
    return SlackConfig(url, flag(keys.get("send_resolved")), timeout_s(keys.get("timeout")))


def _pagerduty(node: YamlNode) -> Integration:
    keys = node.keys((*secret_keys("routing_key"), "url", "send_resolved", "timeout"))
    return PagerDutyConfig(
        needed_secret(node, keys, "routing_key"),
        read_url(keys["url"]) if "url" in keys else pagerduty.URL,
        flag(keys.get("send_resolved")),
        timeout_s(keys.get("timeout")),
    )


def _by_url(make: Callable[[str, bool, float, HttpConfig], Integration]) -> Callable[[YamlNode], Integration]:
    def read(node: YamlNode) -> Integration:
        keys = node.keys(("url", "http_config", "send_resolved", "timeout"))
        if "url" not in keys:
            raise node.error("has no `url`")
        return make(
            read_url(keys["url"]),
            flag(keys.get("send_resolved")),
            timeout_s(keys.get("timeout")),
            read_http_config(keys.get("http_config")),
        )

    return read


PLACES: Mapping[str, Callable[[YamlNode], Integration]] = {
    "alertmanager_configs": _by_url(AlertmanagerConfig),
    "apprise_configs": _apprise,
    "otlp_configs": _by_url(OtlpConfig),
    "pagerduty_configs": _pagerduty,
    "slack_configs": _slack,
}
