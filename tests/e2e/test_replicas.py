"""Two alerting services behind the load-balancing exporter: whole groups each, and one is killed."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from alerting.hooks import Hook, listening
from backends import eventually
from e2e.replicas import Gateway, Replica, can_have_own_hosts
from local import Missing, cache, collector, free

if TYPE_CHECKING:
    from collections.abc import Iterator
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


@pytest.fixture
def replicas(tmp_path: Path, hook: Hook) -> Iterator[list[Replica]]:
    if not can_have_own_hosts(tmp_path):
        pytest.skip("a process can't be given an /etc/hosts of its own here")
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULES.format(url=hook.url))
    port = free().alerting_grpc
    both = []
    for address in ("127.0.0.1", "127.0.0.2"):
        folder = tmp_path / address
        folder.mkdir()
        both.append(Replica(address, port, rules, folder))
        both[-1].start()
    yield both
    for replica in both:
        replica.kill()


@pytest.fixture
def gateway(tmp_path: Path, replicas: list[Replica]) -> Iterator[Gateway]:
    try:
        binary = collector.get(cache.root())
    except Missing as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    started = Gateway(tmp_path, replicas[0].port)
    started.names(replica.address for replica in replicas)
    try:
        started.start(binary)
        yield started
    finally:
        started.stop()


def firings(hook: Hook) -> Counter[str]:
    """Count firing notifications by service."""
    told = [body for body in hook.accepted if body["status"] == "firing"]
    return Counter(body["commonLabels"]["service_name"] for body in told)


def test_groups_are_whole_and_move_when_a_replica_dies(gateway: Gateway, replicas: list[Replica], hook: Hook) -> None:
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
