"""What of a rule's groups is not stored yet: groups that changed, and records that a page of the journal tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series
    from sealog_exporters.alerting.engine.wal.log import Entry


class DirtySet:
    """Filled by a tracker, emptied by `saved`. Not safe to share between threads.

    Args:
        journaled: whether plain counting is listed in `entries` rather than by its group.
    """

    __slots__ = ("_journaled", "changed", "entries")

    def __init__(self, *, journaled: bool) -> None:
        self._journaled = journaled
        self.changed: dict[GroupKey, Series | None] = {}
        """Groups to store whole; `None` where one was dropped."""
        self.entries: list[Entry] = []
        """What was counted in other groups."""

    def counted(self, series: Series, item: object, *, moved: bool) -> None:
        """Note that a group counted the record that it took last."""
        if self._journaled and self.changed.get(series.key) is None:
            entry = (series.key, item, moved, series.trigger, series.samples[-1])
            self.entries.append((*entry, series.record) if series.record else entry)
        else:
            self.changed[series.key] = series

    def keys(self) -> set[GroupKey]:
        """List the groups that are not stored as they are."""
        return {*self.changed, *(entry[0] for entry in self.entries)}

    def dropped(self, key: GroupKey) -> None:
        """Note that a group is no more."""
        self.changed[key] = None
        if self._journaled:
            self.entries.append((key,))

    def changes(self) -> list[tuple[GroupKey, dict[str, Any] | None]]:
        """List key and state of each group that changed; the state is `None` where it was dropped."""
        return [(key, series.dump() if series else None) for key, series in self.changed.items()]

    def saved(self) -> None:
        """Begin anew: all of it is stored."""
        self.changed.clear()
        self.entries = []

    def whole(self, find: Callable[[GroupKey], Series | None]) -> None:
        """Turn what was counted into changed groups: the journal could not be written."""
        for key in {entry[0] for entry in self.entries}:
            self.changed[key] = find(key)
        self.entries = []
