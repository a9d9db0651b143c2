"""Each sender gets the same processor time, and a costly request delays others by one slice only."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from sealog_exporters.sealing.turns import StoppedError, Turns

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 20


class Worker:
    """A thread that works for a sender step by step, as it is told; its processor time is what the test says."""

    def __init__(self, turns: Turns, clock: threading.local, sender: str) -> None:
        self._turns = turns
        self._clock = clock
        self._sender = sender
        self._steps: list[float | None] = []
        self._changed = threading.Condition()
        self.working = threading.Event()
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        self._clock.now = 0.0
        try:
            with self._turns.of(self._sender) as pause:
                self._work(pause)
        except StoppedError as error:
            self.error = error
        self.working.clear()

    def _work(self, pause: Callable[[], None]) -> None:
        while True:
            self.working.set()
            with self._changed:
                self._changed.wait_for(lambda: bool(self._steps), WAIT_S)
                step = self._steps.pop(0)
            if step is None:
                return
            self._clock.now += step
            pause()

    def step(self, seconds: float | None) -> None:
        """Have it work for so long and pause; None ends it."""
        with self._changed:
            self.working.clear()
            self._steps.append(seconds)
            self._changed.notify()

    def works(self) -> bool:
        return self.working.wait(WAIT_S)

    def end(self) -> None:
        self.step(None)
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()


class Hall:
    """Turns, and workers for them."""

    def __init__(self, at_once: int) -> None:
        self._clock = threading.local()
        self.turns = Turns(at_once, cpu_s=lambda: self._clock.now)

    def worker(self, sender: str) -> Worker:
        return Worker(self.turns, self._clock, sender)

    def settled(self, worker: Worker) -> None:
        """Wait until a worker that can't work waits for its turn."""
        for _ in range(2000):
            with self.turns._lock:
                if any(one.paused or one.new for one in self.turns._senders.values()):
                    return
            threading.Event().wait(0.01)
        raise AssertionError(worker)


def test_one_sender_alone_has_all_turns_and_no_more() -> None:
    hall = Hall(2)
    first, second = hall.worker("a"), hall.worker("a")
    assert first.works()
    assert second.works()
    third = hall.worker("a")
    hall.settled(third)
    assert not third.working.is_set()
    first.step(1.0)
    assert first.works(), "its own requests take turns by the request: each begun one holds memory"
    assert not third.working.is_set()
    first.end()
    assert third.works()
    second.end()
    third.end()


def test_another_sender_need_not_wait_for_a_dear_request() -> None:
    hall = Hall(1)
    dear = hall.worker("attacker")
    assert dear.works()
    honest = hall.worker("honest")
    assert honest.works()
    dear.step(1.0)
    hall.settled(dear)
    assert not dear.working.is_set(), "it has had more, so it waits"
    honest.end()
    assert dear.works()
    dear.end()


def test_the_sender_that_has_had_least_goes_first() -> None:
    hall = Hall(1)
    dear, cheap = hall.worker("dear"), hall.worker("cheap")
    assert dear.works()
    assert cheap.works()
    dear.step(1.0)
    hall.settled(dear)
    cheap.step(0.4)
    assert cheap.works()
    assert not dear.working.is_set()
    cheap.step(0.7)  # 1.1 now: dear has had less
    assert dear.works()
    assert not cheap.working.is_set()
    dear.end()
    assert cheap.works()
    cheap.end()


def test_less_than_a_slice_is_no_reason_to_wait() -> None:
    hall = Hall(1)
    dear, honest = hall.worker("dear"), hall.worker("honest")
    assert dear.works()
    assert honest.works()
    dear.step(0.001)
    assert dear.works()
    dear.end()
    honest.end()


def test_a_sender_that_was_away_has_saved_nothing_up() -> None:
    hall = Hall(1)
    first = hall.worker("first")
    assert first.works()
    first.step(10.0)
    assert first.works()
    late = hall.worker("late")
    assert late.works()
    late.step(0.1)
    hall.settled(late)
    assert first.works(), "the late one had more than the first since it came"
    first.end()
    late.end()


def test_many_senders_are_all_served() -> None:
    turns = Turns(2)
    served = []

    def serve(sender: str) -> None:
        with turns.of(sender) as pause:
            for _ in range(50):
                sum(range(2000))
                pause()
        served.append(sender)

    threads = [threading.Thread(target=serve, args=(f"s{number % 7}",)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_S)
    assert len(served) == len(threads)
    assert not turns._senders, "a sender is forgotten with its last request"
    assert turns._running == 0


def test_at_the_end_those_that_wait_are_told() -> None:
    hall = Hall(1)
    dear = hall.worker("a")
    assert dear.works()
    waiting = hall.worker("a")
    hall.settled(waiting)
    hall.turns.stop()
    waiting._thread.join(WAIT_S)
    assert isinstance(waiting.error, StoppedError)
    dear.step(1.0)
    dear._thread.join(WAIT_S)
    assert isinstance(dear.error, StoppedError)
    with pytest.raises(StoppedError), hall.turns.of("b"):
        pass
    assert hall.turns._running == 0
