"""Writes alerts to the terminal in which the service was started, one line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.delivery.targets import Target
from sealog_exporters.alerting.notifiers.content.text import cut, summary_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.alert.notification import Notification

TERMINAL = "terminal"
"""The name of the receiver."""

MAX_LINE = 500


class Terminal:
    """Passes each notification to `write` as one line, without samples."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write

    async def send(self, group: Notification) -> None:
        """Write the line."""
        for alert in group.alerts:
            line = f"{alert.status}: {alert.labels.get('alertname', '')}: {summary_of(alert)}"
            self._write(cut(line.replace("\n", " "), MAX_LINE))


def terminal_target(write: Callable[[str], None]) -> Target:
    """Make the target of the receiver `terminal`."""
    return Target(TERMINAL, TERMINAL, send_resolved=True, notifier=Terminal(write))
