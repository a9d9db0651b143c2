"""Makes metrics of a parsed OTLP metrics request."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.event import Exemplar, MetricPoint, OtlpMetric
from sealog_exporters.otlp.decoding.logs import MAX_RECORDS, SPAN_ID_BYTES, TRACE_ID_BYTES, hex_id, mapping
from sealog_exporters.otlp.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.metrics.v1.metrics_pb2 import ExponentialHistogramDataPoint, Metric

    from sealog_exporters.event import AttributeValue
    from sealog_exporters.event.metric import Kind

__all__ = ["MAX_AHEAD_NS", "MAX_BUCKETS", "decode_metrics"]

MAX_AHEAD_NS: Final = 300 * 10**9
"""A point from further in the future than this is taken as of now, so that no wrong clock keeps it for ever."""

MAX_BUCKETS: Final = 64
"""Buckets of an exponential histogram; of more its scale is halved. An explicit one of more keeps count and sum."""

_DELTA: Final = 1  # opentelemetry/proto/metrics/v1, AggregationTemporality
_NO_VALUE: Final = 1  # the same, DataPointFlags
_DATA: Final = ("gauge", "sum", "histogram", "exponential_histogram", "summary")
_MAX_EXPONENT: Final = 1024  # of a finite float


def decode_metrics(request: ExportMetricsServiceRequest, *, received_unix_nano: int) -> list[OtlpMetric]:
    """Make a value of every metric, in the request's order. Points without a number are left out.

    `received_unix_nano` is the time of points that carry none, or one that is further ahead than `MAX_AHEAD_NS`.

    Raises:
        BadRequest: values are nested too deep.
        TooLarge: there are more than `MAX_RECORDS` points.
    """
    metrics: list[OtlpMetric] = []
    points = 0
    for resource_metrics in request.resource_metrics:
        resource = mapping(resource_metrics.resource.attributes)
        for scope_metrics in resource_metrics.scope_metrics:
            for metric in scope_metrics.metrics:
                kind = metric.WhichOneof("data")
                if kind is None:
                    continue
                points += len(getattr(metric, kind).data_points)
                if points > MAX_RECORDS:
                    raise TooLarge(f"more than {MAX_RECORDS} data points in one request")
                metrics.append(_metric(metric, kind, resource, scope_metrics.scope.name, received_unix_nano))
    return metrics


def _metric(metric: Metric, data: str, resource: Mapping[str, AttributeValue], scope: str, received: int) -> OtlpMetric:
    held = getattr(metric, data)
    kind: Kind = "histogram"
    if data == "gauge":
        kind = "gauge"
    elif data == "sum":
        kind = "counter" if held.is_monotonic else "updown"
    return OtlpMetric(
        name=metric.name,
        description=metric.description,
        unit=metric.unit,
        kind=kind,
        is_delta=getattr(held, "aggregation_temporality", 0) == _DELTA,
        points=[made for point in held.data_points if (made := _point(point, data, received)) is not None],
        resource=resource,
        scope=scope,
    )


def _point(point: Any, data: str, received: int) -> MetricPoint | None:
    if point.flags & _NO_VALUE:
        return None
    count, buckets = 0, dict[float, int]()
    value: float | None
    if data in {"gauge", "sum"}:
        value = _number(point)
        if value is None:
            return None
    else:
        count = point.count
        value = point.sum if data == "summary" or point.HasField("sum") else None
        if value is not None and not math.isfinite(value):
            value = None
        if data == "histogram":
            buckets = _explicit(point)
        elif data == "exponential_histogram":
            buckets = _exponential(point)
    time_ns = point.time_unix_nano
    return MetricPoint(
        attributes=mapping(point.attributes),
        start_unix_nano=point.start_time_unix_nano,
        time_unix_nano=time_ns if 0 < time_ns <= received + MAX_AHEAD_NS else received,
        value=value,
        number=count,
        buckets=buckets,
        exemplars=[*_exemplars(point)],
    )


def _number(point: Any) -> float | None:
    which = point.WhichOneof("value")
    value = None if which is None else float(getattr(point, which))
    return value if value is not None and math.isfinite(value) else None


def _exemplars(point: Any) -> Iterator[Exemplar]:
    for one in getattr(point, "exemplars", ()):
        trace_id = hex_id(one.trace_id, TRACE_ID_BYTES)
        value = _number(one)
        if trace_id and value is not None:
            yield Exemplar(value, trace_id, hex_id(one.span_id, SPAN_ID_BYTES))


def _explicit(point: Any) -> dict[float, int]:
    bounds, counts = [*point.explicit_bounds], point.bucket_counts
    ordered = all(math.isfinite(bound) for bound in bounds) and bounds == sorted(set(bounds))
    if not bounds or len(counts) != len(bounds) + 1 or len(counts) > MAX_BUCKETS or not ordered:
        return {}
    return dict(zip((*bounds, math.inf), counts, strict=True))


def _exponential(point: ExponentialHistogramDataPoint) -> dict[float, int]:
    """Give upper bounds. Half the scale joins two neighbours, so a coarser histogram's bounds are among a finer's."""
    scale = point.scale
    sides = [
        {side.offset + place: count for place, count in enumerate(side.bucket_counts) if count}
        for side in (point.negative, point.positive)
    ]
    while sum(map(len, sides)) > MAX_BUCKETS - 2:
        scale -= 1
        sides = [_halved(side) for side in sides]
    negative, positive = sides
    buckets: dict[float, int] = {}
    bounds = [(-_power(index, scale), count) for index, count in negative.items()]
    if point.zero_count or not positive:
        bounds.append((max(point.zero_threshold, 0.0), point.zero_count))
    bounds += [(_power(index + 1, scale), count) for index, count in positive.items()]
    for bound, count in sorted(bounds):  # several of them may be too large or too small for a float
        buckets[bound] = buckets.get(bound, 0) + count
    return buckets


def _halved(side: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for index, count in side.items():
        found[index >> 1] = found.get(index >> 1, 0) + count
    return found


def _power(index: int, scale: int) -> float:
    """Give the bound before the bucket with this index, `2 ** (index * 2 ** -scale)`."""
    exponent = math.ldexp(index, -scale) if -_MAX_EXPONENT < scale < _MAX_EXPONENT else math.inf
    return math.inf if exponent >= _MAX_EXPONENT else 2.0**exponent if exponent > -_MAX_EXPONENT else 0.0
