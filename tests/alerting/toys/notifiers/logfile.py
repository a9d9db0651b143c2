"""A notifier in one file: settings, keys and `send`. It writes each alert as a line of a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from sealog_exporters.alerting.model.notifier import IntegrationType
from sealog_exporters.alerting.syntax.typed_map import TEXT, Map, needed

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


@dataclass(frozen=True, slots=True)
class LogfileConfig:
    path: str
    send_resolved: bool = True
    kind: ClassVar[str] = "logfile"

    def notifier(self) -> Logfile:
        return Logfile(self)


class Logfile:
    def __init__(self, config: LogfileConfig) -> None:
        self._path = Path(config.path)

    async def send(self, group: Notification) -> None:
        with self._path.open("a", encoding="utf-8") as file:
            file.writelines(f"{alert.status} {alert.labels['alertname']}\n" for alert in group.alerts)


class _Keys(Map):
    path = needed(TEXT, "The file.")


def _read(node: YamlNode) -> list[LogfileConfig]:
    return [LogfileConfig(_Keys(node).path)]


INTEGRATION = IntegrationType("logfile", "Files that get a line for each alert.", _read, _Keys.schema())
