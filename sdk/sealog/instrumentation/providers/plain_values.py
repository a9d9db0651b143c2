"""Gives OpenTelemetry plain values where it would warn, or raise, about an application's values.

The hook is the function that cleans attributes of log records, spans, events and links. An SDK that does this otherwise
is not changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opentelemetry import attributes as home

from sealog.processor.values.plain import PLAIN, plain, plain_attributes

_NAME = "_clean_attribute_value"


def clean_plainly() -> bool:
    """Hook the cleaning once a process; tell whether this OpenTelemetry has it."""
    if not callable(getattr(home, _NAME, None)):
        return False
    setattr(home, _NAME, cleaned)
    return True


def cleaned(value: Any, max_string_value_length: int | None) -> Any:
    """Give an attribute's value, or all attributes, as `plain`; texts are cut where OpenTelemetry has a limit."""
    kind = type(value)
    if kind is dict:
        value = plain_attributes(value)
    elif kind not in PLAIN:
        value = plain(value)
    return value if max_string_value_length is None else _cut(value, max_string_value_length)


def _cut(value: Any, limit: int) -> Any:
    if isinstance(value, str):
        return value[:limit]
    if isinstance(value, tuple):
        return tuple(_cut(item, limit) for item in value)
    if isinstance(value, Mapping):
        return {key: _cut(item, limit) for key, item in value.items()}
    return value
