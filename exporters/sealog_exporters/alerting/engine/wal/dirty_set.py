"""Tracks the unstored changes of a rule's series: changed series, and records for the write-ahead log."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series
    from sealog_exporters.alerting.engine.wal.log import Entry


class DirtySet:
    """The dirty series of one rule: filled by its evaluator, emptied by `saved`. Not safe to share between threads.

    Args:
        journaled: whether counted records are listed in `entries` instead of their series in `changed`.
    """

    __slots__ = ("_journaled", "changed", "entries")

    def __init__(self, *, journaled: bool) -> None:
        self._journaled = journaled
        self.changed: dict[GroupKey, Series | None] = {}
        """Series to store whole; `None` where one was dropped."""
        self.entries: list[Entry] = []
        """What was counted in other series."""

    def counted(self, series: Series, item: object, *, moved: bool) -> None:
        """Note that a series counted the record that it took last."""
        if self._journaled and (not self.changed or self.changed.get(series.key) is None):
            entry = (series.key, item, moved, series.trigger, series.samples[-1])
            self.entries.append((*entry, series.record) if series.record else entry)
        else:
            self.changed[series.key] = series

    def keys(self) -> set[GroupKey]:
        """List the series that are not stored as they are."""
        return {*self.changed, *(entry[0] for entry in self.entries)}

    def dropped(self, key: GroupKey) -> None:
        """Note that a series was dropped."""
        self.changed[key] = None
        if self._journaled:
            self.entries.append((key,))

    def saved(self) -> None:
        """Start over: all of it is stored."""
        self.changed.clear()
        self.entries = []

    def whole(self, find: Callable[[GroupKey], Series | None]) -> None:
        """List the series of counted records as changed: the write-ahead log could not be written."""
        for key in {entry[0] for entry in self.entries}:
            self.changed[key] = find(key)
        # Without its entry, older pages of the log would bring a dropped series back.
        self.entries = [(key,) for key, series in self.changed.items() if series is None] if self._journaled else []
