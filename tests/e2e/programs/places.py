"""Logs one record in each place that code can run in, all inside one span; each record says where it was logged."""

import asyncio
import concurrent.futures
import logging
import logging.handlers
import multiprocessing
import queue
import subprocess
import sys
import threading

from opentelemetry import trace
from opentelemetry._logs import get_logger_provider

import sealog

log = logging.getLogger("places")


def say(place: str) -> None:
    log.warning(place)


def say_and_flush(place: str) -> None:
    say(place)
    get_logger_provider().force_flush()


async def tasks() -> None:
    await asyncio.gather(*(asyncio.create_task(coroutine(f"task {n}")) for n in range(2)))
    await asyncio.to_thread(say, "to_thread")
    await asyncio.get_running_loop().run_in_executor(None, say, "run_in_executor")


async def coroutine(place: str) -> None:
    await asyncio.sleep(0)
    say(place)


def own_queue() -> None:
    jobs = queue.Queue()
    jobs.put((sealog.carry(), "queue"))

    def work() -> None:
        carrier, place = jobs.get()
        with sealog.resume(carrier):
            say(place)

    return work


def logging_queue() -> logging.handlers.QueueListener:
    records = queue.Queue()
    there = logging.getLogger("queued")
    there.propagate = False
    there.addHandler(logging.handlers.QueueHandler(records))
    there.warning("logging queue")
    otel = [handler for handler in logging.getLogger().handlers if "LoggingHandler" in type(handler).__name__]
    return logging.handlers.QueueListener(records, *otel)


def main() -> None:
    worker_started_outside = concurrent.futures.ThreadPoolExecutor(1)
    worker_started_outside.submit(say, "outside before").result()
    with trace.get_tracer("places").start_as_current_span("all places"):
        say("main")
        thread = threading.Thread(target=say, args=("thread",))
        thread.start()
        thread.join()
        worker_started_outside.submit(say, "thread pool").result()
        asyncio.run(tasks())
        for method in ("fork", "spawn"):
            process = multiprocessing.get_context(method).Process(target=say_and_flush, args=(method,))
            process.start()
            process.join()
        spawning = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawning) as pool:
            pool.submit(say_and_flush, "process pool").result()
        child = "import places; places.say_and_flush('subprocess')"
        subprocess.run([sys.executable, "-c", child], check=True)
        work = own_queue()
        listener = logging_queue()
    work_thread = threading.Thread(target=work)
    work_thread.start()
    work_thread.join()
    listener.start()
    listener.stop()
    worker_started_outside.submit(say, "outside behind").result()
    get_logger_provider().force_flush()


if __name__ == "__main__":
    main()
