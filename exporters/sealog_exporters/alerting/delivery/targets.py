"""Everything that is told under a receiver's name, each with a queue name of its own. Sends nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sealog_exporters.alerting.notifiers.email import Smtp
from sealog_exporters.alerting.notifiers.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.notifier import Notifier
    from sealog_exporters.alerting.model.rule import Receiver


@dataclass(frozen=True, slots=True)
class Target:
    """One place to tell. `name` (`ops/webhook/0`) is its queue's name, so it must outlive a restart.

    Two are equal if `config` is: then one notifier does for both.
    """

    name: str
    receiver: str
    send_resolved: bool
    notifier: Notifier = field(compare=False)
    config: object = None


def targets_of(receivers: Iterable[Receiver]) -> list[Target]:
    """List the places behind the receivers, in the file's order."""
    targets = []
    for receiver in receivers:
        for index, webhook in enumerate(receiver.webhooks):
            name = f"{receiver.name}/webhook/{index}"
            targets.append(Target(name, receiver.name, webhook.send_resolved, Webhook(webhook), webhook))
        for index, email in enumerate(receiver.emails):
            name = f"{receiver.name}/email/{index}"
            targets.append(Target(name, receiver.name, email.send_resolved, Smtp(email), email))
        counted: Counter[str] = Counter()
        for place in receiver.more:
            name = f"{receiver.name}/{place.kind}/{counted[place.kind]}"
            counted[place.kind] += 1
            targets.append(Target(name, receiver.name, place.send_resolved, place.notifier(), place))
    return targets
