"""What the page needs from the program around it. The page itself has no key and opens nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.store.interface import StoredRecord

__all__ = ["Holder", "PinsTemplates", "WatchesAlerts"]


@dataclass(frozen=True)
class Holder:
    """What whoever holds the keys does for the page. All functions run in threads beside the event loop.

    Args:
        entities: gives the entities that can be searched for, sorted.
        indexes: gives the blind indexes of an entity's value.
        open: opens a record's sealed values for a reason, with a passphrase or an empty text, and audits that; gives
            (field, text) of each field that held one. None where opening is not offered.
        asks_passphrase: whether opening may need a passphrase.
    """

    entities: Callable[[], Sequence[str]]
    indexes: Callable[[str, str], Sequence[str]]
    open: Callable[[StoredRecord, str, str], Sequence[tuple[str, str]]] | None = None
    asks_passphrase: bool = True


class PinsTemplates(Protocol):
    """What gives records their templates; called in the loop's thread."""

    def is_pinned(self, template: str) -> bool:
        """Tell whether a template keeps its text as it is."""
        ...

    def pin(self, template: str, *, wanted: bool) -> None:
        """Let a template keep its text, or no longer; raises `SettingError` where it is not known."""
        ...


class WatchesAlerts(Protocol):
    """The part of the alerting service that the page shows; called in the loop's thread."""

    def alert_states(self) -> list[AlertState]:
        """Give the alerts, with what was told of each."""
        ...

    def silences(self) -> list[tuple[Silence, int]]:
        """Give the silences, and how many notifications each held back."""
        ...

    def silence(self, silence: Silence) -> None:
        """Add a silence."""
        ...

    def unsilence(self, identity: str) -> bool:
        """End a silence; tell whether there was one."""
        ...
