"""The texts of a stored record that hold sealed values, and under which names. It opens none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.store.interface import StoredRecord

__all__ = ["further_fields"]

_DEEPEST = 32


def further_fields(record: StoredRecord) -> Iterator[tuple[str, str]]:
    """Give name and text of each field but the body that holds a sealed value."""
    named: dict[str, Any] = {
        **record.attributes,
        **{f"resource.{name}": value for name, value in record.resource.items()},
        "$event_name": record.event_name,
        "$scope": record.scope,
        "$severity_text": record.severity_text,
    }
    for name, value in named.items():
        for field, text in _texts(name, value, 0):
            if next(find_sealed_values(text), None) is not None:
                yield field, text


def _texts(name: str, value: Any, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping) and depth < _DEEPEST:
        for key, item in value.items():
            yield from _texts(f"{name}.{key}", item, depth + 1)
    elif isinstance(value, Sequence) and not isinstance(value, bytes) and depth < _DEEPEST:
        for item in value:
            yield from _texts(name, item, depth + 1)
