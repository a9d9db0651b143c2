"""Reads the receivers of a rule file, in Alertmanager's shape. Opens no connection and reads no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.notifiers.registry import integration_types

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_NOT_SUPPORTED = frozenset(
    f"{kind}_configs"
    for kind in (
        "discord", "jira", "mattermost", "msteams", "msteamsv2", "opsgenie", "pushover", "rocketchat",
        "sns", "telegram", "victorops", "webex", "wechat",
    )
)  # fmt: skip


def read_receiver(node: YamlNode) -> Receiver:
    """Read one receiver: a name and at least one integration."""
    types = integration_types()
    keys = node.keys(("name", *types), _NOT_SUPPORTED)
    if "name" not in keys:
        raise node.error("has no name; add `name: NAME`")
    integrations = [
        integration
        for key, listed in keys.items()
        if key in types
        for item in listed.items()
        for integration in types[key].read(item)
    ]
    if not integrations:
        raise node.error("tells nobody; add `webhook_configs` or `email_configs`")
    return Receiver(keys["name"].text(), tuple(integrations))
