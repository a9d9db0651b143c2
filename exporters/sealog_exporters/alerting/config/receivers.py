"""Reads the receivers of a rule file, in Alertmanager's shape. Opens no connection and reads no secret."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog_exporters.alerting.config.http_config import read_http_config
from sealog_exporters.alerting.config.integrations import PLACES, read_places
from sealog_exporters.alerting.config.payload import read_payload
from sealog_exporters.alerting.model.rule import EmailConfig, Receiver, WebhookConfig
from sealog_exporters.alerting.syntax.fields import flag, read_path, read_secret, read_url, secret_keys, timeout_s

if TYPE_CHECKING:
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_LATER_CONFIGS = frozenset(
    f"{kind}_configs"
    for kind in (
        "discord", "jira", "mattermost", "msteams", "msteamsv2", "opsgenie", "pushover", "rocketchat",
        "sns", "telegram", "victorops", "webex", "wechat",
    )
)  # fmt: skip
_MAX_ALERTS = 10_000
_EMAIL = (
    "to",
    "from",
    "smarthost",
    "require_tls",
    "auth_username",
    "auth_password_file",
    "send_resolved",
    "timeout",
)
_LATER_EMAIL = frozenset(
    {"auth_identity", "auth_secret", "auth_secret_file", "headers", "hello", "html", "text", "threading", "tls_config"}
)
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
_SMARTHOST = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<host>[A-Za-z0-9._-]+)):(?P<port>[0-9]{1,5})", re.ASCII)
_MAX_PORT = 65_535
_SENDER = "sealog@localhost"


def read_receiver(node: YamlNode) -> Receiver:
    """Read one receiver: a name and at least one way to tell it."""
    keys = node.keys(("name", "webhook_configs", "email_configs", *PLACES), _LATER_CONFIGS)
    if "name" not in keys:
        raise node.error("has no name; add `name: NAME`")
    webhooks = [_webhook(item) for item in keys["webhook_configs"].items()] if "webhook_configs" in keys else []
    emails = (
        [email for item in keys["email_configs"].items() for email in _emails(item)] if "email_configs" in keys else []
    )
    more = read_places(keys)
    if not (webhooks or emails or more):
        raise node.error("tells nobody; add `webhook_configs` or `email_configs`")
    return Receiver(keys["name"].text(), tuple(webhooks), tuple(emails), tuple(more))


def _webhook(node: YamlNode) -> WebhookConfig:
    """Read one webhook."""
    more = ("http_config", "max_alerts", "payload", "send_resolved", "timeout")
    keys = node.keys((*secret_keys("url"), *secret_keys("secret"), *more))
    url = read_secret(node, keys, "url")
    if url is None:
        raise node.error("has no `url`")
    return WebhookConfig(
        read_url(keys["url"]) if "url" in keys else "",
        flag(keys.get("send_resolved")),
        timeout_s(keys.get("timeout")),
        url_at=None if "url" in keys else url,
        secret=read_secret(node, keys, "secret"),
        http=read_http_config(keys.get("http_config")),
        payload=read_payload(keys["payload"]) if "payload" in keys else None,
        max_alerts=keys["max_alerts"].integer(0, _MAX_ALERTS) if "max_alerts" in keys else 0,
    )


def _emails(node: YamlNode) -> list[EmailConfig]:
    """Read one e-mail configuration, as one mailbox for each address of `to`."""
    entries = node.entries()
    if "auth_password" in entries:
        raise entries["auth_password"].error("put the password into a file and name that as `auth_password_file`")
    keys = node.keys(_EMAIL, _LATER_EMAIL)
    for name in ("to", "smarthost"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    if ("auth_username" in keys) != ("auth_password_file" in keys):
        raise node.error("needs `auth_username` and `auth_password_file` together")
    host, port = _smarthost(keys["smarthost"])
    require_tls = flag(keys.get("require_tls"))
    if "auth_username" in keys and not require_tls:
        raise node.error("would send the password unencrypted; leave `require_tls` at true")
    return [
        EmailConfig(
            to=address,
            sender=_addresses(keys["from"])[0] if "from" in keys else _SENDER,
            host=host,
            port=port,
            require_tls=require_tls,
            username=keys["auth_username"].text() if "auth_username" in keys else "",
            password_file=read_path(keys["auth_password_file"]) if "auth_password_file" in keys else "",
            send_resolved=flag(keys.get("send_resolved")),
            timeout_s=timeout_s(keys.get("timeout")),
        )
        for address in _addresses(keys["to"])
    ]


def _addresses(node: YamlNode) -> list[str]:
    """Read plain addresses: a list, or a text with commas between them."""
    texts = [(item, part.strip()) for item in node.one_or_more() for part in item.text().split(",")]
    for item, address in texts:
        if not _ADDRESS.fullmatch(address):
            raise item.error("must be an e-mail address such as ops@example.org")
    return [address for _, address in texts]


def _smarthost(node: YamlNode) -> tuple[str, int]:
    """Read `host:port`."""
    found = _SMARTHOST.fullmatch(node.literal())
    if found is None or not 0 < int(found["port"]) <= _MAX_PORT:
        raise node.error("must be host:port, such as mail.example.org:587")
    return found["v6"] or found["host"], int(found["port"])
