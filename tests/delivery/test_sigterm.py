"""SIGTERM is handled only where nothing else handles it."""

from __future__ import annotations

import signal
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from sealog.delivery import sigterm

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGTERM, before)


def test_it_is_arranged_where_the_signal_has_its_default_effect() -> None:
    assert sigterm.flush_on_sigterm(lambda: None, 1.0)
    assert callable(signal.getsignal(signal.SIGTERM))


def test_a_handler_that_is_there_stays() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    assert not sigterm.flush_on_sigterm(lambda: None, 1.0)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def test_a_subinterpreter_arranges_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sigterm, "is_subinterpreter", lambda: True)
    assert not sigterm.flush_on_sigterm(lambda: None, 1.0)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_another_thread_arranges_nothing() -> None:
    arranged: list[bool] = []
    thread = Thread(target=lambda: arranged.append(sigterm.flush_on_sigterm(lambda: None, 1.0)))
    thread.start()
    thread.join()
    assert arranged == [False]
