"""One span of a trace, as analysis sees it. It is a value; ids are lower-case hex, or what Langfuse has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Span"]


@dataclass(frozen=True)
class Span:
    """One span.

    Times are in ns since the Unix epoch. `end_ns` is 0 where the span has no end. `attributes` hold what was logged, so
    they stay out of the repr. `version` is that of the service.
    """

    trace_id: str
    span_id: str
    parent_id: str
    name: str
    start_ns: int
    end_ns: int
    failed: bool = False
    scope: str = ""
    service: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict, repr=False)
    version: str = ""
