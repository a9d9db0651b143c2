"""Lists the targets of receivers, each with the name of its own queue."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.alerting.model.notifier import Notifier
    from sealog_exporters.alerting.model.rule import Receiver


@dataclass(frozen=True, slots=True)
class Target:
    """One integration of one receiver. `name` (`ops/webhook/0`) is its queue's name, so it must outlive a restart.

    Two are equal if their `config` is; then one notifier serves both.
    """

    name: str
    receiver: str
    send_resolved: bool
    notifier: Notifier = field(compare=False)
    config: object = None


def targets_of(receivers: Iterable[Receiver]) -> list[Target]:
    """List the targets of the receivers, in the file's order."""
    targets = []
    for receiver in receivers:
        numbers: Counter[str] = Counter()
        for integration in receiver.integrations:
            kind = integration.kind
            name = f"{receiver.name}/{kind}/{numbers[kind]}"
            numbers[kind] += 1
            targets.append(Target(name, receiver.name, integration.send_resolved, integration.notifier(), integration))
    return targets
