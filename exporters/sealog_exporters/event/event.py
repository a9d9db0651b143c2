"""An event: one OTLP log record with its resource, immutable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    AttributeValue: TypeAlias = (
        "str | bool | int | float | bytes | Sequence[AttributeValue] | Mapping[str, AttributeValue] | None"
    )
else:
    AttributeValue = object


class Event(NamedTuple):
    """One log record. A tuple, because a frozen dataclass takes five times as long to make; `_replace` changes a copy.

    `time_unix_nano` is the event's own time, or the observed time where the application gave none; ns since
    the Unix epoch. `severity_number` is OpenTelemetry's 0 (unset) to 24. `trace_id` and `span_id` are lower-case
    hex, empty where the record has none. `resource` and `attributes` are shared between events: never change them.
    """

    time_unix_nano: int
    observed_unix_nano: int
    severity_number: int
    severity_text: str
    body: AttributeValue
    attributes: Mapping[str, AttributeValue]
    resource: Mapping[str, AttributeValue]
    scope: str
    event_name: str
    trace_id: str
    span_id: str
    trace_flags: int = 0

    @property
    def uid(self) -> str:
        """The record's `sealog.uid`, or the empty string for a record that was not minted by sealog."""
        value = self.attributes.get("sealog.uid")
        return value if isinstance(value, str) else ""

    @property
    def service(self) -> str:
        """The resource's `service.name`, or the empty string."""
        value = self.resource.get("service.name")
        return value if isinstance(value, str) else ""
