"""Logs one record in each place that code can run in, all inside one span; each record says where it was logged."""

import asyncio
import concurrent.futures
import logging
import logging.handlers
import multiprocessing
import multiprocessing.pool
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


def say_two_and_flush(place: str, number: int) -> None:
    say_and_flush(f"{place} {number}")


def give_to(pool: multiprocessing.pool.Pool, where: str) -> None:
    """Give a pool a task by each of its methods."""
    pool.apply(say_and_flush, (f"{where} apply",))
    pool.apply_async(func=say_and_flush, args=(f"{where} apply_async",)).get()
    pool.map(say_and_flush, [f"{where} map 0", f"{where} map 1"])
    pool.map_async(say_and_flush, [f"{where} map_async"]).get()
    pool.starmap(say_two_and_flush, [(f"{where} starmap", 0)])
    pool.starmap_async(say_two_and_flush, [(f"{where} starmap_async", 0)]).get()
    list(pool.imap(say_and_flush, [f"{where} imap"]))
    list(pool.imap_unordered(say_and_flush, [f"{where} imap_unordered"]))


def pools() -> list:
    """Pools that are made in one span and used in another."""
    forking = multiprocessing.get_context("fork")
    return [forking.Pool(1), multiprocessing.get_context("spawn").Pool(1), multiprocessing.pool.ThreadPool(1)]


def main() -> None:
    worker_started_outside = concurrent.futures.ThreadPoolExecutor(1)
    worker_started_outside.submit(say, "outside before").result()
    with trace.get_tracer("places").start_as_current_span("another"):
        made_elsewhere = dict(zip(("fork pool", "spawn pool", "Pool of threads"), pools(), strict=True))
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
            list(pool.map(say_and_flush, ["process pool map"]))
        for name, pool in made_elsewhere.items():
            give_to(pool, name)
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
    for name, pool in made_elsewhere.items():
        pool.apply(say_and_flush, (f"outside {name}",))
        pool.close()
        pool.join()
    get_logger_provider().force_flush()


if __name__ == "__main__":
    main()
