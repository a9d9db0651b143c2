"""Log records and spans as services see them. Imports nothing of ours."""

from sealog_exporters.event.event import AttributeValue, Event
from sealog_exporters.event.span import OtlpSpan

__all__ = ["AttributeValue", "Event", "OtlpSpan"]
