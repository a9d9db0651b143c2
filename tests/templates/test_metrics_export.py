"""What is counted of templates, as an OTLP receiver gets it."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from sealog_exporters.services.template_metrics import ENDPOINT, exported
from sealog_exporters.templates.meter import Meter
from serving import serving

if TYPE_CHECKING:
    import pytest

received: list[bytes] = []


class Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        received.append(self.rfile.read(int(self.headers["content-length"])))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def test_records_and_bytes_of_templates_arrive_with_their_names_and_units(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = Meter()
    meter.count("a" * 16, "shop", 17, 10)
    meter.collect()
    meter.count("a" * 16, "shop", 17, 25)
    received.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server, serving(server):
        monkeypatch.setenv(ENDPOINT, f"http://127.0.0.1:{server.server_port}/v1/metrics")
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


def test_without_an_endpoint_nothing_is_exported() -> None:
    received.clear()
    with exported(Meter(), "sealog-up", {}):
        pass
    assert received == []
