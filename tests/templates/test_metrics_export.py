"""Counts of templates, as an OTLP receiver gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from sealog_exporters.services.template_metrics import ENDPOINT, exported
from sealog_exporters.templates.meter import Meter
from serving import answering

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def received(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """The requests that came to the endpoint which this process's environment names."""
    bodies: list[bytes] = []

    def take(_: str, body: bytes) -> tuple[int, bytes]:
        bodies.append(body)
        return 200, b""

    with answering(take) as url:
        monkeypatch.setenv(ENDPOINT, f"{url}/v1/metrics")
        yield bodies


def test_records_and_bytes_of_templates_arrive_with_their_names_and_units(received: list[bytes]) -> None:
    meter = Meter()
    meter.count("a" * 16, "shop", 17, 10)
    meter.collect()
    meter.count("a" * 16, "shop", 17, 25)
    with exported(meter, "sealog-up"):
        pass
    (body,) = received
    (resource,) = ExportMetricsServiceRequest.FromString(body).resource_metrics
    assert {one.key: one.value.string_value for one in resource.resource.attributes}["service.name"] == "sealog-up"
    found = {}
    for metric in resource.scope_metrics[0].metrics:
        assert metric.sum.is_monotonic
        for point in metric.sum.data_points:
            attributes = {one.key: one.value.string_value for one in point.attributes}
            assert (attributes["level"], attributes["service.name"]) == ("error", "shop")
            found[metric.name, metric.unit, attributes["sealog.template.id"]] = point.as_int
    assert found == {
        ("sealog.template.records", "{record}", "a" * 16): 1,
        ("sealog.template.records", "{record}", "other"): 1,
        ("sealog.template.size", "By", "a" * 16): 25,
        ("sealog.template.size", "By", "other"): 10,
    }


def test_without_an_endpoint_nothing_is_exported(received: list[bytes]) -> None:
    with exported(Meter(), "sealog-up", {}):
        pass
    assert received == []
