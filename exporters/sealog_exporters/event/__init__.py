"""Log records, spans and metrics as services see them. Imports nothing of ours."""

from sealog_exporters.event.event import AttributeValue, Event
from sealog_exporters.event.metric import Exemplar, MetricPoint, OtlpMetric
from sealog_exporters.event.span import OtlpSpan

__all__ = ["AttributeValue", "Event", "Exemplar", "MetricPoint", "OtlpMetric", "OtlpSpan"]
