"""Notifications for tests, made by the engine as in production."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.notification import alert_of, notification_of
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.event import Event


def decisions(*events: Event, **rule: Any) -> list[Decision]:
    """Feed ten errors (or `events` ten times) and let them end; give firing and resolved."""
    engine = Engine(rule_file(**rule))
    fed = [one._replace(time_unix_nano=START + n * NS) for n in range(10) for one in (events or (event(),))]
    return [*engine.feed(fed, START + 10 * NS), *engine.tick(START + 400 * NS)]


def notifications(*events: Event, **rule: Any) -> list[Notification]:
    """Give the notifications of `decisions`."""
    return [
        notification_of((alert_of(decision),), decision.group_labels, "hook", "https://alerts.example.org")
        for decision in decisions(*events, **rule)
    ]
