"""A metric: one OTLP metric with its resource and data points, immutable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from sealog_exporters.event.event import AttributeValue

    Kind: TypeAlias = Literal["gauge", "counter", "updown", "histogram"]
else:
    Kind = object

__all__ = ["Exemplar", "Kind", "MetricPoint", "OtlpMetric"]


class Exemplar(NamedTuple):
    """A measurement that was taken in a span. Ids are lower-case hex; there is always a trace's."""

    value: float
    trace_id: str
    span_id: str


class MetricPoint(NamedTuple):
    """One data point. Times are in ns since the Unix epoch; `start_unix_nano` is 0 where it is not known.

    `value` is the number of a gauge or sum; of a histogram or summary the sum of its measurements, None where that is
    not known, and `number` how many there are. `buckets` has the measurements up to each upper bound, and above the
    bound below it; the greatest finite bound is always there.
    """

    attributes: Mapping[str, AttributeValue]
    start_unix_nano: int
    time_unix_nano: int
    value: float | None
    number: int = 0
    buckets: Mapping[float, int] = {}
    exemplars: Sequence[Exemplar] = ()


class OtlpMetric(NamedTuple):
    """One metric of a resource and scope.

    `kind` is `counter` for a monotonic sum and `updown` for another sum; exponential histograms and summaries are
    histograms. `is_delta` tells whether each point has what came since the one before, or since its start.
    """

    name: str
    description: str
    unit: str
    kind: Kind
    is_delta: bool
    points: Sequence[MetricPoint]
    resource: Mapping[str, AttributeValue]
    scope: str

    @property
    def service(self) -> str:
        """The resource's `service.name`, or the empty string."""
        value = self.resource.get("service.name")
        return value if isinstance(value, str) else ""
