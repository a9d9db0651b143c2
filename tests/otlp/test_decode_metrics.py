"""Metrics of a metrics request."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.metrics.v1.metrics_pb2 import ExponentialHistogramDataPoint

from sealog_exporters.event import Exemplar, MetricPoint, OtlpMetric
from sealog_exporters.otlp.decoding import metrics as room
from sealog_exporters.otlp.decoding.metrics import MAX_AHEAD_NS, MAX_BUCKETS, decode_metrics
from sealog_exporters.otlp.errors import TooLarge
from sealog_exporters.otlp.intake import MetricsSink

if TYPE_CHECKING:
    from otlp.conftest import StartReceiver

TRACE_ID, SPAN_ID = bytes(range(1, 17)), bytes(range(1, 9))
POINT = {
    "attributes": [{"key": "route", "value": {"stringValue": "/cart"}}],
    "startTimeUnixNano": "3",
    "timeUnixNano": "5",
    "asInt": "4",
}
REQUEST = {
    "resourceMetrics": [
        {
            "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
            "scopeMetrics": [
                {
                    "scope": {"name": "shop.cart"},
                    "metrics": [
                        {
                            "name": "orders",
                            "description": "taken",
                            "unit": "{order}",
                            "sum": {"aggregationTemporality": 2, "isMonotonic": True, "dataPoints": [POINT]},
                        }
                    ],
                }
            ],
        }
    ]
}
WHOLE = OtlpMetric(
    name="orders",
    description="taken",
    unit="{order}",
    kind="counter",
    is_delta=False,
    points=[MetricPoint({"route": "/cart"}, 3, 5, 4.0, exemplars=[])],
    resource={"service.name": "shop"},
    scope="shop.cart",
)


def request() -> tuple[ExportMetricsServiceRequest, Any]:
    made = ExportMetricsServiceRequest()
    return made, made.resource_metrics.add().scope_metrics.add().metrics.add(name="m")


def decoded(made: ExportMetricsServiceRequest, received: int = 1_000) -> OtlpMetric:
    (one,) = decode_metrics(made, received_unix_nano=received)
    return one


def test_a_receiver_masks_metrics_and_gives_them_to_who_wants_them(start: StartReceiver) -> None:
    done: list[Any] = []
    running = start(metrics=MetricsSink(lambda _: done.append("masked"), done.extend))
    assert httpx.post(f"{running.http}/v1/metrics", json=REQUEST, timeout=60).is_success
    assert done == ["masked", WHOLE]
    assert running.receiver.counts == {"metrics": 1}


def test_metrics_that_nobody_wants_are_counted(start: StartReceiver) -> None:
    running = start()
    assert httpx.post(f"{running.http}/v1/metrics", json=REQUEST, timeout=60).is_success
    assert running.receiver.counts == {"metrics": 1}


def test_a_sink_that_can_t_take_metrics_lets_the_sender_repeat(start: StartReceiver) -> None:
    running = start(metrics=MetricsSink(lambda _: None, lambda _: 1 / 0))
    answer = httpx.post(f"{running.http}/v1/metrics", json=REQUEST, timeout=60)
    assert answer.status_code == 503
    assert running.receiver.counts == {"failed": 1}


def test_sums_tell_how_their_points_count() -> None:
    made, metric = request()
    metric.sum.data_points.add(as_double=-0.5, time_unix_nano=5)
    metric.sum.aggregation_temporality = 1
    one = decoded(made)
    assert (one.kind, one.is_delta, one.points[0].value) == ("updown", True, -0.5)


def test_points_without_a_number_are_left_out() -> None:
    made, metric = request()
    points = metric.gauge.data_points
    points.add(time_unix_nano=5)
    points.add(as_double=math.nan)
    points.add(as_double=math.inf)
    points.add(as_int=1, flags=1)
    points.add(as_int=2)
    assert [point.value for point in decoded(made).points] == [2.0]


def test_a_point_without_a_time_or_far_ahead_is_of_now() -> None:
    made, metric = request()
    for time_ns in (0, 1_000 + MAX_AHEAD_NS, 1_001 + MAX_AHEAD_NS, 2**64 - 1):
        metric.gauge.data_points.add(as_int=1, time_unix_nano=time_ns)
    assert [point.time_unix_nano for point in decoded(made).points] == [1_000, 1_000 + MAX_AHEAD_NS, 1_000, 1_000]


def test_exemplars_have_a_trace() -> None:
    made, metric = request()
    point = metric.gauge.data_points.add(as_int=1)
    point.exemplars.add(as_double=0.5, trace_id=TRACE_ID, span_id=SPAN_ID)
    point.exemplars.add(as_double=0.7)
    point.exemplars.add(trace_id=TRACE_ID)
    assert decoded(made).points[0].exemplars == [Exemplar(0.5, TRACE_ID.hex(), SPAN_ID.hex())]


def test_a_histogram_has_its_buckets_by_upper_bound() -> None:
    made, metric = request()
    point = metric.histogram.data_points.add(count=6, sum=2.5, explicit_bounds=[0.1, 0.5], bucket_counts=[3, 2, 1])
    one = decoded(made).points[0]
    assert (one.number, one.value, dict(one.buckets)) == (6, 2.5, {0.1: 3, 0.5: 2, math.inf: 1})
    point.ClearField("sum")
    assert decoded(made).points[0].value is None


@pytest.mark.parametrize(
    ("bounds", "counts"),
    [
        ([], [3]),
        ([1.0, 1.0], [1, 1, 1]),
        ([2.0, 1.0], [1, 1, 1]),
        ([1.0], [3]),
        ([math.nan], [1, 2]),
        ([1.0, math.inf], [1, 1, 1]),
        ([*map(float, range(MAX_BUCKETS))], [1] * (MAX_BUCKETS + 1)),
    ],
    ids=["none", "twice", "unordered", "too few", "no number", "infinite", "too many"],
)
def test_a_histogram_whose_bounds_say_nothing_keeps_count_and_sum(bounds: list[float], counts: list[int]) -> None:
    made, metric = request()
    metric.histogram.data_points.add(count=3, sum=2.5, explicit_bounds=bounds, bucket_counts=counts)
    one = decoded(made).points[0]
    assert (one.number, one.value, dict(one.buckets)) == (3, 2.5, {})


def test_an_exponential_histogram_has_the_bounds_of_its_scale() -> None:
    made, metric = request()
    point = metric.exponential_histogram.data_points.add(count=7, sum=9, scale=0, zero_count=1, zero_threshold=0.25)
    point.positive.offset = 0
    point.positive.bucket_counts.extend([1, 0, 2])
    point.negative.offset = 1
    point.negative.bucket_counts.extend([1, 2])
    assert dict(decoded(made).points[0].buckets) == {-4.0: 2, -2.0: 1, 0.25: 1, 2.0: 1, 8.0: 2}


@pytest.mark.parametrize("scale", [-2_000_000_000, -11, 0, 3, 20, 2_000_000_000])
@pytest.mark.parametrize("offset", [-(2**31), -500, 0, 2**31 - 200])
def test_an_exponential_histogram_of_any_scale_is_bounded_and_loses_no_count(scale: int, offset: int) -> None:
    made, metric = request()
    point = metric.exponential_histogram.data_points.add(count=320, sum=9, scale=scale)
    for side in (point.positive, point.negative):
        side.offset = offset
        side.bucket_counts.extend([1] * 160)
    buckets = decoded(made).points[0].buckets
    assert len(buckets) <= MAX_BUCKETS
    assert sum(buckets.values()) == 320
    assert not any(math.isnan(bound) for bound in buckets)


def test_bounds_of_a_coarser_scale_are_among_those_of_a_finer_one() -> None:
    fine = ExponentialHistogramDataPoint(scale=3)
    fine.positive.offset = -40
    fine.positive.bucket_counts.extend([1] * 60)
    coarse = ExponentialHistogramDataPoint(scale=3)
    coarse.positive.offset = -40
    coarse.positive.bucket_counts.extend([1] * 120)
    finer, coarser = room._exponential(fine), room._exponential(coarse)
    assert {bound for bound in coarser if bound <= max(finer)} <= {*finer}


def test_a_summary_has_count_and_sum() -> None:
    made, metric = request()
    metric.summary.data_points.add(count=3, sum=2.5)
    one = decoded(made)
    assert (one.kind, one.points[0].number, one.points[0].value) == ("histogram", 3, 2.5)


def test_a_metric_without_data_is_none() -> None:
    made, _ = request()
    assert not decode_metrics(made, received_unix_nano=1)


def test_more_points_than_a_request_may_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_RECORDS", 1)
    made, metric = request()
    metric.gauge.data_points.add(as_int=1)
    metric.gauge.data_points.add(as_int=2)
    with pytest.raises(TooLarge):
        decoded(made)
