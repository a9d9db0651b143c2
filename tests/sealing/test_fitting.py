"""An item too large for the next hop loses its largest texts, and no sealed value is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sealing.otlp_requests import EMAIL, fields, log, logs, opened, request_sealer
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES
from sealog_exporters.sealing.fitting import TOO_LARGE, cut_down, in_two

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.otlp.signals import Signal

MOST = 50_000


def parts(signal: Signal, request: Any) -> list[Any]:
    sealed = request_sealer(most=MOST).seal(signal, request.SerializeToString())
    assert all(len(part) <= MOST for part in sealed.parts)
    return [signal.request.FromString(part) for part in sealed.parts]


def test_the_largest_texts_go_and_what_stays_can_be_opened(tmp_path: Path) -> None:
    record = log(f"to {EMAIL}", {"user": EMAIL, "page": "x" * 90_000}, time_unix_nano=7, severity_number=9)
    (part,) = parts(LOGS, logs(record, resource={"service.name": "shop"}, scope="a"))
    (got,) = part.resource_logs[0].scope_logs[0].log_records
    assert fields(part.resource_logs[0].resource) == {"service.name": "shop"}
    assert (got.time_unix_nano, got.severity_number) == (7, 9)
    attributes = fields(got)
    assert attributes["page"] == TOO_LARGE
    assert attributes["sealog.uid"].endswith("-1")
    assert opened(got.body.string_value, attributes["sealog.key"], tmp_path) == f"to {EMAIL}"
    assert opened(attributes["user"], attributes["sealog.key"], tmp_path) == EMAIL


@pytest.mark.parametrize(
    ("attributes", "resource"),
    [({f"name{number}": number for number in range(5000)}, {}), ({}, {f"name{number}": 1 for number in range(5000)})],
    ids=["record", "resource"],
)
def test_where_no_text_is_large_the_item_is_blacked_out(attributes: Any, resource: Any) -> None:
    record = log("text", attributes, trace_id=bytes(range(16)), time_unix_nano=7)
    (part,) = parts(LOGS, logs(record, resource={"service.name": "shop", **resource}))
    (got,) = part.resource_logs[0].scope_logs[0].log_records
    assert fields(part.resource_logs[0].resource) == {"service.name": "shop"}
    assert (got.body.string_value, got.trace_id, got.time_unix_nano) == ("[masked:unknown]", bytes(range(16)), 7)
    assert list(fields(got)) == ["sealog.uid"]


def test_a_span_is_cut_in_its_events_too() -> None:
    request = ExportTraceServiceRequest()
    span = request.resource_spans.add().scope_spans.add().spans.add(name="GET /", span_id=bytes(range(8)))
    span.events.add(name="first").attributes.add(key="stack").value.string_value = "at line " * 9000
    (part,) = parts(TRACES, request)
    (got,) = part.resource_spans[0].scope_spans[0].spans
    assert (got.name, got.span_id, got.events[0].name) == ("GET /", bytes(range(8)), "first")
    assert fields(got.events[0]) == {"stack": TOO_LARGE}


def test_a_metric_is_divided_by_its_points_and_loses_none() -> None:
    request = ExportMetricsServiceRequest()
    metric = request.resource_metrics.add().scope_metrics.add().metrics.add(name="calls", unit="1")
    metric.sum.is_monotonic = True
    for number in range(9000):
        metric.sum.data_points.add(as_int=number, time_unix_nano=number)
    found = []
    for part in parts(METRICS, request):
        (got,) = part.resource_metrics[0].scope_metrics[0].metrics
        assert (got.name, got.unit, got.sum.is_monotonic) == ("calls", "1", True)
        found += [point.as_int for point in got.sum.data_points]
    assert found == list(range(9000))


def test_two_halves_hold_all_items_under_their_own_resource_and_scope() -> None:
    request = logs(*map(log, range(3)), resource={"service.name": "a"}, scope="one")
    request.resource_logs.extend(
        logs(*map(log, range(3, 8)), resource={"service.name": "b"}, scope="two").resource_logs
    )
    halves = [LOGS.request.FromString(half) for half in in_two(request.SerializeToString(), LOGS)]
    seen: list[list[tuple[str, str, int]]] = [
        [
            (fields(resource.resource)["service.name"], scope.scope.name, record.body.int_value)
            for resource in half.resource_logs  # type: ignore[attr-defined]
            for scope in resource.scope_logs
            for record in scope.log_records
        ]
        for half in halves
    ]
    assert seen[0] == [("a", "one", 0), ("a", "one", 1), ("a", "one", 2), ("b", "two", 3)]
    assert seen[1] == [("b", "two", number) for number in range(4, 8)]
    assert len(halves[1].resource_logs) == 1  # type: ignore[attr-defined]


def test_one_item_is_not_halved_and_a_service_name_is_cut_as_any_other_text() -> None:
    body = logs(log("x"), resource={"service.name": "n" * 60_000}).SerializeToString()
    assert in_two(body, LOGS) == ()
    cut: Any = LOGS.request.FromString(cut_down(body, LOGS, MOST))
    assert fields(cut.resource_logs[0].resource) == {"service.name": TOO_LARGE}
    assert cut.resource_logs[0].scope_logs[0].log_records[0].body.string_value == "x"
