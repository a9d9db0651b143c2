"""gunicorn with preload, uvicorn and Celery: each process's records arrive once, sealed, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import Sink
from backends import eventually
from delivery.endpoints import Endpoint, Reply, endpoint
from servers import answers, environment_of_servers, free_port, get, server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from applications import Keys
    from servers import Server

pytestmark = pytest.mark.process

GUNICORN = ("gunicorn", "--preload", "--workers", "2", "shop_wsgi:application", "--bind", "127.0.0.1:{port}")
UVICORN = ("uvicorn", "--workers", "2", "shop_asgi:application", "--port", "{port}")
CELERY = ("celery", "-A", "shop_celery", "worker", "--pool", "prefork", "--concurrency", "2", "--loglevel", "INFO")
PROGRAMS = Path(__file__).parent / "programs"
MAIL = "everywhere@example.com"
ORDERS = 60


def bodies(sink: Sink | Endpoint, word: str = "order") -> Counter[str]:
    """How often each body that begins with a word arrived, without its sealed value; warming up does not count."""
    records = sink.records() if isinstance(sink, Sink) else sink.records
    found = (record.body.string_value.partition(" seal1~")[0] for record in records)
    return Counter(body for body in found if body.startswith(word) and body != "order warm of")


def orders(count: int, first: int = 0) -> Counter[str]:
    return Counter(f"order {number} of" for number in range(first, first + count))


def uids(sink: Sink) -> list[str]:
    return [
        pair.value.string_value for record in sink.records() for pair in record.attributes if pair.key == "sealog.uid"
    ]


def assert_whole_and_sealed(sink: Sink, streams: int) -> None:
    """Each record once, in so many streams, none with a gap, and nothing personal."""
    numbers: dict[str, list[int]] = {}
    for uid in uids(sink):
        stream, _, number = uid.partition("-")
        numbers.setdefault(stream, []).append(int(number))
    assert len(numbers) == streams
    for found in numbers.values():
        assert sorted(found) == list(range(1, len(found) + 1))
    assert MAIL.encode() not in sink.wire


def ask(url: str, count: int, first: int = 0) -> list[str]:
    """Order so much from four clients at once; gives which worker answered each."""
    with ThreadPoolExecutor(4) as clients:
        return list(clients.map(lambda number: get(f"{url}/{number}"), range(first, first + count)))


@pytest.mark.parametrize("durability", ["spool", "memory"])
@pytest.mark.parametrize(("command", "last_words"), [(GUNICORN, "Shutting down: Master"), (UVICORN, "Stopping parent")])
def test_a_web_servers_records_arrive_once_and_it_ends_as_ever(
    command: tuple[str, ...], last_words: str, durability: str, keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    with web(command, keys, sink, tmp_path, SEALOG_DURABILITY=durability) as (running, url):
        eventually(lambda: {get(f"{url}/warm") for _ in range(8)}, lambda workers: len(workers) == 2)
        ask(url, ORDERS)
        assert running.end() == 0, running.printed
        printed = running.printed
    assert last_words in printed
    assert bodies(sink) == orders(ORDERS)
    assert_whole_and_sealed(sink, streams=3)  # the master's own records too


def test_gunicorns_master_logs_as_itself_when_it_preloads(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    with web(GUNICORN, keys, sink, tmp_path) as (running, _):
        eventually(lambda: bodies(sink, "loaded"), bool)
        assert running.end() == 0
    assert bodies(sink, "loaded") == {"loaded for": 1}


@pytest.mark.parametrize("command", [GUNICORN, UVICORN], ids=["gunicorn", "uvicorn"])
def test_a_worker_that_is_killed_loses_nothing(
    command: tuple[str, ...], keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    with web(command, keys, sink, tmp_path) as (running, url):
        victim = ask(url, ORDERS)[-1]
        os.kill(int(victim), signal.SIGKILL)
        eventually(lambda: ask_patiently(url), lambda workers: bool(workers) and victim not in workers)
        workers = ask(url, ORDERS, first=ORDERS)
        assert running.end() == 0, running.printed
    assert victim not in workers
    # What was under way when it died may have come twice, with the id that a store knows it by.
    assert set(bodies(sink)) >= set(orders(2 * ORDERS))
    assert MAIL.encode() not in sink.wire


def ask_patiently(url: str) -> list[str]:
    """Which workers answer; a connection that the dead one had accepted is answered by nobody."""
    try:
        return ask(url, 4, first=100_000)
    except OSError:
        return []


@pytest.mark.parametrize("durability", ["spool", "memory"])
def test_a_celery_workers_records_arrive_once_and_its_warm_shutdown_stays(
    durability: str, keys: Keys, sink: Sink, tmp_path: Path
) -> None:
    with celery(keys, sink.endpoint, tmp_path, SEALOG_DURABILITY=durability) as running:
        send(tmp_path, ORDERS)
        done = eventually(lambda: workers_of(tmp_path), lambda found: len(found) == ORDERS)
        assert running.end() == 0, running.printed
        assert "Warm shutdown (MainProcess)" in running.printed
    assert len(set(done)) == 2
    assert bodies(sink) == orders(ORDERS)
    assert bodies(sink, "ready") == {"ready for": 1}
    assert_whole_and_sealed(sink, streams=3)


def test_a_celery_child_that_is_killed_loses_nothing(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    with celery(keys, sink.endpoint, tmp_path) as running:
        send(tmp_path, ORDERS // 2)
        run(tmp_path, "shop_celery.vanish.delay()")  # inside a task: an idle child holds the lock of the others' queue
        send(tmp_path, ORDERS // 2, first=ORDERS // 2)
        eventually(lambda: workers_of(tmp_path), lambda found: len(found) == ORDERS)
        assert running.end() == 0, running.printed
    assert set(bodies(sink)) == set(orders(ORDERS))
    assert set(bodies(sink, "vanishing")) == {"vanishing for"}
    assert MAIL.encode() not in sink.wire


def test_a_celery_child_without_a_spool_sends_what_waits_before_it_is_replaced(keys: Keys, tmp_path: Path) -> None:
    """It leaves by os._exit a second after its last task; here nobody takes its records until three seconds later."""
    takes_from: list[float] = []

    def reply(records: list[Any]) -> Reply:
        if not takes_from and any(record.body.string_value.startswith("order ") for record in records):
            takes_from.append(time.monotonic() + 4)
        return Reply(503 if takes_from and time.monotonic() < takes_from[0] else 200)

    environ = {"SEALOG_DURABILITY": "memory", "SEALOG_EXIT_SECONDS": "30"}
    with endpoint(reply) as up, celery(keys, up.url, tmp_path, "--max-tasks-per-child", "1", **environ):
        send(tmp_path, 2)
        eventually(lambda: bodies(up), lambda found: found == orders(2))
        said = (tmp_path / "printed.txt").read_text()
    assert len(set(workers_of(tmp_path))) == 2
    assert "were not taken before the process ended" not in said


@contextmanager
def web(command: tuple[str, ...], keys: Keys, sink: Sink, folder: Path, **environ: str) -> Iterator[tuple[Server, str]]:
    """A web server that accepts connections, and its address."""
    port = free_port()
    words = [word.format(port=port) for word in command]
    with server(*words, endpoint=sink.endpoint, keys=keys, folder=folder, **environ) as running:
        eventually(lambda: answers(port) or running.printed, lambda seen: seen is True)
        yield running, f"http://127.0.0.1:{port}"


@contextmanager
def celery(keys: Keys, url: str, folder: Path, *options: str, **environ: str) -> Iterator[Server]:
    """A Celery worker that is ready, with its broker in `folder`."""
    broker = broker_in(folder)
    broker.mkdir()
    environ = environ | {"SHOP_BROKER": str(broker)}
    with server(*CELERY, *options, endpoint=url, keys=keys, folder=folder, **environ) as running:
        eventually(lambda: (broker / "ready").exists() or running.printed, lambda seen: seen is True)
        yield running


def broker_in(folder: Path) -> Path:
    return folder / "broker"


def send(folder: Path, count: int, first: int = 0) -> None:
    """Send so many orders to the worker."""
    run(folder, f"for number in range({first}, {first + count}): shop_celery.order.delay(number)")


def run(folder: Path, code: str) -> None:
    """Run a line in a process that is not instrumented, beside the worker."""
    code = f"import shop_celery\n{code}"
    environ = {"SHOP_BROKER": str(broker_in(folder)), "PYTHONPATH": str(PROGRAMS)}
    subprocess.run([environment_of_servers(), "-c", code], env=os.environ | environ, check=True, timeout=60)


def workers_of(folder: Path) -> list[str]:
    """Which child did each order that is done."""
    return [pid for path in broker_in(folder).glob("done-*") if (pid := path.read_text())]
