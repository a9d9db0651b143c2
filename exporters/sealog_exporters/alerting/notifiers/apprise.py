"""Notifies through Apprise, by its URL. Texts are plain, so that nothing from a log becomes markup.

Apprise is an optional dependency (`sealog[apprise]`). It is imported when it is needed, and its own logging is
silenced, because that shows the content. It does not say why a delivery failed, so every failure is retried.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar

from sealog_exporters.alerting.model.notifier import DeliveryError, IntegrationType, reveal
from sealog_exporters.alerting.notifiers.content.text import MAX_TITLE, cut, headline, lines_of
from sealog_exporters.alerting.syntax.fields import IntegrationMap, needed_secret

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.secret import Secret
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

HOW_TO_INSTALL = "pip install 'sealog[apprise]'"
MAX_BODY = 8_192
"""Characters; a service that takes less is given less, by Apprise's own table of limits."""

MAX_ALERTS = 20


@dataclass(frozen=True, slots=True)
class AppriseConfig:
    """An Apprise URL (`tgram://…`), which is a secret: it holds tokens."""

    url: Secret
    send_resolved: bool = True
    timeout_s: float = 10.0
    kind: ClassVar[str] = "apprise"

    def notifier(self) -> Apprise:
        """Make the notifier that has these settings."""
        return Apprise(self)


class Apprise:
    """One URL; a call in a thread of the loop's pool, because Apprise blocks."""

    def __init__(self, config: AppriseConfig) -> None:
        self._config = config

    async def send(self, group: Notification) -> None:
        """Notify, and believe Apprise that it arrived.

        Raises:
            DeliveryError: Apprise says that it did not, or gave no answer within `timeout_s`.
        """
        title = headline(group.alerts[0], MAX_TITLE)
        problem = await asyncio.to_thread(
            _notify, reveal(self._config.url), title, body_of(group), self._config.timeout_s, firing=_fires(group)
        )
        if problem:
            raise DeliveryError(problem)


def installed() -> bool:
    """Return whether Apprise is installed, without importing it."""
    return find_spec("apprise") is not None


def body_of(group: Notification) -> str:
    """Write the text: facts and samples of each alert."""
    parts = ["\n".join(lines_of(alert)) for alert in group.alerts[:MAX_ALERTS]]
    if len(group.alerts) > MAX_ALERTS:
        parts.append(f"and {len(group.alerts) - MAX_ALERTS} more alerts")
    return cut("\n\n".join(parts), MAX_BODY)


def _fires(group: Notification) -> bool:
    return group.status == "firing"


def _notify(url: str, title: str, body: str, timeout_s: float, *, firing: bool) -> str:
    """Send; return what is wrong, empty if nothing is. Runs in a thread."""
    if not installed():
        return f"Apprise is not installed: {HOW_TO_INSTALL}"
    import apprise  # noqa: PLC0415 - optional, and half a second

    _silence(apprise.__name__)
    asset = apprise.AppriseAsset(
        app_id="sealog", app_desc="sealog alerting", async_mode=False, http_redirects=False, storage_mode="memory"
    )
    place = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=True)
    if not isinstance(place, apprise.NotifyBase):
        return "Apprise does not understand the URL"
    if place.overflow_mode is apprise.OverflowMode.UPSTREAM:  # the URL may ask for `split`
        place.overflow_mode = apprise.OverflowMode.TRUNCATE
    told = apprise.Apprise(services=place, asset=asset).notify(
        body=body,
        title=title,
        notify_type=apprise.NotifyType.FAILURE if firing else apprise.NotifyType.SUCCESS,
        body_format=apprise.NotifyFormat.TEXT,
        interpret_escapes=False,
        timeout=timeout_s,
    )
    return "" if told else f"Apprise could not deliver it ({told.status.name.lower()})"


def _silence(name: str) -> None:
    """Keep Apprise's log messages from all handlers: they hold URLs with tokens, answers, and notifications."""
    logger = logging.getLogger(name)
    logger.propagate = False
    logger.handlers = [logging.NullHandler()]


class _Keys(IntegrationMap):
    url = needed_secret("Apprise's URL of the service.")


def _read(node: YamlNode) -> list[AppriseConfig]:
    given = _Keys(node)
    if not installed():
        raise node.error(f"needs Apprise, which is not installed: {HOW_TO_INSTALL}")
    return [AppriseConfig(given.url, given.send_resolved, given.timeout_s)]


INTEGRATION = IntegrationType("apprise", "Services that Apprise reaches.", _read, _Keys.schema())
