"""The length limits of attributes, which would cut an original before it is recognised, or a sealed value."""

from __future__ import annotations

import os
from typing import Any

from opentelemetry.sdk._logs import LogRecordLimits
from opentelemetry.sdk.environment_variables import OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT


def length_limit(provider: Any) -> int | None:
    """Give the length to which a logger provider's loggers cut attribute values, or None for no limit."""
    limits = getattr(provider, "_log_record_limits", None)
    limit = getattr(limits, "max_log_record_attribute_length", None)
    return limit if isinstance(limit, int) else None


def lift_length_limit(provider: Any, limits: str, length: str) -> int | None:
    """Remove the length limit of attributes from a provider's limits and return it, or None if there is none.

    It would cut an original so that no rule recognises it, and a sealed value so that no key opens it. Every logger or
    tracer that the provider made shares the limits object.
    """
    holder = getattr(provider, limits, None)
    limit = getattr(holder, length, None)
    if not isinstance(limit, int):
        return None
    setattr(holder, length, None)
    return limit


def lift_log_limit(provider: Any) -> int | None:
    """As `lift_length_limit`, for a logger provider.

    SDK 1.44 reads the limit from the environment for each record, so there it is taken out of the environment.
    """
    if hasattr(provider, "_log_record_limits"):
        return lift_length_limit(provider, "_log_record_limits", "max_log_record_attribute_length")
    limit = LogRecordLimits().max_log_record_attribute_length
    if limit is not None:
        os.environ[OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT] = ""
    return limit


def lift_span_limits(provider: Any) -> int | None:
    """As `lift_length_limit`, for a tracer provider; if spans and events differ, the smaller one."""
    found = [
        lift_length_limit(provider, "_span_limits", length)
        for length in ("max_span_attribute_length", "max_attribute_length")
    ]
    return min((limit for limit in found if limit is not None), default=None)
