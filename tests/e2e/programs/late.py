"""Logs when the interpreter is ending, in the way that the first argument names."""

import asyncio
import atexit
import logging
import multiprocessing
import os
import sys
import threading
import time
import weakref

from opentelemetry import trace
from opentelemetry._logs import get_logger_provider

log = logging.getLogger("late")
log.setLevel(logging.INFO)
MAIL = "everywhere@example.com"
kept = []


def say(way):
    log.warning("late %s of %s", way, MAIL)


class Last:
    def __init__(self, way, then=lambda: None):
        self.way, self.then = way, then

    def __del__(self):
        say(self.way)
        self.then()


def generator():
    try:
        yield
    finally:
        say("generator")


async def pending():
    kept.append(asyncio.ensure_future(asyncio.sleep(100)))
    await asyncio.sleep(0)


def flushing():
    provider = get_logger_provider()
    provider.force_flush()
    provider.shutdown()
    logging.getLogger().handlers[0].flush()


def in_span():
    with trace.get_tracer("late").start_as_current_span("late"):
        say("span")


def for_ever():
    while True:
        say("daemon")


def forked():
    if os.fork() == 0:
        kept.append(Last("forked"))
        sys.exit()
    os.wait()


def in_child():
    child = multiprocessing.get_context("fork").Process(target=lambda: say("child"))
    child.start()
    child.join()


def last_of_all():
    from sealog.instrumentation.process.shutdown import end_all  # noqa: PLC0415

    atexit.unregister(end_all)
    atexit.register(say, "last of all")
    atexit.register(end_all)


def in_daemons():
    for _ in range(3):
        threading.Thread(target=for_ever, daemon=True).start()
    time.sleep(0.1)
    kept.append(Last("daemons"))


def finalizer():
    kept.append(lambda: None)
    weakref.finalize(kept[-1], say, "finalizer")


WAYS = {
    "del": lambda: kept.append(Last("del")),
    "many": lambda: kept.extend(Last("many") for _ in range(3000)),
    "exit": lambda: kept.append(Last("exit", lambda: os._exit(0))),
    "flush": lambda: kept.append(Last("flush", flushing)),
    "generator": lambda: (kept.append(generator()), next(kept[0])),
    "task": lambda: asyncio.new_event_loop().run_until_complete(pending()),
    "span": lambda: kept.append(Last("span", in_span)),
    "forked": forked,
    "child": in_child,
    "atexit": lambda: atexit.register(say, "atexit"),
    "last of all": last_of_all,
    "finalizer": finalizer,
    "thread": lambda: threading.Thread(target=say, args=("thread",)).start(),
    "daemons": in_daemons,
}
WAYS[sys.argv[1]]()
