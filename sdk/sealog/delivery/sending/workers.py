"""The sender's workers: threads that only wait for the endpoint, one batch each. They touch no spool."""

from __future__ import annotations

import contextlib
import queue
import threading
from typing import TYPE_CHECKING

from opentelemetry.instrumentation.utils import suppress_instrumentation

from sealog.delivery.sending.batch_sender import BatchAttempt, deliver
from sealog.delivery.transports.interface import Answer
from sealog.finalising import is_subinterpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.delivery.transports.interface import Transport
    from sealog.spool.record import SpooledRecord

_LAST_REQUEST_S = 15.0  # longer than a request may take


class Workers:
    """Delivers batches beside each other. All methods are for one thread, the sender's.

    `set_aside` keeps a record that the endpoint refuses (see `deliver`), `clock` gives monotonic seconds, `batches` how
    many batches were taken in all, and `answered` is called in a worker's thread after each answer.
    """

    def __init__(
        self,
        transport: Transport,
        set_aside: Callable[[SpooledRecord], None],
        *,
        clock: Callable[[], float],
        batches: Callable[[], int],
        answered: Callable[[], None],
    ) -> None:
        self._transport = transport
        self._set_aside = set_aside
        self._clock = clock
        self._batches = batches
        self._answered = answered
        self._attempts: queue.SimpleQueue[BatchAttempt | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[BatchAttempt, Answer, float]] = queue.SimpleQueue()
        self._count = 0
        self._hired: list[threading.Thread] = []
        self._threads = _kind_of_threads()

    def hire(self) -> None:
        """Start one more.

        Raises:
            RuntimeError: there is no thread to be had.
        """
        thread = threading.Thread(target=self._work, name=f"sealog-send-{self._count}", daemon=True)
        thread.start()
        self._count += 1
        if is_subinterpreter():
            self._hired.append(thread)

    def deliver(self, attempt: BatchAttempt, under_way: int) -> None:
        """Have a batch delivered, the last of so many that are under way; its answer comes by `answers`."""
        self._attempts.put(attempt)
        # Once gevent has replaced threads, a new one would be a greenlet, and block this very thread.
        if under_way > self._count and self._threads is _kind_of_threads():
            with contextlib.suppress(RuntimeError):  # no thread to be had: those that are there do it
                self.hire()

    def answers(self) -> Iterator[tuple[BatchAttempt, Answer, float]]:
        """Give the answers that have come, each with its batch and the seconds that it took."""
        while True:
            try:
                yield self._answers.get_nowait()
            except queue.Empty:
                return

    def end(self) -> None:
        """Let all of them end once they are idle."""
        for _ in range(self._count):
            self._attempts.put(None)

    def join(self, sender: threading.Thread) -> None:
        """Wait for the sender and all workers: a thread that remains would abort the process."""
        deadline = self._clock() + _LAST_REQUEST_S
        for thread in (sender, *self._hired):
            with contextlib.suppress(RuntimeError):  # it may never have begun
                thread.join(max(0.0, deadline - self._clock()))

    def _work(self) -> None:
        with suppress_instrumentation():
            while True:
                attempt = self._attempts.get()
                if attempt is None:
                    self._transport.close()
                    return
                began = self._clock()
                try:
                    answer = deliver(attempt, self._transport, self._set_aside, self._batches())
                except Exception as error:  # noqa: BLE001 - whatever it was, the records wait
                    answer = Answer("later", type(error).__name__)
                self._answers.put((attempt, answer, self._clock() - began))
                self._answered()


def _kind_of_threads() -> object:
    return getattr(threading, "_start_new_thread", None) or getattr(threading, "_start_joinable_thread", None)
