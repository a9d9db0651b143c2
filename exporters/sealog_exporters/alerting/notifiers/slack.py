"""Notifies a Slack channel through an incoming webhook. Nothing from a log becomes markup, a mention or a link.

Source: Slack's documentation, "Formatting text for app surfaces" and "Blocks" (limits).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sealog_exporters.alerting.model.notifier import IntegrationType, reveal
from sealog_exporters.alerting.notifiers.content.text import cut, headline, links_of
from sealog_exporters.alerting.notifiers.http.client import HttpClient
from sealog_exporters.alerting.syntax.fields import IntegrationMap, needed_secret, read_url

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.syntax.secret import Secret
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

MAX_HEADER = 150
MAX_FIELD = 2_000
MAX_FIELDS = 10
MAX_SECTION = 3_000
MAX_ALERTS = 10
"""Alerts shown in full in one message: a message has at most 50 blocks, and an alert takes up to five."""

_SHOWN_FACTS = ("value", "threshold", "window", "reason", "trace_id", "total", "duration")
_FIELD = 200


@dataclass(frozen=True, slots=True)
class SlackConfig:
    """A channel, as its webhook's URL, which is a secret."""

    url: Secret
    send_resolved: bool = True
    timeout_s: float = 10.0
    kind: ClassVar[str] = "slack"

    def notifier(self) -> Slack:
        """Make the notifier that has these settings."""
        return Slack(self)


class Slack:
    """One channel."""

    def __init__(self, config: SlackConfig) -> None:
        self._config = config
        self._poster = HttpClient(config.timeout_s)

    async def send(self, group: Notification) -> None:
        """Post one message for the whole group."""
        content = json.dumps(message_of(group)).encode("ascii")
        await self._poster.post(reveal(self._config.url), content, {"Content-Type": "application/json"})

    async def close(self) -> None:
        """Close the connection."""
        await self._poster.close()


def message_of(group: Notification) -> dict[str, Any]:
    """Write the message: blocks, and the text that a notification on a telephone shows."""
    blocks = [block for alert in group.alerts[:MAX_ALERTS] for block in _blocks(alert)]
    if len(group.alerts) > MAX_ALERTS:
        blocks.append(_section(_plain(f"and {len(group.alerts) - MAX_ALERTS} more alerts", MAX_SECTION)))
    return {"text": escaped(headline(group.alerts[0], MAX_HEADER)), "blocks": blocks}


def escaped(text: str) -> str:
    """Escape the three characters with which active parts of Slack's markup begin."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(alert: Alert) -> list[dict[str, Any]]:
    told = {**alert.labels, **{name: alert.annotations.get(name, "") for name in _SHOWN_FACTS}}
    fields = [_plain(f"{name}: {value}", _FIELD) for name, value in told.items() if value and name != "alertname"]
    blocks: list[dict[str, Any]] = [{"type": "header", "text": _plain(headline(alert, MAX_HEADER), MAX_HEADER)}]
    if fields:
        blocks.append({"type": "section", "fields": fields[:MAX_FIELDS]})
    samples = alert.annotations.get("samples", "")
    if samples:
        blocks.append(_section(_code(samples)))
    links = links_of(alert)
    return [*blocks, _linked(links)] if links else blocks


def _section(text: dict[str, Any]) -> dict[str, Any]:
    return {"type": "section", "text": text}


def _linked(links: list[tuple[str, str]]) -> dict[str, Any]:
    """Make a line of links.

    Rich text, whose addresses are no markup; a button would need an app that answers when it is pressed.
    """
    elements: list[dict[str, Any]] = []
    for word, address in links:
        elements += [{"type": "link", "url": address, "text": word}, {"type": "text", "text": "   "}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements[:-1]}]}


def _plain(text: str, limit: int) -> dict[str, Any]:
    """Make a text object that Slack does not read for markup at all."""
    return {"type": "plain_text", "text": cut(text, limit), "emoji": False}


def _code(samples: str) -> dict[str, Any]:
    """Make a code block that the samples can't end."""
    # An escape makes five characters of one: cut so that the escaped text is short enough in any case.
    inner = escaped(cut(samples.replace("```", "'''"), MAX_SECTION // 5 - 10))
    return {"type": "mrkdwn", "text": f"```{inner}```", "verbatim": True}


class _Keys(IntegrationMap):
    api_url = needed_secret("The URL of the incoming webhook.")


def _read(node: YamlNode) -> list[SlackConfig]:
    given = _Keys(node)
    url = given.api_url
    if url.kind == "text":
        read_url(given.given["api_url"])
    return [SlackConfig(url, given.send_resolved, given.timeout_s)]


INTEGRATION = IntegrationType("slack", "Slack channels, by incoming webhooks.", _read, _Keys.schema())
