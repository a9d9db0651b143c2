"""Turns for threads that seal: each sender gets the same processor time, however dear its requests are.

Fair queuing with measured cost: a sender's clock runs by the processor time that its requests have taken, and the
sender whose clock is lowest goes first (start-time fair queuing, Goyal, Vin and Cheng, 1996). A request is worked on in
slices, so that a dear one holds up others for the length of a slice, not for its own. It seals nothing.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sealog_exporters.otlp.errors import SinkFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["StoppedError", "Turns", "no_pause"]

_SLICE_S = 0.002
"""Seconds of processor time after which a thread lets others go first. Waking a thread takes some 50 µs."""


class StoppedError(SinkFailed):
    """The service ends; the request may come again, to another or later."""

    def __init__(self) -> None:
        super().__init__("the service ends")


@dataclass(eq=False)
class _Sender:
    """One sender while it has requests here. `clock` is the seconds of processor time that it has had."""

    clock: float
    running: int = 0
    started: int = 0
    paused: deque[threading.Event] = field(default_factory=deque)
    new: deque[threading.Event] = field(default_factory=deque)

    @property
    def is_gone(self) -> bool:
        return not (self.running or self.paused or self.new)


class Turns:
    """Lets `at_once` threads work at a time; safe from any thread, each of which holds one turn at most.

    One more may work if its sender has none that does, so that it need not wait for the end of another's slice. At most
    `at_once` requests of one sender are begun and not ended, because each that is begun holds memory. The caller bounds
    how many threads wait.
    """

    def __init__(self, at_once: int, *, cpu_s: Callable[[], float] = time.thread_time) -> None:
        self._at_once = at_once
        self._cpu_s = cpu_s
        self._lock = threading.Lock()
        self._running = 0
        self._is_stopped = False
        self._senders: dict[str, _Sender] = {}

    @contextmanager
    def of(self, sender: str) -> Iterator[Callable[[], None]]:
        """Wait for a turn and hold it during the block; gives what is to be called between two steps of the work.

        That call waits where others come first now. It takes less than a microsecond otherwise.

        Raises:
            StoppedError: `stop` was called; the given call raises it too.
        """
        mine = self._enter(sender)
        begun = self._cpu_s()

        def pause() -> None:
            nonlocal begun
            used = self._cpu_s() - begun
            if used >= _SLICE_S:
                self._let_others(mine, used)
                begun = self._cpu_s()

        try:
            yield pause
        finally:
            self._leave(sender, mine, self._cpu_s() - begun)

    def stop(self) -> None:
        """Have all that wait, and all that would, raise `StoppedError` instead."""
        with self._lock:
            self._is_stopped = True
            for sender in self._senders.values():
                for turn in (*sender.paused, *sender.new):
                    turn.set()

    def _enter(self, name: str) -> _Sender:
        turn = threading.Event()
        with self._lock:
            if self._is_stopped:
                raise StoppedError
            sender = self._senders.get(name)
            if sender is None:
                # As late as the earliest of the others: a sender that was away has saved nothing up.
                clock = min((one.clock for one in self._senders.values()), default=0.0)
                sender = self._senders[name] = _Sender(clock)
            sender.new.append(turn)
            self._give_turns()
        turn.wait()
        with self._lock:
            if turn in sender.new:  # it was no turn, but the end
                sender.new.remove(turn)
                raise StoppedError
        return sender

    def _let_others(self, sender: _Sender, used: float) -> None:
        turn = threading.Event()
        with self._lock:
            if self._is_stopped:
                raise StoppedError
            sender.clock += used
            self._running -= 1
            sender.running -= 1
            if self._must_wait(sender):
                sender.paused.append(turn)
                self._give_turns()
            else:
                self._start(sender, turn)
        turn.wait()
        with self._lock:
            if turn in sender.paused:
                sender.paused.remove(turn)
                self._start(sender, turn)  # `_leave` takes it back
                raise StoppedError

    def _must_wait(self, sender: _Sender) -> bool:
        """Tell whether others come before a thread of this sender, which does not count as working now."""
        others = [one for one in self._senders.values() if one.clock < sender.clock]
        is_one_too_many = self._running >= self._at_once
        return any(_next(one, self._at_once) or (is_one_too_many and one.running) for one in others)

    def _leave(self, name: str, sender: _Sender, used: float) -> None:
        with self._lock:
            sender.clock += used
            sender.running -= 1
            sender.started -= 1
            self._running -= 1
            if sender.is_gone:
                del self._senders[name]
            self._give_turns()

    def _give_turns(self) -> None:
        while self._running <= self._at_once:
            waiting = [one for one in self._senders.values() if _next(one, self._at_once)]
            if not waiting:
                return
            sender = min(waiting, key=lambda one: one.clock)
            if self._running == self._at_once and any(
                one.running and (one is sender or one.clock < sender.clock) for one in self._senders.values()
            ):
                return
            queue = _next(sender, self._at_once)
            if queue is sender.new:
                sender.started += 1
            self._start(sender, queue.popleft())

    def _start(self, sender: _Sender, turn: threading.Event) -> None:
        self._running += 1
        sender.running += 1
        turn.set()


def _next(sender: _Sender, at_once: int) -> deque[threading.Event]:
    """Give the queue that a sender's next thread waits in, an empty one if none may go on."""
    if sender.paused or sender.started >= at_once:
        return sender.paused
    return sender.new


def no_pause() -> None:
    """Stand where nobody else waits for the thread."""
