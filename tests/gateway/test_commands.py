"""`sealog gateway` and `sealog sealer` as programs: what they answered holds, also where they are killed."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from applications import clean_environ
from backends import eventually
from gateway.hops import HOST, Hop
from gateway.socket_client import Client
from sealing.otlp_requests import EMAIL, KEYS, fields, log, logs
from sealog.keys.bundle import save_bundle
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

pytestmark = pytest.mark.process

BODY = logs(log(f"to {EMAIL}"), log("clean")).SerializeToString()
PROTOBUF = {"content-type": "application/x-protobuf"}


class Program:
    """A running command, and what it has printed."""

    def __init__(self, process: subprocess.Popen[bytes], printed_to: Path) -> None:
        self.process = process
        self._printed_to = printed_to

    @property
    def printed(self) -> str:
        return self._printed_to.read_text()

    def port(self) -> int:
        """Its HTTP port, once it says it."""
        printed = eventually(lambda: self.printed, lambda text: "HTTP port" in text, 60)
        return int(printed.partition("HTTP port ")[2].split(",")[0])


@contextmanager
def running(folder: Path, *command: str) -> Iterator[Program]:
    """Run a command of sealog until the block ends."""
    save_bundle(KEYS.bundle(), folder / "bundle.json")
    printed_to = folder / "printed.txt"
    environ = clean_environ("", "") | {"SEALOG_BUNDLE": str(folder / "bundle.json"), "COLUMNS": "500"}
    with printed_to.open("wb") as out:
        program = Path(sys.executable).with_name("sealog")
        process = subprocess.Popen([program, *command], env=environ, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Program(process, printed_to)
    finally:
        process.kill()
        process.wait(30)
    assert EMAIL not in printed_to.read_text()


def gateway(folder: Path, hop_port: int) -> AbstractContextManager[Program]:
    to = f"http://{HOST}:{hop_port}"
    listen = ("--grpc", "off", "--http", f"{HOST}:0", "--status", "off")
    return running(folder, "gateway", "--to", to, "--to-timeout", "60", *listen)


@asynccontextmanager
async def next_hop() -> AsyncIterator[tuple[Hop, int]]:
    hop = Hop()
    listeners = Listeners(hop, grpc=f"{HOST}:0", http=None, limits=Limits())
    await listeners.start()
    try:
        assert listeners.grpc_port is not None
        yield hop, listeners.grpc_port
    finally:
        await listeners.stop(0)


async def sent(client: httpx.AsyncClient, port: int) -> int:
    answer = await client.post(f"http://{HOST}:{port}/v1/logs", content=BODY, headers=PROTOBUF)
    return answer.status_code


def test_the_gateway_answers_what_it_has_before_it_ends(tmp_path: Path) -> None:
    async def run() -> list[tuple[str, bytes]]:
        async with next_hop() as (hop, hop_port), httpx.AsyncClient(trust_env=False, timeout=60) as client:
            with gateway(tmp_path, hop_port) as program:
                port = await asyncio.to_thread(program.port)
                assert await sent(client, port) == 200
                hop.entered.clear()
                hop.gate = asyncio.Event()
                held = asyncio.create_task(sent(client, port))
                await hop.entered.wait()
                program.process.send_signal(signal.SIGTERM)
                hop.gate.set()
                assert await held == 200
                assert await asyncio.to_thread(program.process.wait, 60) == 0
            return hop.got

    got = asyncio.run(run())
    assert len(got) == 2
    assert all(EMAIL.encode() not in body and b"seal1~email_address~" in body for _, body in got)


def test_a_request_that_a_killed_gateway_had_is_not_acknowledged_and_is_the_same_record_later(tmp_path: Path) -> None:
    async def run() -> list[tuple[str, bytes]]:
        async with next_hop() as (hop, hop_port), httpx.AsyncClient(trust_env=False, timeout=60) as client:
            hop.gate = asyncio.Event()
            with gateway(tmp_path, hop_port) as program:
                held = asyncio.create_task(sent(client, await asyncio.to_thread(program.port)))
                await hop.entered.wait()
                program.process.kill()
                with pytest.raises(httpx.TransportError):
                    await held
            hop.gate.set()
            with gateway(tmp_path, hop_port) as program:
                assert await sent(client, await asyncio.to_thread(program.port)) == 200
            return hop.got

    got = [ExportLogsServiceRequest.FromString(body) for _, body in asyncio.run(run())]
    uids = {
        tuple(fields(record)["sealog.uid"] for record in request.resource_logs[0].scope_logs[0].log_records)
        for request in got
    }
    assert got
    assert len(uids) == 1
    left = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert left
    assert not any(EMAIL.encode() in data for data in left)


def test_the_sealer_takes_its_socket_back_after_it_was_killed_and_removes_it_at_its_end(tmp_path: Path) -> None:
    path = tmp_path / "s"
    for how, status in ((signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 0)):
        with running(tmp_path, "sealer", "--socket", str(path), "--status", "off") as program:
            eventually(lambda program=program: program.printed, lambda text: "sealer: socket" in text, 60)
            with closing(Client(path)) as client:
                answer, sealed = client.ask(1, BODY)
                assert answer == 0
                assert EMAIL.encode() not in sealed
                assert b"seal1~email_address~" in sealed
            program.process.send_signal(how)
            assert program.process.wait(60) == status
        assert path.exists() == (how is signal.SIGKILL)
