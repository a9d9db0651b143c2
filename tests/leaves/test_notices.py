"""What is said and counted where a fork or a signal comes in between: nobody waits for a lock that nobody returns."""

from __future__ import annotations

import os
import threading

import pytest

from sealog import notices
from sealog.metrics.tally import Tally


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this platform")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_child_that_was_forked_while_a_thread_spoke_can_speak() -> None:
    speaking, spoken = threading.Event(), threading.Event()

    def speak() -> None:
        with notices._lock:
            speaking.set()
            spoken.wait(30)

    thread = threading.Thread(target=speak)
    thread.start()
    speaking.wait(30)
    child = os.fork()
    if child == 0:
        os._exit(0 if notices._lock.acquire(timeout=5) else 1)
    spoken.set()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_who_counts_may_be_interrupted_by_who_counts() -> None:
    tally = Tally()
    with tally._lock:
        tally.dropped("memory", 1)
    assert tally.snapshot()["drops"] == {"memory": 1}


def test_who_speaks_may_be_interrupted_by_who_speaks() -> None:
    with notices._lock:
        notices.say_once("a kind that only this test knows", "told while telling")
    assert notices.occurrences()["a kind that only this test knows"] == 1
