"""Counts frames: which functions of ours a piece of work calls. It measures no time.

python tests/frames.py        prints the calls of one warm record, from `logger.info` to the request on the wire
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider

import sealog
from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.sending.batch_sender import BatchAttempt, deliver
from sealog.delivery.spooled.processor import DurableProcessor
from sealog.delivery.transports.interface import Answer
from sealog.instrumentation.providers.otel_internals import chain
from sealog.spool.key_file import read_or_make
from support import keyring, processor

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

OURS = str(Path(sealog.__file__).parent)
HOOKS = str(Path(OURS, "instrumentation"))
"""What is hooked into `logging` once a process is not counted: other tests may have done it before."""
WARM = 20
"""Records logged before the one that is counted: caches are full then, and nothing is made for the first time."""

Way = Literal["memory", "spool"]


class Call(NamedTuple):
    """One function of ours that ran."""

    file: str
    function: str


class Taking:
    """A transport that takes every request."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []

    def send(self, request: bytes) -> Answer:
        """See `Transport`."""
        self.requests.append(request)
        return Answer("taken")

    def close(self) -> None:
        """Nothing is open."""


def calls(work: Callable[[], object]) -> list[Call]:
    """Run some work; gives the functions of ours that this thread ran meanwhile, in their order."""
    found: list[Call] = []

    def see(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(OURS) and not file.startswith(HOOKS):
            found.append(Call(file[len(OURS) + 1 :], frame.f_code.co_name))

    before = sys.getprofile()
    sys.setprofile(see)
    try:
        work()
    finally:
        sys.setprofile(before)
    return found


def record_to_wire(way: Way, line: Callable[[int], str], folder: Path) -> tuple[list[Call], list[Call]]:
    """Give the calls of a warm record in who logs it, and those that send it: by hand, and not in a thread."""
    provider = LoggerProvider(shutdown_on_exit=False)
    ours: Any
    if way == "memory":
        ours = MemoryProcessor(_away, limit=1 << 24, exit_seconds=0.0)
    else:
        ours = DurableProcessor(
            folder / "spool",
            _away,
            limit=1 << 24,
            durable=False,
            exit_seconds=0.0,
            keys=lambda: read_or_make(folder / "key", os.urandom),
        )
    provider.add_log_record_processor(ours)
    assert chain.prepend(provider, processor(keyring()))
    logger = logging.Logger("flow", logging.INFO)  # noqa: LOG001 - outside the tree, so that nothing else handles it
    logger.addHandler(LoggingHandler(logger_provider=provider))
    ours.start()
    delivery = ours._delivery
    source = delivery._queue if way == "memory" else delivery._disk
    (delivery._sender if way == "memory" else delivery.sender).stop(5.0)
    for number in range(WARM):
        logger.info(line(number))
    _send(source, Taking())
    in_caller = calls(lambda: logger.info(line(WARM)))
    transport = Taking()
    in_sender = calls(lambda: _send(source, transport))
    assert len(transport.requests) == 1
    provider.shutdown()
    return in_caller, in_sender


def _send(source: Any, transport: Taking) -> None:
    batch = source.take(1 << 20, 8192)
    assert deliver(BatchAttempt(source, batch, 0, [batch.records]), transport, lambda _: None).verdict == "taken"
    source.settle(batch)


def _away() -> Any:
    raise OSError("nothing is sent but by hand")


def main() -> None:
    """Print them."""
    ways: tuple[Way, ...] = ("memory", "spool")
    for way in ways:
        with tempfile.TemporaryDirectory() as folder:
            both = record_to_wire(way, lambda number: f"sign-up of mira{number}@quellwerk.example", Path(folder))
        for title, made in zip(("in who logs", "to the wire"), both, strict=True):
            print(f"{way}, {title}: {len(made)} calls in {len({call.file for call in made})} files")
            print(*(f"  {call.file}:{call.function}" for call in made), sep="\n")
        every = [call for made in both for call in made]
        print(f"{way}: {len(every)} calls in {len({call.file for call in every})} files")


if __name__ == "__main__":
    main()
