"""One log record as services see it. Imports nothing of ours."""

from sealog_exporters.event.event import AttributeValue, Event

__all__ = ["AttributeValue", "Event"]
