"""Two of everything: agents, gateways, sealers and sinks, and a balancer between agents and gateways."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from chaos import hosts
from chaos.paths import Path_
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from chaos.outcomes import Outcome
    from chaos.rows import Bench
    from local import Running

__all__ = ["ROWS", "with_pairs"]

_HOSTS = ("a", "b")
_SECOND = 10_000_000
"""The first number of the second sender."""
_CHUNK = 64 * 1024


def with_pairs(running: Running, folder: Path, cache_root: Path, queue: Path, **environ: str) -> Path_:
    """Two agents and two gateways, each with a sealer of its host, and two sinks before one Elasticsearch."""
    hosts.keys(folder)
    path = Pairs("", queue)
    for host in _HOSTS:
        hosts.sealer(path, folder, host)
        hosts.sink(path, running.proxy_url, folder, host)
        files = ("gateway.yaml",)
        to = {"SEALOG_SINK": f"http://127.0.0.1:{path.programs[f'sink-{host}'].port}"}
        hosts.role(path, folder, cache_root, "gateway", host, files, **hosts.without_alerting(), **to, **environ)
    path.balancer = Balancer([path.programs[f"gateway-{host}"].port for host in _HOSTS])
    for host in _HOSTS:
        gateway = {"SEALOG_AGENT_GATEWAY": f"http://127.0.0.1:{path.balancer.port}"}
        syslog = {"SEALOG_AGENT_SYSLOG": f"127.0.0.1:{free_port()}"}
        hosts.role(path, folder, cache_root, "agent", host, ("agent.yaml",), **gateway, **syslog, **environ)
    path.start()
    path.url = f"http://127.0.0.1:{path.programs['agent-a'].port}"
    return path


class Pairs(Path_):
    """The way of `with_pairs`; `url` is the first agent's."""

    balancer: Balancer

    def stop(self) -> None:
        """End what runs, and the balancer."""
        super().stop()
        self.balancer.close()


def each_killed(bench: Bench) -> Outcome:
    """Each of the eight programs is killed in turn, while both agents are sent to."""
    begun = time.monotonic()
    second = f"http://127.0.0.1:{bench.path.programs['agent-b'].port}"
    with bench.load(pause=0.1) as load, bench.load(pause=0.1, to=second, first=_SECOND) as other:
        time.sleep(1.0)
        for program in bench.path.programs.values():
            program.kill()
            time.sleep(1.0)
            program.start()
            time.sleep(0.5)
    return bench.judge(begun, load, other)


def sealers_killed(bench: Bench) -> Outcome:
    """All sealers are killed at once, twice, and stay away for a while: senders come again, and agents keep theirs."""
    begun = time.monotonic()
    sealers = [bench.path.programs[f"sealer-{host}"] for host in _HOSTS]
    with bench.load(pause=0.1) as load:
        for _ in range(2):
            time.sleep(1.0)
            for sealer in sealers:
                sealer.kill()
            time.sleep(bench.seconds)
            for sealer in sealers:
                sealer.start()
        time.sleep(1.0)
    return bench.judge(begun, load)


ROWS: dict[str, Callable[[Bench], Outcome]] = {
    "two of each, each killed in turn": each_killed,
    "all sealers killed": sealers_killed,
}


class Balancer:
    """Passes connections on to one of several ports, in turn; to the next one where nobody listens."""

    def __init__(self, ports: list[int]) -> None:
        self._ports = itertools.cycle(ports)
        self._tries = len(ports)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        ).result()
        self.port: int = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """End it, and the connections that it has."""
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _end(self) -> None:
        self._server.close()
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
        await asyncio.sleep(0.1)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            for _ in range(self._tries):
                try:
                    upstream, out = await asyncio.open_connection("127.0.0.1", next(self._ports))
                except OSError:
                    continue
                await asyncio.gather(_pass(reader, out), _pass(upstream, writer))
                break
        writer.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        with suppress(OSError):
            while chunk := await reader.read(_CHUNK):
                writer.write(chunk)
                await writer.drain()
    finally:
        writer.close()
