"""A running receiver, on free ports, in an event loop of its own thread, as `sealog up` runs one."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from sealog_exporters.otlp import Limits, Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator, Sequence
    from typing import TypeAlias

    from sealog_exporters.event import Event

    StartReceiver: TypeAlias = Callable[..., "Running"]

_Result = TypeVar("_Result")
_ANY_PORT = "127.0.0.1:0"


class LoopThread:
    """An event loop that runs in a thread until it is closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@dataclass
class Sink:
    """Keeps events; raises `failure` where one is set."""

    events: list[Event] = field(default_factory=list)
    failure: Exception | None = None

    def __call__(self, events: Sequence[Event]) -> None:
        if self.failure is not None:
            raise self.failure
        self.events.extend(events)


@dataclass
class Running:
    """A receiver that listens, and what its sink got."""

    receiver: Receiver
    sink: Sink

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.receiver.http_port}"

    @property
    def grpc(self) -> str:
        return f"127.0.0.1:{self.receiver.grpc_port}"

    def wait_for_bodies(self, number: int) -> None:
        """Wait until so many requests are on their way."""
        deadline = time.monotonic() + 60
        while self.receiver._listeners._room.taken < number:
            assert time.monotonic() < deadline, "no request came"
            time.sleep(0.005)


@pytest.fixture(scope="session")
def loop() -> Iterator[LoopThread]:
    thread = LoopThread()
    yield thread
    thread.close()


@pytest.fixture
def start(loop: LoopThread) -> Iterator[StartReceiver]:
    """Give a function that starts a receiver; all are stopped at the end."""
    with contextlib.ExitStack() as ended:

        def start_one(**options: Any) -> Running:
            sink = Sink()
            addresses = {"grpc": _ANY_PORT, "http": _ANY_PORT}
            receiver = Receiver(sink, **{**addresses, "limits": Limits(), "clock": lambda: 7, **options})
            loop.run(receiver.start())
            ended.callback(lambda: loop.run(receiver.stop(0)))
            return Running(receiver, sink)

        yield start_one


@pytest.fixture
def running(start: StartReceiver) -> Running:
    return start()
