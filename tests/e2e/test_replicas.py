"""Two alerting services behind the load-balancing exporter: whole groups each, and one is killed."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from alerting.hooks import Hook, listening
from backends import eventually, needed
from e2e.replicas import HOST, Gateway, Replica, can_have_own_hosts
from local import cache, free
from local.servers import collector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.backend

RULES = """
groups: [{{name: g, rules: [{{alert: ErrorBurst}}]}}]
receivers: [{{name: hook, webhook_configs: [{{url: '{url}'}}]}}]
"""
SERVICES = [f"service-{number}" for number in range(12)]
NEWCOMERS = [f"newcomer-{number}" for number in range(12)]


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening() as heard:
        yield heard


@contextmanager
def running(folder: Path, hook: Hook, addresses: Iterable[tuple[str, int]]) -> Iterator[list[Replica]]:
    rules = folder / "rules.yaml"
    rules.write_text(RULES.format(url=hook.url))
    started = []
    try:
        for address, port in addresses:
            own = folder / f"{address}-{port}"
            own.mkdir()
            started.append(Replica(address, port, rules, own))
            started[-1].start()
        yield started
    finally:
        for replica in started:
            replica.kill()


@pytest.fixture(scope="module")
def binary() -> Path:
    return needed(lambda: collector.get(cache.root()))


@contextmanager
def started(gateway: Gateway, binary: Path) -> Iterator[Gateway]:
    try:
        gateway.start(binary)
        yield gateway
    finally:
        gateway.stop()


def firings(hook: Hook) -> Counter[str]:
    """Count firing notifications by service."""
    told = [body for body in hook.accepted if body["status"] == "firing"]
    return Counter(body["commonLabels"]["service_name"] for body in told)


def test_groups_are_whole_and_move_when_a_replica_leaves_its_name(tmp_path: Path, hook: Hook, binary: Path) -> None:
    if not can_have_own_hosts(tmp_path):
        pytest.skip("a process can't be given an /etc/hosts of its own here")
    port = free().alerting_grpc
    gateway = Gateway(tmp_path, own_hosts=True)
    gateway.resolve(f"dns: {{hostname: {HOST}, port: '{port}', interval: 500ms, timeout: 1s}}")
    addresses = [("127.0.0.1", port), ("127.0.0.2", port)]
    gateway.names(address for address, _ in addresses)
    with running(tmp_path, hook, addresses) as replicas, started(gateway, binary):
        living, dying = replicas
        for service in SERVICES:
            gateway.send(service, 0, 4)
            gateway.send(service, 4, 6)
        eventually(lambda: firings(hook), lambda told: set(told) == set(SERVICES))
        assert set(firings(hook).values()) == {1}, "a group was counted in two places"

        dying.kill()
        moved = dying.services()
        assert moved
        assert moved < set(SERVICES), "all groups were at one replica"
        for service in NEWCOMERS:
            gateway.send(service, 0, 10)
        eventually(lambda: firings(hook), lambda told: any(service in told for service in NEWCOMERS))
        gateway.names([living.address])
        eventually(lambda: firings(hook), lambda told: set(told) == {*SERVICES, *NEWCOMERS})

        for service in SERVICES:
            gateway.send(service, 10, 10)
        again = Counter(dict.fromkeys(moved, 2))
        expected = Counter({*SERVICES, *NEWCOMERS}) | again
        eventually(lambda: firings(hook), lambda told: told == expected)

        dying.start()
        gateway.names(replica.address for replica in replicas)
        for service in (*SERVICES, *NEWCOMERS):
            gateway.send(service, 20, 5)
        gateway.send("last", 0, 10)
        eventually(lambda: firings(hook), lambda told: told["last"] == 1)
        assert firings(hook) - Counter(["last"]) == expected, "an alert was told again within its cooldown"
        living.kill()
        assert living.services() >= (set(SERVICES) - moved)


def test_with_a_fixed_list_a_dead_replica_s_records_wait_for_it_or_for_a_new_list(
    tmp_path: Path, hook: Hook, binary: Path
) -> None:
    ports = free()
    addresses = [("127.0.0.1", ports.alerting_grpc), ("127.0.0.1", ports.alerting_http)]
    gateway = Gateway(tmp_path, own_hosts=False)
    gateway.resolve(listed(addresses))
    with running(tmp_path, hook, addresses) as (_, dying), started(gateway, binary):
        for service in SERVICES:
            gateway.send(service, 0, 9)
        eventually(gateway.delivered, lambda records: records == 9 * len(SERVICES))
        dying.kill()
        gone = dying.services()
        for service in SERVICES:
            gateway.send(service, 9, 1)
        eventually(lambda: set(firings(hook)), lambda told: told == set(SERVICES) - gone)
        dying.start()
        eventually(lambda: firings(hook), lambda told: told == Counter(SERVICES))
        assert {body["commonAnnotations"]["value"] for body in hook.accepted} == {"10"}

        dying.kill()
        for service in NEWCOMERS:
            gateway.send(service, 0, 10)
        gateway.resolve(listed(addresses[:1]))
        gateway.reload()
        eventually(lambda: firings(hook), lambda told: told == Counter([*SERVICES, *NEWCOMERS]))


def listed(addresses: Iterable[tuple[str, int]]) -> str:
    return f"static: {{hostnames: [{', '.join(f'{address}:{port}' for address, port in addresses)}]}}"
