"""Metrics, and providers that are made later, are protected without a call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.resources import Resource

from sealog import notices
from sealog.instrumentation.providers.provider_hooks import after_construction
from sealog.instrumentation.signals import watch_metrics
from sealog.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

EMAIL = "metric@example.com"


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


def test_a_personal_metric_attribute_is_warned_of_once_an_entity(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], resource=Resource({"process.command": EMAIL}), shutdown_on_exit=False)
    watch_metrics(provider, Settings("mask", tmp_path, tmp_path, None))
    counter = provider.get_meter("test").create_counter("logins")
    for number in range(3):
        counter.add(1, {"user": f"{number}{EMAIL}", "password": "x"})
        data = reader.get_metrics_data()
    lines = sorted(capsys.readouterr().err.splitlines())
    assert [line.split(" holds a ")[1].split(";")[0] for line in lines] == ["email_address", "password"]
    assert all("logins" in line for line in lines)
    assert EMAIL not in "".join(lines)
    assert data is not None
    assert data.resource_metrics[0].resource.attributes["process.command"] == "[masked:email_address]"
    points = data.resource_metrics[0].scope_metrics[0].metrics[0].data.data_points
    assert len(points) == 3
    provider.shutdown()


def test_clean_metrics_say_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], shutdown_on_exit=False)
    watch_metrics(provider, Settings("mask", tmp_path, tmp_path, None))
    provider.get_meter("test").create_histogram("seconds").record(1.5, {"route": "/users/{id}"})
    provider.get_meter("test").create_counter("plain").add(1)
    assert reader.get_metrics_data() is not None
    assert capsys.readouterr().err == ""
    provider.shutdown()


def test_each_provider_made_later_is_handed_over_once() -> None:
    seen: list[object] = []

    class Provider:
        def __init__(self, name: str, *, loud: bool = False) -> None:
            self.name = name
            self.loud = loud

    class Vendors(Provider):
        def __init__(self) -> None:
            super().__init__("vendor", loud=True)

    after_construction(Provider, seen.append)
    after_construction(Provider, seen.append)
    made: list[Provider] = [Provider("plain"), Vendors()]
    assert seen == made
    assert (made[1].name, made[1].loud) == ("vendor", True)
