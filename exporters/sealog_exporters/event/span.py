"""A span: one OTLP span with its resource, immutable."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog_exporters.event.event import AttributeValue

__all__ = ["OtlpSpan"]

_FAILED = 2  # opentelemetry/proto/trace/v1, Status.StatusCode


class OtlpSpan(NamedTuple):
    """One span. Times are in ns since the Unix epoch, ids lower-case hex, empty where there is none.

    `kind` and `status_code` are OTLP's numbers. An item of `events` has `time_unix_nano`, `name` and `attributes`, one
    of `links` `trace_id`, `span_id` and `attributes`.
    """

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    kind: int
    start_unix_nano: int
    end_unix_nano: int
    status_code: int
    status_message: str
    attributes: Mapping[str, AttributeValue]
    events: Sequence[Mapping[str, AttributeValue]]
    links: Sequence[Mapping[str, AttributeValue]]
    resource: Mapping[str, AttributeValue]
    scope: str

    @property
    def failed(self) -> bool:
        """Whether its status is an error."""
        return self.status_code == _FAILED

    @property
    def duration_ns(self) -> int:
        """How long it took; 0 where it ended before it began, as clocks have it."""
        return max(self.end_unix_nano - self.start_unix_nano, 0)

    @property
    def service(self) -> str:
        """The resource's `service.name`, or the empty string."""
        return _text(self.resource.get("service.name"))

    @property
    def version(self) -> str:
        """The resource's `service.version`, or the empty string."""
        return _text(self.resource.get("service.version"))


def _text(value: AttributeValue) -> str:
    return value if isinstance(value, str) else ""
