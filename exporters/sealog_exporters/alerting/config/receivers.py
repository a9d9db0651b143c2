"""Reads the receivers of a rule file, as in Alertmanager. Secrets are read later, for each notification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.notifiers.registry import integration_types
from sealog_exporters.alerting.syntax.typed_map import TEXT, Map, needed

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_NOT_SUPPORTED = frozenset(
    f"{kind}_configs"
    for kind in (
        "discord", "jira", "mattermost", "msteams", "msteamsv2", "opsgenie", "pushover", "rocketchat",
        "sns", "telegram", "victorops", "webex", "wechat",
    )
)  # fmt: skip


class ReceiverMap(Map, part="receiver"):
    """A name, and integrations under one key for each kind."""

    later = _NOT_SUPPORTED
    name = needed(TEXT, "The name by which `notify` and routes call it.", "has no name; add `name: NAME`")


def read_receiver(node: YamlNode) -> Receiver:
    """Read one receiver: a name and at least one integration."""
    types = integration_types()
    given = ReceiverMap(node, types)
    integrations = [
        integration
        for key, listed in given.given.items()
        if key in types
        for item in listed.items()
        for integration in types[key].read(item)
    ]
    if not integrations:
        raise node.error("notifies nobody; add an integration such as `webhook_configs` or `email_configs`")
    return Receiver(given.name, tuple(integrations))
