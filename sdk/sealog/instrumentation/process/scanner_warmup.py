"""Warms the scanner up: it scans each rule's own examples once, in a background thread.

Some validators load their data when they first need it, such as the phone numbers that a country has issued, and the
record that needs it would wait 10 ms and more. The warm-up begins a second after the application's start, and pauses
between two examples.
"""

from __future__ import annotations

import atexit
import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.rule import Rule
from sealog.detect.rules import KEYWORD_RULES, RULES
from sealog.finalising import is_finalising, is_subinterpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sealog.detect.model.rule import KeywordRule

_FIRST_PAUSE_S = 1.0
"""Most applications import their modules in this time, and the warm-up would slow them down."""

_PAUSE_S = 0.003
_FEW = 2
_MARKS = str.maketrans("", "", "«»")


def examples(rules: Sequence[Rule | KeywordRule]) -> Iterator[str]:
    """Give texts in which the rules find something: all of a shape's, and a few of a keyword's, which load no data."""
    for rule in rules:
        for hit in rule.hits if isinstance(rule, Rule) else rule.hits[:_FEW]:
            yield hit.translate(_MARKS)


class ScannerWarmup:
    """Scans `texts`, waiting by `pause` between two; a forked child continues where its parent was."""

    def __init__(self, scanner: Scanner, texts: Iterator[str], pause: Callable[[float], object]) -> None:
        self._scanner = scanner
        self._texts = texts
        self._pause = pause
        self._ended = threading.Event()
        # A thread that is within RE2 when the interpreter is taken down takes the process down with it.
        atexit.register(self.stop)
        # A child forked in the middle of an import would wait for ever for the thread that began it.
        self._reading = threading.RLock()
        self._thread: threading.Thread | None = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._reading.acquire, after_in_parent=self._reading.release, after_in_child=self._in_child
            )

    def begin(self) -> threading.Thread:
        """Start the thread. It keeps no process alive, and never raises."""
        thread = threading.Thread(target=self.run, name="sealog-warming", daemon=True)
        with suppress(RuntimeError):  # no thread can be had: the records that need it wait for their data
            if not is_finalising():
                thread.start()
                self._thread = thread
        return thread

    def stop(self) -> None:
        """Read nothing more, and return when nothing is being read."""
        self._ended.set()
        with self._reading:
            pass
        if self._thread is not None and is_subinterpreter():
            self._thread.join(2 * _FIRST_PAUSE_S)

    def run(self) -> None:
        """Read what is left of the texts, after a first pause."""
        self._pause(_FIRST_PAUSE_S)
        while not self._ended.is_set():
            with self._reading, suppress(Exception):  # what fails here fails again with a record, and is told there
                if not self._ended.is_set() and not self._read_one():
                    self._ended.set()
            self._pause(_PAUSE_S)

    def _read_one(self) -> bool:
        text = next(self._texts, None)
        if text is not None:
            # Only the rules read these texts, not a recogniser of names.
            Scanner.scan(self._scanner, text)
        return text is not None

    def _in_child(self) -> None:
        self._reading.release()
        if not self._ended.is_set():
            self.begin()


_warming: list[ScannerWarmup] = []


def warm_once(scanner: Scanner) -> None:
    """Begin warming a scanner, once a process."""
    if not _warming:
        known: list[Rule | KeywordRule] = [*RULES, *KEYWORD_RULES]
        rules = [rule for rule in known if rule.entity in scanner.entities]
        _warming.append(ScannerWarmup(scanner, examples(rules), time.sleep))
        _warming[0].begin()
