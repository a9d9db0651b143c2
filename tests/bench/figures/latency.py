"""From when a record is sent until Elasticsearch has acknowledged it: agent, gateway, sealers and sink as they ship.

1,000 records a second, each with an e-mail address, in requests of 100. Taps between the hops tell where the time goes.
A queue on disk waits for the disk six times a request. So all is measured twice: with queues and Elasticsearch on this
machine's disk, and in memory, which stands for a disk that syncs at once.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from measure import Figure, quantile
from taps import tap

from chaos import hosts
from chaos.load import request
from chaos.paths import Path_
from chaos.stored import install
from local import cache, free, start
from servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taps import Tap

RATE = 1000
A_REQUEST = 100
SENDERS = 8
WARM_S, SECONDS = 15.0, 20.0
SWITCH_S = 0.0005
"""How long a thread here may hold up the others: senders and taps share this process, and would measure each other."""

PATIENCE_S = 60.0
MARK = re.compile(rb"order-([0-9]+)-order")
FOLDERS = {"disk": None, "memory": "/dev/shm"}
SYNCED = {"disk": "queues and store on disk", "memory": "queues and store in memory"}
QUANTILES = {"p50": 0.5, "p99": 0.99}


def figures() -> list[Figure]:
    """Measure the whole way, and each hop."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_S)
    try:
        return [figure for name, folder in FOLDERS.items() for figure in _measured(name, folder)]
    finally:
        sys.setswitchinterval(before)


def _measured(name: str, folder: str | None) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=folder) as own, _way(Path(own)) as (url, taps):
        _send(url, 0, WARM_S)
        begun, acknowledged = _send(url, int(WARM_S * RATE), SECONDS)
        stored = taps["elasticsearch"].acknowledged
        ends = time.monotonic() + PATIENCE_S
        while not begun.keys() <= stored.keys() and time.monotonic() < ends:
            time.sleep(0.1)
        times = {
            "agent": (acknowledged, "acknowledged by the agent"),
            "gateway": (taps["gateway"].came, "come to the gateway"),
            "sink": (taps["sink"].came, "come to the sink"),
            "elasticsearch": (taps["elasticsearch"].came, "come to Elasticsearch"),
            "stored": (stored, "acknowledged by Elasticsearch"),
        }
        return [
            figure
            for at, (when, what) in times.items()
            for figure in _quantiles(f"latency_{name}_{at}", begun, when, f"sent until {what}, {SYNCED[name]}")
        ]


def _quantiles(name: str, begun: Mapping[int, float], at: Mapping[int, float], what: str) -> list[Figure]:
    missing = len(begun.keys() - at.keys())
    if missing:
        raise RuntimeError(f"{name}: {missing} of {len(begun)} records did not come within {PATIENCE_S} s")
    taken = sorted((at[number] - since) * 1000 for number, since in begun.items())
    return [
        Figure(f"{name}_{label}", quantile(taken, share), "ms", "", None, f"{label}, {what}")
        for label, share in QUANTILES.items()
    ]


def _send(url: str, first: int, seconds: float) -> tuple[dict[int, float], dict[int, float]]:
    """Send records at the rate; gives of each by its number when it was due, and when the agent acknowledged it.

    Senders take turns, so that a late answer does not hold up what is due then.
    """
    acknowledged: dict[int, float] = {}
    begun: dict[int, float] = {}

    def send(client: httpx.Client, number: int, due: float) -> None:
        time.sleep(max(0.0, due - time.perf_counter()))
        numbers = range(number, number + A_REQUEST)
        begun.update(dict.fromkeys(numbers, due))
        body = request([_record(each) for each in numbers], "shop")
        client.post(f"{url}/v1/logs", json=body).raise_for_status()
        acknowledged.update(dict.fromkeys(numbers, time.perf_counter()))

    start_at = time.perf_counter()
    with httpx.Client(timeout=30.0) as client, ThreadPoolExecutor(SENDERS) as senders:
        for done in [
            senders.submit(send, client, first + turn * A_REQUEST, start_at + turn * A_REQUEST / RATE)
            for turn in range(int(seconds * RATE / A_REQUEST))
        ]:
            done.result()
    return begun, acknowledged


def _record(number: int) -> dict[str, object]:
    text = f"order-{number}-order of customer{number}@mail.example.com was paid, and is on its way to the warehouse"
    attributes = [{"key": "http.route", "value": {"stringValue": "/orders"}}]
    return {
        "timeUnixNano": str(time.time_ns()),
        "severityNumber": 9,
        "body": {"stringValue": text},
        "attributes": attributes,
    }


@contextmanager
def _way(folder: Path) -> Iterator[tuple[str, dict[str, Tap]]]:
    """Run agent, gateway, a sealer beside each, the sink and Elasticsearch, with a tap between any two."""
    with ExitStack() as stack:
        running = start(("elasticsearch",), run_dir=folder / "run", at=free())
        stack.callback(running.stop, forget=True)
        install(running.elasticsearch_url)
        hosts.keys(folder)
        taps: dict[str, Tap] = {}
        path = Path_("", folder)
        stack.callback(path.stop)
        root = cache.root()
        for host in ("a", "g"):
            hosts.sealer(path, folder, host)
        taps["elasticsearch"] = stack.enter_context(tap(running.elasticsearch_url, MARK))
        hosts.sink(path, taps["elasticsearch"].url, folder, "g")
        taps["sink"] = stack.enter_context(tap(_url(path, "sink-g"), MARK))
        to_sink = hosts.without_alerting() | {"SEALOG_SINK": taps["sink"].url}
        hosts.role(path, folder, root, "gateway", "g", ("gateway.yaml",), **to_sink)
        taps["gateway"] = stack.enter_context(tap(_url(path, "gateway-g"), MARK))
        to_gateway = {
            "SEALOG_AGENT_GATEWAY": taps["gateway"].url,
            "SEALOG_AGENT_SYSLOG": f"127.0.0.1:{free_port()}",
        }
        hosts.role(path, folder, root, "agent", "a", ("agent.yaml",), **to_gateway)
        path.start()
        yield _url(path, "agent-a"), taps


def _url(path: Path_, name: str) -> str:
    return f"http://127.0.0.1:{path.programs[name].port}"
