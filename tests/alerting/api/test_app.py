"""The API's description and its routes list the same paths."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import rule_file
from sealog_exporters.alerting.api import app as module
from sealog_exporters.alerting.api.app import Api, openapi
from sealog_exporters.alerting.api.prometheus import GAUGES, exposition
from sealog_exporters.alerting.service.service import AlertingService

if TYPE_CHECKING:
    from pathlib import Path

DESCRIBED = json.loads(openapi())
METHODS = [(method.upper(), path) for path, methods in DESCRIBED["paths"].items() for method in methods]


def status(method: str, path: str, folder: Path) -> int:
    """Ask once, as a server would."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def ask() -> None:
        service = AlertingService(rule_file(), clock=time.time_ns, state_dir=folder)
        scope = {"type": "http", "method": method, "path": path, "headers": [(b"host", b"127.0.0.1:4329")]}
        await Api(service, None, time.time_ns)(scope, receive, send)
        await service.stop()

    asyncio.run(ask())
    return int(sent[0]["status"])


@pytest.mark.parametrize(("method", "path"), METHODS)
def test_a_described_operation_is_answered_as_described(method: str, path: str, tmp_path: Path) -> None:
    answered = status(method, path.replace("{id}", "0" * 12), tmp_path)
    assert str(answered) in DESCRIBED["paths"][path][method.lower()]["responses"]


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "PUT", "PATCH"])
@pytest.mark.parametrize("path", sorted(DESCRIBED["paths"]))
def test_what_is_not_described_is_not_answered(method: str, path: str, tmp_path: Path) -> None:
    if (method, path) not in METHODS:
        assert status(method, path.replace("{id}", "0" * 12), tmp_path) == 404


def test_every_route_is_described() -> None:
    source = module.__loader__.get_source(module.__name__)  # type: ignore[union-attr]  # a file's loader
    routes = set(re.findall(r'"((?:GET|POST|DELETE|PUT) /[a-z0-9/._]+)"', source))
    assert routes
    assert routes <= {f"{method} {path}" for method, path in METHODS}


def test_a_counter_of_the_metrics_is_one_that_only_grows() -> None:
    """A counter that falls looks to Prometheus like a restart."""
    service = AlertingService(rule_file(), clock=time.time_ns, state_dir=None)
    stats = service.stats()
    asyncio.run(service.stop())
    lines = exposition(stats).decode().splitlines()
    gauges = {line.split()[2].removeprefix("sealog_alerting_") for line in lines if line.endswith(" gauge")}
    assert gauges == {name for name in stats if name in GAUGES}
    assert {"cold_bytes", "cold_groups", "firing", "groups", "held", "open", "waiting"} <= gauges
