"""What is attacked: `sealog gateway`, and the collector with its sealer, each before a hop that takes everything."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from applications import Keys, clean_environ
from chaos.attacks.kinds import HONEST
from collector.roles import running, sealing
from gateway.hops import Hop
from local.program import accepts
from programs import SEALOG, Program
from programs import running as running_program
from sealog.keys.bundle import save_bundle
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.listeners import Listeners
from servers import free_port
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["WAYS", "Way", "take_all"]

HERE = Path(__file__).resolve().parent
COMMAND = str(HERE.with_name("attack.py"))


@dataclass
class Way:
    """A running way: where it listens, and the programs whose memory and CPU time count."""

    port: int
    programs: list[Program]

    def cpu_s(self) -> float:
        """Give the CPU time of all its programs."""
        return sum(program.cpu_s() for program in self.programs)

    def settle(self) -> None:
        """Wait until it has done with what it was given."""
        for _ in range(120):
            before = self.cpu_s()
            time.sleep(0.5)
            if self.cpu_s() - before < 0.05:
                return

    def memory_mb(self) -> int:
        """Give the most memory that they have had together, MB."""
        for program in self.programs:
            program.note_memory()
        return sum(program.most_memory for program in self.programs)


@contextmanager
def gateway(folder: Path) -> Iterator[Way]:
    """`sealog gateway` before a next hop in a process of its own."""
    save_bundle(keyring().bundle(), folder / "bundle.json")
    port = free_port()
    environ = clean_environ("", "") | {"SEALOG_BUNDLE": str(folder / "bundle.json")}
    listen = ("--http", f"{HONEST}:{port}", "--grpc", "off", "--status", "off")
    with next_hop() as to:
        command = (SEALOG, "gateway", "--to", f"http://{HONEST}:{to}", *listen)
        with running_program(
            Program("gateway", command, environ, folder / "gateway.log", partial(accepts, port))
        ) as program:
            yield Way(port, [program])


@contextmanager
def through_the_collector(folder: Path) -> Iterator[Way]:
    """The collector's role `gateway` with `sealog sealer`, and a store and alerting that take everything."""
    ring = keyring()
    save_bundle(ring.bundle(), folder / "bundle.json")
    with (
        next_hop(kind="http") as to,
        sealing(folder, Keys(folder, ring).environ) as sealer,
        running(
            "gateway",
            folder,
            "gateway.yaml",
            HERE / "attacked.yaml",
            environ={
                "SEALOG_ATTACK_STORE": f"http://{HONEST}:{to}",
                "SEALOG_ALERTING_ENDPOINT": f"http://{HONEST}:{to}",
            },
        ) as role,
    ):
        yield Way(role.ports.otlp_http, [role.program, sealer])


@contextmanager
def next_hop(kind: str = "grpc") -> Iterator[int]:
    """Something that takes all requests, in a process of its own; gives its port."""
    command = [sys.executable, COMMAND, "--as-next-hop", kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.kill()


def take_all(kind: str) -> None:
    """Take requests and keep nothing, until killed."""

    async def run() -> None:
        hop = Hop()
        hop.got = _Nothing()
        where = f"{HONEST}:0"
        listeners = Listeners(
            hop,
            grpc=where if kind == "grpc" else None,
            http=where if kind == "http" else None,
            limits=Limits(body_bytes=64 << 20, message_bytes=64 << 20, requests=1000),
        )
        await listeners.start()
        print(listeners.grpc_port or listeners.http_port, flush=True)
        await asyncio.Event().wait()

    asyncio.run(run())


class _Nothing(list[Any]):
    def append(self, one: Any) -> None:
        """Keep nothing."""


WAYS = {"gateway": gateway, "collector": through_the_collector}
