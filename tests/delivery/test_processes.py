"""Applications under `opentelemetry-instrument`, killed, ended, forked, full: nothing is lost or doubled."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import clean_environ
from delivery.endpoints import Reply, endpoint, records_in
from delivery.transports.test_transports import grpc_server
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from delivery.endpoints import Endpoint

pytestmark = pytest.mark.process

APP = Path(__file__).with_name("app.py")
PATIENT = "25"
"""Seconds that a process may send when it ends: two are not always enough for one that is there, on a busy machine."""
FOR_EVER = "600"
"""Seconds that a process may take to end: more than any test lets it live, so whoever waits for them fails."""
"""Seconds that show that a process did not wait for those; its own end may take some on a busy machine."""


class App:
    """An application process."""

    def __init__(self, url: str, spool: Path, **environ: str) -> None:
        self.process = subprocess.Popen(
            [Path(sys.executable).with_name("opentelemetry-instrument"), sys.executable, APP],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environ(url, "http/protobuf")
            | {"SEALOG_SPOOL_DIR": str(spool), "SEALOG_MODE": "mask", "OTEL_TRACES_EXPORTER": "none"}
            | {"SEALOG_SPOOL_KEY_FILE": "off", "SEALOG_EXIT_SECONDS": PATIENT}
            | environ,
        )

    def tell(self, command: str) -> None:
        """Give a command and wait until it is done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ok\n"

    def end(self) -> tuple[int, str]:
        """Let it end; give its exit status and what it said on stderr."""
        _, said = self.process.communicate("exit\n", timeout=180)
        return self.process.returncode, said


@contextmanager
def app(url: str, spool: Path, **environ: str) -> Iterator[App]:
    running = App(url, spool, **environ)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
        running.process.communicate()


def closed_port() -> str:
    return f"http://127.0.0.1:{free_port()}"


def successor(spool: Path, **environ: str) -> Endpoint:
    """What the endpoint gets when another process runs to its end over the same spool directory."""
    with endpoint() as up, app(up.url, spool, **environ) as next_process:
        status, said = next_process.end()
        assert status == 0, said
    return up


def orders(received: Endpoint) -> list[str]:
    return [body for body in received.bodies if body.startswith("order ")]


def expected(count: int) -> list[str]:
    return [f"order {number}" for number in range(count)]


@pytest.mark.parametrize("durability", ["spool", "sync"])
def test_killed_with_unsent_records_its_successor_sends_each_once_and_in_order(tmp_path: Path, durability: str) -> None:
    with app(closed_port(), tmp_path, SEALOG_DURABILITY=durability) as first:
        first.tell("log 0 300")
        first.process.kill()
    received = successor(tmp_path)
    assert orders(received) == expected(300)
    assert len(set(received.uids())) == 300
    assert [path.name for path in tmp_path.iterdir()] == []


def test_killed_in_the_middle_of_sending_nothing_is_lost(tmp_path: Path) -> None:
    with endpoint(lambda _: Reply(delay=0.05)) as slow, app(slow.url, tmp_path) as first:
        first.tell("log 0 2000")
        slow.wait_for(1)
        first.tell("log 2000 2000")
        first.process.kill()
    received = successor(tmp_path)
    assert set(orders(slow)) | set(orders(received)) == set(expected(4000))


def test_with_the_endpoint_down_it_ends_at_once_and_keeps_the_rest(tmp_path: Path) -> None:
    with app(closed_port(), tmp_path, SEALOG_EXIT_SECONDS=FOR_EVER) as first:
        first.tell("log 0 5000")
        status, said = first.end()
    assert status == 0, said
    assert orders(successor(tmp_path)) == expected(5000)


def test_with_an_endpoint_that_hangs_it_ends_in_time_and_keeps_the_rest(tmp_path: Path) -> None:
    answers = threading.Event()

    def hang(_records: list[Any]) -> Reply:
        answers.wait(100.0)  # longer than `end` lets it live
        return Reply(503)

    with endpoint(hang) as hung, app(hung.url, tmp_path, SEALOG_EXIT_SECONDS="2") as first:
        first.tell("log 0 500")
        status, said = first.end()
        answers.set()
    assert status == 0, said
    assert set(orders(successor(tmp_path))) == set(expected(500))


def test_sigterm_without_a_handler_still_ends_it_and_loses_nothing(tmp_path: Path) -> None:
    with endpoint() as up, app(up.url, tmp_path) as first:
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(60) == -signal.SIGTERM
        assert orders(up) == expected(300)


def test_sigterm_with_the_endpoint_down_ends_it_at_once_and_keeps_the_rest(tmp_path: Path) -> None:
    with app(closed_port(), tmp_path, SEALOG_EXIT_SECONDS=FOR_EVER) as first:
        first.tell("log 0 300")
        first.process.send_signal(signal.SIGTERM)
        assert first.process.wait(90) == -signal.SIGTERM
    assert orders(successor(tmp_path)) == expected(300)


def test_what_os_exit_leaves_is_sent_by_the_successor(tmp_path: Path) -> None:
    with app(closed_port(), tmp_path) as first:
        first.tell("log 0 300")
        assert first.process.stdin is not None
        first.process.stdin.write("hard\n")
        first.process.stdin.flush()
        assert first.process.wait(60) == 3
    assert orders(successor(tmp_path)) == expected(300)


def test_a_forked_childs_records_arrive_through_its_parent(tmp_path: Path) -> None:
    with endpoint() as up, app(up.url, tmp_path) as parent:
        parent.tell("log 0 10")
        parent.tell("fork 10 300")
        parent.tell("log 310 10")
        status, said = parent.end()
    assert status == 0, said
    assert sorted(orders(up)) == sorted(expected(320))
    assert len({uid.split("-")[0] for uid in up.uids()}) == 2
    assert [path.name for path in tmp_path.iterdir()] == []


def test_a_master_that_is_killed_is_succeeded_while_its_workers_live_on(tmp_path: Path) -> None:
    with app(closed_port(), tmp_path) as master:
        master.tell("log 0 100")
        master.tell("worker")
        master.process.kill()
        assert orders(successor(tmp_path)) == expected(100)


def test_over_grpc_everything_arrives(tmp_path: Path) -> None:
    received: list[Any] = []

    def export(request: bytes, _: Any) -> bytes:
        received.extend(records_in(request))
        return b""

    with grpc_server(export) as url, app(url, tmp_path, OTEL_EXPORTER_OTLP_PROTOCOL="grpc") as first:
        first.tell("log 0 3000")
        status, said = first.end()
    assert status == 0, said
    assert [record.body.string_value for record in received] == expected(3000)


def test_two_exporters_have_spools_of_their_own(tmp_path: Path) -> None:
    with (
        endpoint() as up,
        app(up.url, tmp_path, OTEL_LOGS_EXPORTER="otlp_proto_http,otlp_proto_grpc") as first,
    ):
        first.tell("log 0 50")
        status, said = first.end()
    assert status == 0, said
    assert orders(up) == expected(50)
    assert len(list((tmp_path / "exporter-2").rglob("*.seg"))) == 1


def test_a_wrong_setting_is_named_and_leaves_delivery_as_it_was(tmp_path: Path) -> None:
    with endpoint() as up, app(up.url, tmp_path, SEALOG_DURABILITY="forever") as first:
        first.tell("log 0 10")
        status, said = first.end()
    assert status == 0
    assert orders(up) == expected(10)
    assert said.count("SEALOG_DURABILITY must be one of memory, spool, sync; records stay in memory") == 1


def test_a_burst_on_a_slow_endpoint_arrives_whole(tmp_path: Path) -> None:
    with endpoint(lambda _: Reply(delay=0.2)) as slow, app(slow.url, tmp_path) as first:
        first.tell("log 0 5000")
        status, said = first.end()
    assert status == 0, said
    assert len(orders(slow)) == 5000
    assert set(orders(slow)) == set(expected(5000))


def test_an_endpoint_that_comes_back_gets_everything_without_a_restart(tmp_path: Path) -> None:
    down = closed_port()
    with app(down, tmp_path) as first:
        first.tell("log 0 500")
        time.sleep(1.0)
        with endpoint(port=int(down.rpartition(":")[2])) as up:
            up.wait_for(500)
            first.end()
    assert orders(up) == expected(500)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/dev/full is a Linux device")
def test_a_directory_that_cannot_be_used_leaves_delivery_from_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with endpoint() as up, app(up.url, tmp_path / "file" / "spool") as first:
        first.tell("log 0 300")
        status, said = first.end()
    assert status == 0
    assert orders(up) == expected(300)
    assert said.count("SEALOG_SPOOL_DIR can't be used") == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may mount")
def test_on_a_full_disk_records_stay_in_memory_until_they_are_sent(tmp_path: Path) -> None:
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", tmp_path], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with endpoint() as up, app(up.url, tmp_path) as first:
            up.reply = lambda _: Reply(503)
            first.tell("log 0 2000")
            up.reply = lambda _: Reply()
            up.wait_for(2000)
            status, said = first.end()
    finally:
        subprocess.run(["umount", tmp_path], check=True)
    assert status == 0
    assert sorted(orders(up)) == sorted(expected(2000))
    assert said.count("the spool takes no records now") == 1


def test_the_spool_holds_no_plaintext(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import logging; logging.getLogger('a').warning('mail alice@example.com')\n")
    program = Path(sys.executable).with_name("opentelemetry-instrument")
    environ = clean_environ(closed_port(), "http/protobuf") | {
        "SEALOG_SPOOL_DIR": str(tmp_path / "spool"),
        "SEALOG_SPOOL_KEY_FILE": "off",
        "SEALOG_MODE": "mask",
        "OTEL_TRACES_EXPORTER": "none",
    }
    subprocess.run([program, sys.executable, script], env=environ, check=True, capture_output=True)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "spool").rglob("*.seg"))
    assert b"[masked:email_address]" in kept
    assert b"alice" not in kept
