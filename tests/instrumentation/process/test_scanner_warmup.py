"""Warm-up: what validators load when they first need it is there before a record needs it, and a fork is safe."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from sealog.detect.engine.scanner import Scanner
from sealog.detect.rules import RULES
from sealog.instrumentation.process.scanner_warmup import ScannerWarmup, examples

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDY = "phone 020 7946 0958, call +91 98765 43210 or (415) 555-2671, EIN 12-8193036, to DE89 3704 0044 0532 0130 00"

PROGRAM = f"""
import sys
from sealog.detect.rules import RULES
from sealog.detect.engine.scanner import default_scanner
from sealog.instrumentation.process.scanner_warmup import ScannerWarmup, examples
scanner = default_scanner()
if sys.argv[1] == "warm":
    ScannerWarmup(scanner, examples(RULES), lambda _: None).run()
before = set(sys.modules)
found = scanner.scan({NEEDY!r})
print(len(set(sys.modules) - before), len(found))
"""


def first_look(how: str) -> tuple[int, int]:
    """Modules loaded and values found by the first look of a fresh process."""
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    modules, found = done.stdout.split()
    return int(modules), int(found)


@pytest.mark.process
def test_after_warming_no_look_loads_anything() -> None:
    cold, warm = first_look("cold"), first_look("warm")
    assert cold[0] > 10, "the test's text needs what is loaded late"
    assert warm[0] == 0
    assert warm[1] == cold[1] == 5


NO_RULES = Scanner(rules=[], key_rules=[], keyword_rules=[])


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # that it has threads is the point
def test_a_fork_waits_for_the_example_that_is_read_and_the_child_goes_on_behind_it() -> None:
    reading, go_on, forked = threading.Event(), threading.Event(), list[bool]()

    def texts() -> Iterator[str]:
        reading.set()
        go_on.wait()
        yield "one"
        yield "two"
        os.write(pipe[1], b"x")

    def pause(_: float) -> None:
        while reading.is_set() and not forked:  # what is left behind the first example is left to both
            time.sleep(0.01)

    pipe = os.pipe()
    warming = ScannerWarmup(NO_RULES, texts(), pause)
    # Its own hooks wait for the example, and this one goes before them.
    os.register_at_fork(before=go_on.set, after_in_parent=lambda: forked.append(True))
    os.register_at_fork(after_in_child=lambda: forked.append(True))
    thread = warming.begin()
    reading.wait()
    child = os.fork()
    if child == 0:
        for one in threading.enumerate():
            if one.name == "sealog-warming":
                one.join(60)
        os._exit(0)
    os.waitpid(child, 0)
    thread.join(60)
    assert os.read(pipe[0], 10) == b"xx", "each of the two has read all that was left"
    for end in pipe:
        os.close(end)


def test_when_the_process_ends_nothing_is_being_read_and_nothing_more_is() -> None:
    """Before Python 3.14 a thread that is within RE2 when the interpreter goes aborts the process."""
    reading, seen = threading.Event(), []

    def texts() -> Iterator[str]:
        for number in itertools.count():
            reading.set()
            time.sleep(0.05)
            seen.append(number)
            yield "one"

    warming = ScannerWarmup(NO_RULES, texts(), lambda _: None)
    thread = warming.begin()
    reading.wait()
    warming.stop()
    read = len(seen)
    thread.join(60)
    assert not thread.is_alive()
    assert len(seen) == read


def test_an_example_that_fails_does_not_end_it() -> None:
    seen: list[str] = []

    def texts() -> Iterator[Any]:
        for text in ("one", "two"):
            seen.append(text)
            yield 7  # no text

    ScannerWarmup(NO_RULES, texts(), lambda _: None).run()
    assert seen == ["one", "two"]


def test_it_leaves_the_processor_to_the_applications_start_first() -> None:
    done: list[str] = []

    def texts() -> Iterator[str]:
        done.append("read")
        yield "one"

    ScannerWarmup(NO_RULES, texts(), lambda seconds: done.append("long" if seconds >= 1 else "short")).run()
    assert done == ["long", "read", "short", "short"]


def test_examples_hold_no_marks() -> None:
    assert not any(mark in text for text in examples(RULES) for mark in "«»")
    assert "call +1 202-555-0143 now" in set(examples(RULES))
