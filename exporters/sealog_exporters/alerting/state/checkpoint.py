"""Stores the engine's state in transactions, and restores it: which series to store, and which page of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog.gc_pause import uncollected
from sealog_exporters.alerting.engine.engine import VERSION, Engine
from sealog_exporters.alerting.engine.wal.log import MAX_BYTES, WriteAheadLog

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from typing import Any

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.alert.state import AlertState, TrailEntry
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.alerting.state.store import StateStore


class Checkpointer:
    """Stores and restores one engine at a time. One thread only.

    Args:
        store: the state store.
        durable: whether the store outlives the process; if it does not, series are not written at all.
        cpu_clock: the clock with which engines measure the cost of rules.
        max_bytes: most bytes of the write-ahead log.
    """

    def __init__(
        self,
        store: StateStore,
        *,
        durable: bool,
        cpu_clock: Callable[[], int] | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._cpu_clock = cpu_clock
        self._store = store
        self._durable = durable
        self._journal = WriteAheadLog(store.pages(), max_bytes)

    def new_engine(self, rules: RuleFile, counters: Counters | None = None) -> Engine:
        """Make an engine that has counted nothing. It touches nothing else, so another thread may do it."""
        return Engine(rules, journaled=self._durable, counters=counters, cpu_clock=self._cpu_clock)

    def engine(self, rules: RuleFile, since_ns: int = 0) -> tuple[Engine, int]:
        """Make an engine that continues from what is stored.

        `since_ns` is since when this process observes.

        Returns:
            The engine, and how many series were left out because no rule counts what they counted.
        """
        engine = self.new_engine(rules)
        with uncollected():
            left_out = engine.restore(_state(self._store.stored_series()), self._store.pages(), since_ns)
        return engine, left_out

    def replace_engine(self, before: Engine, engine: Engine, since_ns: int) -> int:
        """Let a new engine continue from the one `before`, all of which is committed.

        Only rules that `before` did not have are looked up: their series may be stored from earlier.

        Returns:
            How many series of `before` were left out because no rule counts what they counted.
        """
        added, left_out = engine.take_over(before, since_ns)
        if self._durable and added:
            stored = (group for group in self._store.stored_series() if group["rule"] in added)
            engine.restore(_state(stored), self._store.pages(), since_ns, added)
        return left_out

    def commit(
        self,
        engine: Engine,
        now_ns: int,
        notifications: Sequence[tuple[str, Notification]] = (),
        states: Collection[tuple[tuple[str, str], AlertState | None]] = (),
        trail: Sequence[TrailEntry] = (),
    ) -> None:
        """Write, in one piece, what the engine counted since the last time and what follows from it.

        Raises:
            StoreError: nothing was written; `roll_back` forgets it, or it is in the next commit.
        """
        changes, counted = engine.unsaved() if self._durable else ([], {})
        if changes or counted or notifications or states or trail:
            due = self._journal.due()
            if due:
                changed = {(rule, key) for rule, key, _ in changes}
                changes += engine.states(place for place in due if place not in changed)
            stored = [(rule, key) for rule, key, state in changes if state is not None]
            entered = self._journal.enter(counted, stored, now_ns)
            try:
                self._store.commit(changes, notifications, now_ns, states, trail, entered)
            except StoreError:
                engine.mark_unwritten()
                raise
            self._journal.entered(entered, counted, stored)
        engine.saved()

    def roll_back(self, engine: Engine, since_ns: int) -> None:
        """Bring an engine back to what is committed.

        Raises:
            StoreError: what is stored can't be read; nothing was changed.
        """
        if self._durable:
            stored = self._store.stored(engine.touched())
            engine.revert(stored, list(self._store.pages()), since_ns)


def _state(stored_series: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return series as a snapshot."""
    return {"version": VERSION, "groups": stored_series}
