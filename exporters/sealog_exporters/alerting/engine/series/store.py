"""The groups of one rule, bounded: the longest unseen goes first. Never gives up a firing one while another is left."""

from __future__ import annotations

from collections import OrderedDict
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.engine.series.compact_store import Cold
from sealog_exporters.alerting.engine.series.series import Phase
from sealog_exporters.alerting.model.aggregation import Light

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from sealog_exporters.alerting.engine.series.series import Group, Key

    Gone: TypeAlias = list[tuple[Key, Group | None]]
    """Keys of groups that had to go; with the group itself where somebody may have been told of it."""

HOT: Final = 100_000
"""Groups of a rule that are kept ready, firing ones among them; more of them lie `Cold`."""

HOT_TIMED: Final = 20_000
"""Quiet groups that are kept ready where time alone may fire them, of a rule that allows more than `HOT`.

A rule that allows fewer has all of its groups ready: to pack one and to make it anew takes as long as to count thrice.
"""

MAX_COLD_BYTES: Final = 64 << 20
COLD_BYTES_A_GROUP: Final = 256
COLD_BYTES_A_TIMED_GROUP: Final = 4_096
"""What cold groups may take together: the larger of `MAX_COLD_BYTES` and this for each group that the rule allows."""

_BLOCKS = 1_024  # Of so many parts of the cold groups, the oldest goes at once.


class Groups:
    """Group key to group, at most `limit`, in order of last use; the quiet ones apart from those that need a clock.

    Args:
        limit: most groups.
        hot: most that are kept ready.
        make: makes the empty group of a key.
        step_ns: how often time alone may fire a group, 0 where it never does. Where it may, groups are laid down by
            `cool` only: what came for them has to be judged before.
    """

    __slots__ = ("_cold", "_hot", "_hot_quiet", "_limit", "_max_bytes", "_quiet", "_timed", "_watched")

    def __init__(self, limit: int, hot: int, make: Callable[[Key], Group], step_ns: int = 0) -> None:
        self._limit = limit
        self._hot = hot
        self._timed = step_ns > 0
        self._hot_quiet = min(hot, HOT_TIMED) if self._timed and limit > hot else hot
        each = COLD_BYTES_A_TIMED_GROUP if self._timed else COLD_BYTES_A_GROUP
        self._max_bytes = max(MAX_COLD_BYTES, each * limit)
        self._quiet: OrderedDict[Key, Group] = OrderedDict()
        self._watched: OrderedDict[Key, Group] = OrderedDict()
        self._cold = Cold(make, step_ns)

    def __len__(self) -> int:
        return len(self._quiet) + len(self._watched) + len(self._cold)

    def __iter__(self) -> Iterator[Group]:
        """Go through all groups, the longest unseen first; a change to a cold one is lost."""
        yield from self._cold
        yield from self._quiet.values()
        yield from self._watched.values()

    def __contains__(self, group: Group) -> bool:
        """Tell whether this very group is there."""
        return (self._quiet.get(group.key) or self._watched.get(group.key)) is group

    @property
    def ready(self) -> int:
        """Number of groups that are not cold."""
        return len(self._quiet) + len(self._watched)

    @property
    def cold_bytes(self) -> int:
        """Bytes of the cold groups, without their keys."""
        return self._cold.size

    def get(self, key: Key) -> Group | None:
        """Return the group and note that it was used."""
        group = self._quiet.get(key)
        if group is not None:
            self._quiet.move_to_end(key)
            return group
        group = self._watched.get(key)
        if group is not None:
            self._watched.move_to_end(key)
            return group
        group = self._cold.take(key) if len(self._cold) else None
        if group is not None:
            self._quiet[key] = group
            if not self._timed and self.ready > self._hot and len(self._quiet) > 1:
                self._cold.put(self._quiet.popitem(last=False)[1])
        return group

    def peek(self, key: Key) -> Group | None:
        """Return the group as it is, and note no use; a change to a cold one is lost."""
        return self._quiet.get(key) or self._watched.get(key) or self._cold.peek(key)

    def knows(self, key: Key) -> bool:
        """Tell whether there is such a group, without noting a use."""
        return key in self._quiet or key in self._watched or key in self._cold

    def add(self, group: Group) -> Gone:
        """Put a new group in, and return what had to go for it."""
        gone = self._make_room() if len(self) >= self._limit or len(self._cold) else []
        (self._quiet if group.phase is Phase.QUIET else self._watched)[group.key] = group
        if not self._timed and len(self._quiet) + len(self._watched) > self._hot:
            gone += self.cool()
        return gone

    def moved(self, group: Group) -> None:
        """Put a group that is here on the side that its phase asks for, as the one used last."""
        self._quiet.pop(group.key, None)
        self._watched.pop(group.key, None)
        if self._timed:
            self._cold.drop([group.key])
        (self._quiet if group.phase is Phase.QUIET else self._watched)[group.key] = group

    def due(self, now_ns: int) -> Iterator[Group]:
        """Go through the cold groups that time alone may have fired; one that is not `moved` then stays cold."""
        for group in self._cold.due(now_ns):
            yield group
            if group.phase is Phase.QUIET:
                self._cold.put(group)
        self._cold.looked(now_ns)

    def newest_ns(self) -> int:
        """Return when a group was used last; cold ones are older than those that are ready."""
        return max((group.seen_ns for side in (self._quiet, self._watched) for group in side.values()), default=0)

    def turn_back(self, now_ns: int) -> list[Key]:
        """Let groups that were used ahead of `now_ns`, to which the clock was set back, be as of then; list them."""
        turned = self._cold.turn_back(now_ns)
        for group in (*self._quiet.values(), *self._watched.values()):
            if group.seen_ns > now_ns or group.told_at_ns > now_ns or group.phase is not Phase.QUIET:
                group.turn_back(now_ns)
                turned.append(group.key)
        return turned

    def remove(self, key: Key) -> None:
        """Drop a group, if it is there."""
        self._quiet.pop(key, None)
        self._watched.pop(key, None)
        self._cold.drop([key])

    def cool(self) -> Gone:
        """Lay the longest unseen quiet groups down where too many are ready, but never the one in use.

        Where too many are pending or firing, return the longest unseen of them: those can't lie cold.
        """
        quiet = self._quiet
        while len(quiet) > 1 and (len(quiet) > self._hot_quiet or self.ready > self._hot):
            group = quiet.popitem(last=False)[1]
            if self._timed and self._cold.size > self._max_bytes // 2 and isinstance(group.meter, Light):
                group.meter.lighten()
            self._cold.put(group)
        gone: Gone = []
        while len(self._watched) > self._hot:
            gone.append(self._watched.popitem(last=False))
        return gone

    def slim(self, most: int) -> Gone:
        """Keep at most so many numbers in the groups that are ready; return what had to go for it."""
        kept = sum(group.meter.kept() for side in (self._quiet, self._watched) for group in side.values())
        gone: Gone = []
        while kept > most and self._quiet:
            group = self._quiet.popitem(last=False)[1]
            kept -= group.meter.kept()
            self._cold.put(group)
        while kept > most and len(self._watched) > 1:
            key, group = self._watched.popitem(last=False)
            kept -= group.meter.kept()
            gone.append((key, group))
        return gone + self._dropped(self._too_many_bytes())

    def lighten(self, most: int) -> None:
        """Let the longest unseen groups forget their uids, until at most so many numbers are kept."""
        ready = [group for side in (self._quiet, self._watched) for group in side.values()]
        kept = sum(group.meter.kept() for group in ready)
        for group in sorted(ready, key=lambda group: group.seen_ns):
            if kept <= most:
                return
            if isinstance(group.meter, Light):
                kept -= group.meter.kept()
                group.meter.lighten()

    def watched(self) -> list[Group]:
        """List the groups that are pending or firing."""
        return list(self._watched.values())

    def newest(self, most: int) -> Iterator[Group]:
        """Go through the pending and firing groups and then the quiet ones that are ready, those used last first."""
        return islice(chain(reversed(self._watched.values()), reversed(self._quiet.values())), most)

    def quiet(self) -> list[Group]:
        """List the groups that are ready, and neither pending nor firing."""
        return list(self._quiet.values())

    def unseen_since(self, time_ns: int) -> Iterator[Group]:
        """Go through the quiet groups that were last used at `time_ns` or before; remove none meanwhile."""
        yield from self._cold.unseen_since(time_ns)
        for group in self._quiet.values():
            if group.seen_ns > time_ns:
                return
            yield group

    def _make_room(self) -> Gone:
        """Give up the longest unseen where one more would be too many, or where they take too much."""
        if len(self) < self._limit:
            return self._dropped(self._too_many_bytes())
        if len(self._cold):
            return self._dropped(max(self._limit // _BLOCKS, 1))
        return [(self._quiet or self._watched).popitem(last=False)]

    def _too_many_bytes(self) -> int:
        """Say how many cold groups to give up for their bytes."""
        return len(self._cold) // _BLOCKS + 1 if self._cold.size > self._max_bytes else 0

    def _dropped(self, number: int) -> Gone:
        keys = self._cold.oldest(number) if number else []
        self._cold.drop(keys)
        return [(key, None) for key in keys]
