"""The groups of one rule, bounded: the longest unseen goes first. Never gives up a firing one while another is left."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from sealog_exporters.alerting.group import Group, Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = tuple[str, ...]


class Groups:
    """Group key to group, at most `limit`, in order of last use; the quiet ones apart from those that need a clock."""

    __slots__ = ("_limit", "_quiet", "_watched")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._quiet: OrderedDict[Key, Group] = OrderedDict()
        self._watched: OrderedDict[Key, Group] = OrderedDict()

    def __len__(self) -> int:
        return len(self._quiet) + len(self._watched)

    def __iter__(self) -> Iterator[Group]:
        yield from self._quiet.values()
        yield from self._watched.values()

    def __contains__(self, group: Group) -> bool:
        """Tell whether this very group is there."""
        return (self._quiet.get(group.key) or self._watched.get(group.key)) is group

    def get(self, key: Key) -> Group | None:
        """Return the group and note that it was used."""
        for side in (self._quiet, self._watched):
            group = side.get(key)
            if group is not None:
                side.move_to_end(key)
                return group
        return None

    def add(self, group: Group) -> Group | None:
        """Put a group in (or on the side that its phase asks for) and return the one that had to go, if any."""
        self.remove(group.key)
        gone = None
        if len(self) >= self._limit:
            gone = (self._quiet or self._watched).popitem(last=False)[1]
        (self._quiet if group.phase is Phase.QUIET else self._watched)[group.key] = group
        return gone

    def remove(self, key: Key) -> None:
        """Drop a group, if it is there."""
        self._quiet.pop(key, None)
        self._watched.pop(key, None)

    def watched(self) -> list[Group]:
        """List the groups that are pending or firing."""
        return list(self._watched.values())

    def quiet(self) -> list[Group]:
        """List the groups that are neither pending nor firing."""
        return list(self._quiet.values())

    def longest_unseen(self) -> Group | None:
        """Return the quiet group that was used least recently."""
        return next(iter(self._quiet.values()), None)
