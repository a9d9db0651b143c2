"""What is found in metrics is masked before a receiver keeps them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from sealing.otlp_requests import EMAIL, fields
from sealog_exporters.sealing import metrics
from sealog_exporters.sealing.metrics import MetricsMask
from sealog_exporters.sealing.values import put_attributes

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def request() -> ExportMetricsServiceRequest:
    made = ExportMetricsServiceRequest()
    resource = made.resource_metrics.add()
    put_attributes(resource.resource.attributes, {"service.name": "shop", "owner": EMAIL})
    scope = resource.scope_metrics.add()
    scope.scope.name = f"of {EMAIL}"
    metric = scope.metrics.add(name=f"mails to {EMAIL}", description=EMAIL)
    point = metric.gauge.data_points.add(as_int=3)
    put_attributes(point.attributes, {"to": EMAIL, "n": 1})
    return made


def test_no_place_of_a_request_keeps_a_value() -> None:
    made = request()
    MetricsMask()(made)
    assert EMAIL not in str(made)
    (resource,) = made.resource_metrics
    assert fields(resource.resource) == {"service.name": "shop", "owner": "[masked:email_address]"}
    (metric,) = resource.scope_metrics[0].metrics
    assert metric.name == "mails to [masked:email_address]"
    assert fields(metric.gauge.data_points[0]) == {"to": "[masked:email_address]", "n": 1}


def test_the_policy_says_what_is_masked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("keys:\n  n: {entity: secret, action: mask}\n")
    policy.chmod(0o600)
    monkeypatch.setenv("SEALOG_POLICY", str(policy))
    made = request()
    MetricsMask()(made)
    assert EMAIL not in str(made)


def test_a_policy_that_can_t_be_read_leaves_the_default_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALOG_POLICY", str(tmp_path / "none.yaml"))
    made = request()
    MetricsMask()(made)
    assert EMAIL not in str(made)


def test_what_can_t_be_looked_at_is_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(EMAIL)

    monkeypatch.setattr(metrics, "seal_resource", fail)
    monkeypatch.setattr(metrics, "seal_scope", fail)
    made = request()
    MetricsMask()(made)
    assert EMAIL not in str(made)
    assert fields(made.resource_metrics[0].resource) == {"service.name": "shop"}
